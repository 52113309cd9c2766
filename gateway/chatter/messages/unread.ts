import { update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { Reason } from '../../store/tables/followers.ts'
import { notifications } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MessageKind } from '../../store/tables/threads.ts'

/** What a person has been told of and has not read on the web. An email counts as well: it may wait unread somewhere else. */

/** More are shown as "99+": nobody counts further, and neither does the database. */
const COUNTED = 100
export const UNREAD_A_PAGE = 50

const WAYS = `way in ('inbox', 'email', 'digest')`

/** How many unread entries a person has; COUNTED at most. Flat, however many there are. */
export async function countUnread(reader: Reader, person: number): Promise<number> {
  const found = await reader.one<{ n: number }>(
    `select count(*) as n from (select 1 as one from notifications
       where person_id = $1 and read_at is null and ${WAYS} limit ${COUNTED}) as counted`,
    [person],
  )
  return Number(found?.n ?? 0)
}

export function unreadLabel(count: number): string {
  return count >= COUNTED ? `${COUNTED - 1}+` : String(count)
}

export type InboxEntry = {
  /** Of the notification; of the star among what is starred. */
  id: number
  message_id: number
  thread_id: number
  reason: Reason | null
  kind: MessageKind
  author_id: number
  author_name: string
  words: string
  changes: string | null
  created_at: number
  prefix: string | null
  number: number | null
  name: string | null
  starred: 0 | 1
}

const COLUMNS = `m.id as message_id, m.thread_id, m.kind, m.author_id, m.author_name,
  substr(m.new_text, 1, 300) as words, case when m.kind = 'change' then substr(m.body, 1, 300) end as changes,
  m.created_at, y.prefix, r.number, r.name`
const RECORD = `left join records r on r.thread_id = m.thread_id left join record_types y on y.id = r.record_type_id`

/** Unread entries, newest first. @param filter before: only notifications below this id, to page back */
export async function unreadOf(
  reader: Reader,
  person: number,
  filter: { mentions: boolean; before: number },
): Promise<InboxEntry[]> {
  const only = filter.mentions ? ` and n.reason = 'mention'` : ''
  return reader.all<InboxEntry>(
    `select n.id, n.reason, ${COLUMNS},
       case when exists (select 1 from stars s where s.person_id = n.person_id and s.message_id = n.message_id) then 1 else 0 end as starred
     from notifications n join messages m on m.id = n.message_id ${RECORD}
     where n.person_id = $1 and n.read_at is null${only} and n.id < $2 and n.${WAYS}
     order by n.id desc limit ${UNREAD_A_PAGE}`,
    [person, filter.before],
  )
}

/** What a person has starred, newest star first. */
export async function starredOf(
  reader: Reader,
  person: number,
  before: number,
): Promise<InboxEntry[]> {
  return reader.all<InboxEntry>(
    `select s.id, null as reason, ${COLUMNS}, 1 as starred
     from stars s join messages m on m.id = s.message_id ${RECORD}
     where s.person_id = $1 and s.id < $2 order by s.id desc limit ${UNREAD_A_PAGE}`,
    [person, before],
  )
}

/** Which entries of a thread a person has not read: the page marks them. */
export async function unreadIn(
  reader: Reader,
  person: number,
  thread: number,
): Promise<Set<number>> {
  const rows = await reader.all<{ message_id: number }>(
    `select message_id from notifications where person_id = $1 and thread_id = $2 and read_at is null
     order by id desc limit 500`,
    [person, thread],
  )
  return new Set(rows.map(({ message_id }) => message_id))
}

/** What of somebody's is read: one entry, a thread, or everything that their page has shown. */
export type WhatIsRead = { message: number } | { thread: number } | { upTo: number }

/**
 * Marks as read, and takes back what still waits to be mailed of it: who has read it here need not get it once more.
 * @param what upTo: the newest notification that the person has seen; what came after that stays unread
 * @returns how many entries
 */
export async function markRead(
  tx: Tx,
  person: PersonRow,
  { what, at }: { what: WhatIsRead; at: number },
): Promise<number> {
  const [condition, value] =
    'message' in what
      ? ['message_id = $3', what.message]
      : 'thread' in what
        ? ['thread_id = $3', what.thread]
        : ['id <= $3', what.upTo]
  const read = await tx.all<{ message_id: number }>(
    `update notifications set read_at = $1 where person_id = $2 and read_at is null and ${condition} returning message_id`,
    [at, person.id, value!],
  )
  const messages = [...new Set(read.map(({ message_id }) => message_id))]
  for (let from = 0; from < messages.length; from += SOME)
    await withdrawRead(tx, person.id, { messages: messages.slice(from, from + SOME), at })
  return messages.length
}

const SOME = 500

async function withdrawRead(
  tx: Tx,
  person: number,
  { messages, at }: { messages: number[]; at: number },
): Promise<void> {
  const places = messages.map((_, index) => `$${index + 3}`).join(', ')
  await tx.all(
    `update deliveries set state = 'withdrawn', response = 'read on the web before it left', ended_at = $1
     where person_id = $2 and state = 'queued' and attempts = 0 and message_id in (${places})`,
    [at, person, ...messages],
  )
}

/** Puts an entry back among what is unread. @returns false where the person was never told of it */
export async function markUnread(tx: Tx, person: PersonRow, message: number): Promise<boolean> {
  const where = { person_id: person.id, message_id: message }
  return (await update(tx, notifications, where, { read_at: null })).length > 0
}
