import { insertRows } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type MessageKind, type MessageRow, namedIds } from '../../store/tables/threads.ts'
import type { Value } from '../../store/value.ts'

/** The ids that a mail names, by their kind: of our copies of messages, of our threads, and those that others gave. */
export type IdsToFind = { messages: number[]; threads: number[]; mails: string[] }

/** Where an id leads: to an entry of a record's thread, or (our thread ids) to the thread alone. */
export type Trail = {
  /** The id that others gave; null where the id is ours. */
  mail_id: string | null
  message: number | null
  thread: number
  kind: MessageKind | null
  moved_from: MessageRow['moved_from']
  evidence: MessageRow['evidence']
  type: number
  number: number
  /** 1: the mail of this id never came here; the entry only named it. */
  named: 0 | 1
}

/** Many mails may claim one id: more than these are no evidence of anything. */
const MOST_TRAILS = 500

/** Finds out in one statement where ids lead, oldest entry first. */
export async function trailsOf(reader: Reader, ids: IdsToFind): Promise<Trail[]> {
  const values: Value[] = []
  const among = (some: Value[]) => some.map((one) => `$${values.push(one)}`).join(', ')
  const entry = 'm.id as message, m.thread_id as thread, m.kind, m.moved_from, m.evidence'
  const record = 'r.record_type_id as type, r.number'
  const joined = 'join records r on r.thread_id = m.thread_id'
  const queries = [
    ids.messages.length > 0 &&
      `select cast(null as text) as mail_id, ${entry}, ${record}, 0 as named
       from messages m ${joined} where m.id in (${among(ids.messages)})`,
    ids.mails.length > 0 &&
      `select m.message_id as mail_id, ${entry}, ${record}, 0 as named
       from messages m ${joined} where m.message_id in (${among(ids.mails)})`,
    ids.mails.length > 0 &&
      `select n.mail_id, ${entry}, ${record}, 1 as named
       from named_ids n join messages m on m.id = n.message_id ${joined} where n.mail_id in (${among(ids.mails)})`,
    ids.threads.length > 0 &&
      `select cast(null as text) as mail_id, null as message, r.thread_id as thread, null as kind, null as moved_from,
         null as evidence, ${record}, 0 as named
       from records r where r.thread_id in (${among(ids.threads)})`,
  ].filter((query) => query !== false)
  if (queries.length === 0) return []
  return reader.all<Trail>(`${queries.join(' union all ')} order by 2 limit ${MOST_TRAILS}`, values)
}

/** Remembers ids that a filed mail named and that nobody here knows, so that other answers to those mails find its thread. */
export async function rememberNamed(tx: Tx, message: number, mailIds: string[]): Promise<void> {
  const rows = mailIds.map((mail_id) => ({ mail_id, message_id: message }))
  await insertRows(tx, namedIds, rows)
}

/**
 * Remembers the id that a relay has given to a mail of ours. Only of messages: an answer to a note must not find its way among the
 * followers by an id of which nobody knows that it was a note's.
 */
export async function rememberGiven(tx: Tx, message: number, mailId: string): Promise<void> {
  await tx.all(
    `insert into named_ids (mail_id, message_id)
     select $1, id from messages where id = $2 and kind = 'message' on conflict do nothing`,
    [mailId, message],
  )
}
