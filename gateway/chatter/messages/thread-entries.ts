import { find, list } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import { type MessageRow, messages } from '../../store/tables/threads.ts'

export async function findMessage(reader: Reader, id: number): Promise<MessageRow | null> {
  return find(reader, messages, { id })
}

/** The entries of these ids, as far as they are there. */
export async function findMessages(reader: Reader, ids: number[]): Promise<MessageRow[]> {
  return ids.length > 0 ? list(reader, messages, { where: { id: ids }, limit: 50 }) : []
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

const ANCESTORS = 20

/** The last messages and notes of a thread before an entry, newest first: what References are made of. What was taken back no reader has. */
export async function ancestorsOf(
  reader: Reader,
  thread: number,
  before: number,
): Promise<Ancestor[]> {
  return reader.all<Ancestor>(
    `select id, thread_id, author_id, message_id, kind, audience from messages
     where thread_id = $1 and id < $2 and kind <> 'change' and deleted_at is null order by id desc limit ${ANCESTORS}`,
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

/** The last entries of a thread, oldest first. */
export async function latestEntries(
  reader: Reader,
  thread: number,
  most: number,
): Promise<Pick<MessageRow, 'author_name' | 'created_at' | 'kind' | 'new_text'>[]> {
  const newest = await reader.all<MessageRow>(
    `select author_name, created_at, kind, substr(new_text, 1, 1000) as new_text from messages
     where thread_id = $1 and deleted_at is null order by id desc limit $2`,
    [thread, most],
  )
  return newest.reverse()
}
