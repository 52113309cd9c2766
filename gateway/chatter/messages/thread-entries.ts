import { find, list } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { type MessageRow, messages } from '../../store/tables/threads.ts'
import { FOR_OUTSIDERS } from './visibility.ts'

export const ENTRIES_A_PAGE = 50

/** The newest entries of a thread, oldest first; `before` pages back. */
export async function entriesOf(
  reader: Reader,
  thread: number,
  before = Number.MAX_SAFE_INTEGER,
): Promise<MessageRow[]> {
  const rows = await reader.all<MessageRow>(
    `select * from messages where thread_id = $1 and id < $2 order by id desc limit ${ENTRIES_A_PAGE}`,
    [thread, before],
  )
  return rows.reverse()
}

export async function findMessage(reader: Reader, id: number): Promise<MessageRow | null> {
  return find(reader, messages, { id })
}

/** Every message whose mail had this Message-ID; two different mails may claim the same. */
export async function messagesByMailId(reader: Reader, messageId: string): Promise<MessageRow[]> {
  return list(reader, messages, { where: { message_id: messageId }, order: 'id desc', limit: 50 })
}

export async function messagesOfMail(reader: Reader, inbound: string): Promise<MessageRow[]> {
  return list(reader, messages, { where: { inbound_id: inbound }, order: 'id' })
}

export type Ancestor = Pick<
  MessageRow,
  'id' | 'thread_id' | 'author_id' | 'message_id' | 'kind' | 'audience'
>

const ANCESTORS = 8

/** For each thread its last entries before a message, newest first, and its first: what References are made of. */
export async function ancestorsOf(
  reader: Reader,
  thread: number,
  before: number,
  forOutsiders: boolean,
): Promise<Ancestor[]> {
  const rule = forOutsiders ? `and ${FOR_OUTSIDERS}` : ''
  const columns = 'm.id, m.thread_id, m.author_id, m.message_id, m.kind, m.audience'
  return reader.all<Ancestor>(
    `select * from (
       select ${columns} from messages m where m.thread_id = $1 and m.id < $2 and m.kind <> 'change' ${rule}
       order by m.id desc limit ${ANCESTORS}) as newest`,
    [thread, before],
  )
}

export async function listMessages(
  reader: Reader,
  filter: {
    thread?: number | undefined
    messageId?: string | undefined
    since?: number | undefined
  },
): Promise<MessageRow[]> {
  return reader.all<MessageRow>(
    `select * from messages where ($1 = 0 or thread_id = $1) and ($2 = '' or message_id = $2) and created_at >= $3 order by id`,
    [filter.thread ?? 0, filter.messageId ?? '', filter.since ?? 0],
  )
}
