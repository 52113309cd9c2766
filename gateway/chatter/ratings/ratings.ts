import { DAY } from '../../lib/clock.ts'
import { Refused } from '../../lib/errors.ts'
import { find, insertNew, list, update } from '../../store/rows.ts'
import { claimRatings } from '../../store/sql/claim-rules.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { type RatingRow, ratings } from '../../store/tables/ratings.ts'
import type { Change, EventRow } from '../../store/tables/threads.ts'
import { addSubtype, subtypesOf } from '../followers/subtypes.ts'
import { logChange } from '../messages/post.ts'
import { findPerson } from '../people/people.ts'
import { changeRecordType } from '../records/change-type.ts'
import type { RecordType } from '../records/record-types.ts'
import { findByThread, type OpenRecord } from '../records/records.ts'
import { recordEvent } from '../threads/events.ts'

/** How well it went: asked by mail when a record closes, once per closing, and answered without a sign-in. */

/** From worst to best; `grade` counts them from 1. */
export const GRADES = ['Not good', 'Okay', 'Good'] as const
const RATED = 'rated'
const LONGEST_WORDS = 2000
/** A link in a mail that old asks about what nobody remembers. */
const ANSWERED_WITHIN = 90 * DAY

export function gradeLabel(grade: number | null): string {
  return grade === null ? '' : (GRADES[grade - 1] ?? '')
}

/** Switches the question of a record type on or off; who follows its records can hear of the answers. */
export async function setRating(
  tx: Tx,
  type: RecordType,
  { on, by, at }: { on: boolean; by: PersonRow; at: number },
): Promise<RecordType> {
  const offered = await subtypesOf(tx, type.id)
  if (on && offered.every(({ code }) => code !== RATED))
    await addSubtype(tx, {
      record_type_id: type.id,
      code: RATED,
      label: `${type.label} rated`,
      internal: 1,
      default_on: 1,
      position: 50,
    })
  return changeRecordType(tx, type, { by, at, settings: { rating: on } })
}

/** Notes that a closing is to be asked about; whether it may be, is looked at when the mail would go out. */
export async function wishRating(
  tx: Tx,
  event: EventRow,
  { kind, changes, open }: { kind: string; changes: Change[]; open: OpenRecord },
): Promise<void> {
  const { record, type, thread } = open
  if (kind !== 'field changed' || !type.settings.rating || record.customer_id === null) return
  const closing = type.stages.filter(({ closed }) => closed).map(({ label }) => label)
  const isClosing = changes.some(
    ({ field, from, to }) => field === 'stage' && closing.includes(to) && !closing.includes(from),
  )
  if (!isClosing) return
  await insertNew(tx, ratings, {
    thread_id: thread.id,
    record_type_id: type.id,
    person_id: record.customer_id,
    closing: event.id,
    asked_at: event.at,
  })
}

/** The questions that wait; they stay locked until the transaction ends, and are settled in it. */
export async function waitingRatings(tx: Tx): Promise<RatingRow[]> {
  return claimRatings(tx, 50)
}

export async function settleRating(
  tx: Tx,
  { id }: RatingRow,
  end: { why: string | null; at: number },
): Promise<void> {
  const state = end.why === null ? 'asked' : 'not asked'
  await update(tx, ratings, { id }, { state, why: end.why, asked_at: end.at })
}

export type Standing = 'open' | 'answered' | 'too old'

export type OpenRating = { rating: RatingRow; open: OpenRecord; standing: Standing }

/** @throws Refused where there is no such question */
export async function readRating(reader: Reader, id: number, now: number): Promise<OpenRating> {
  const rating = await find(reader, ratings, { id, state: 'asked' })
  const open = rating && (await findByThread(reader, rating.thread_id))
  if (!open) throw new Refused('not-found', 'There is no such question any more.')
  if (rating.answered_at !== null) return { rating, open, standing: 'answered' }
  return { rating, open, standing: rating.asked_at + ANSWERED_WITHIN < now ? 'too old' : 'open' }
}

/** Keeps an answer, once, and logs it as a change of the record. @throws Refused where it is answered, or too old */
export async function answerRating(
  tx: Tx,
  id: number,
  { grade, words, at }: { grade: number; words: string; at: number },
): Promise<OpenRating> {
  const { rating, open, standing } = await readRating(tx, id, at)
  if (standing === 'too old') throw new Refused('bad-input', 'This question is too old.')
  const said = words
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, LONGEST_WORDS)
  const [answered] = await update(
    tx,
    ratings,
    { id, answered_at: null },
    { grade, words: said, answered_at: at },
  )
  if (!answered) throw new Refused('already-there', 'You have answered already. Thank you.')
  const author = (await findPerson(tx, rating.person_id))!
  const changes = [
    { field: 'rating', label: 'Rating', from: '', to: gradeLabel(grade) },
    ...(said === ''
      ? []
      : [{ field: 'rating-words', label: 'In their words', from: '', to: said }]),
  ]
  await recordEvent(tx, {
    kind: 'record rated',
    thread: open.thread.id,
    person: author.id,
    details: { grade },
    at,
  })
  await logChange(tx, open.thread, { author, changes, subtype: RATED, at })
  return { rating: answered, open, standing: 'answered' }
}

/** Newest first. */
export async function ratingsOf(reader: Reader, thread: number): Promise<RatingRow[]> {
  return list(reader, ratings, { where: { thread_id: thread }, order: 'id desc', limit: 10 })
}
