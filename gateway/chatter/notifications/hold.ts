import { MINUTE } from '../../lib/clock.ts'
import type { Tx } from '../../store/store.ts'
import type { MessageRow } from '../../store/tables/threads.ts'

/** A change waits so long for others of its record: a burst of them is one mail. Messages and notes wait for nothing but a chance to take them back. */
const HOLD = MINUTE

/** What a mail says of itself that left with a later one. */
export const WENT_WITH_LATER = 'it goes in one mail with a later change'

const AT_ONCE = 500

/** When a mail is due, and the burst that it belongs to. */
export type Departure = { due_at: number; bundle: number | null }

/**
 * Says when the mails of an entry leave. The mails about earlier changes of the thread that wait for the same people are taken back:
 * the new ones tell those changes too, and leave when the first of them was to leave.
 */
export async function departures(
  tx: Tx,
  message: Pick<MessageRow, 'id' | 'kind' | 'thread_id' | 'created_at'>,
  mails: { person: number }[],
): Promise<(mail: { person: number; wait?: number }) => Departure> {
  const { id, kind, created_at } = message
  if (kind !== 'change') return ({ wait = 0 }) => ({ due_at: created_at + wait, bundle: null })
  const waiting = new Map<number, Departure>()
  for (let from = 0; from < mails.length; from += AT_ONCE) {
    const people = mails.slice(from, from + AT_ONCE).map(({ person }) => person)
    for (const { person_id, due_at, bundle } of await takeBack(tx, message, people))
      waiting.set(person_id, { due_at, bundle })
  }
  return ({ person }) => waiting.get(person) ?? { due_at: created_at + HOLD, bundle: id }
}

async function takeBack(
  tx: Tx,
  { thread_id, created_at }: Pick<MessageRow, 'thread_id' | 'created_at'>,
  people: number[],
): Promise<(Departure & { person_id: number })[]> {
  const places = people.map((_, index) => `$${index + 4}`).join(', ')
  return tx.all(
    `update deliveries set state = 'withdrawn', response = $1, ended_at = $2
     where thread_id = $3 and bundle is not null and state = 'queued' and person_id in (${places})
     returning person_id, due_at, bundle`,
    [WENT_WITH_LATER, created_at, thread_id, ...people],
  )
}
