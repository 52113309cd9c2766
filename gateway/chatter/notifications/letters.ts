import { DAY, MINUTE } from '../../lib/clock.ts'
import { insertRows, toJson } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { deliveries, type Letter } from '../../store/tables/followers.ts'

/** What one person gets of our letters about one thread: what writes more often is a machine that answers a machine. */
const IN_TEN_MINUTES = 3
const IN_A_DAY = 10

/** Asked for at the web's limit; three a day to a colleague; twenty an hour to a user, in answer to their own commands. */
const BOUNDED_ELSEWHERE: Letter['words'][] = ['sign-in', 'question', 'receipt', 'template-test']
/** Once for each activity and day, or because a colleague asked for it. */
const OF_ACTIVITIES: Letter['words'][] = [
  'activity-assigned',
  'activities-assigned',
  'activity-due',
  'activities-overdue',
]
const UNBOUNDED = [...BOUNDED_ELSEWHERE, ...OF_ACTIVITIES]

export type LetterTo = {
  person: number
  address: string
  letter: Letter
  at: number
  /** The thread that it is about, if any. */
  thread?: number
  /** Words that it offers as a whole answer: see offers.ts. */
  offers?: string[]
}

/**
 * Puts a letter to one person into the outbox: it is no entry of a thread.
 * @returns false where it is held back, since the person has got enough of them: an alarm (`letters_held`) is due then
 */
export async function sendLetter(tx: Tx, to: LetterTo): Promise<boolean> {
  const { person, address, letter, at, thread, offers } = to
  if (!UNBOUNDED.includes(letter.words) && (await hadEnough(tx, to))) return false
  const row = {
    person_id: person,
    thread_id: thread ?? null,
    address,
    reason: 'account' as const,
    account_mail: toJson(letter),
    due_at: at,
    created_at: at,
    offers: offers ? toJson(offers) : null,
  }
  await insertRows(tx, deliveries, [row])
  return true
}

async function hadEnough(reader: Reader, { person, thread, at }: LetterTo): Promise<boolean> {
  const letters = await reader.all<{ created_at: number }>(
    `select created_at from deliveries
     where message_id is null and offers is null and reason <> 'digest' and person_id = $1 and created_at > $2 and coalesce(thread_id, 0) = $3
     order by created_at desc limit ${IN_A_DAY}`,
    [person, at - DAY, thread ?? 0],
  )
  const recent = letters.filter(({ created_at }) => created_at > at - 10 * MINUTE)
  return letters.length >= IN_A_DAY || recent.length >= IN_TEN_MINUTES
}
