import { table } from '../rows.ts'

/** A question how well it went, asked once per closing. */
export type RatingRow = {
  id: number
  thread_id: number
  record_type_id: number
  person_id: number
  /** The event by which the record was closed. */
  closing: number
  state: 'due' | 'asked' | 'not asked'
  /** Why it was not asked. */
  why: string | null
  asked_at: number
  /** 1 not good, 2 okay, 3 good; null: not answered. */
  grade: number | null
  words: string
  answered_at: number | null
}

export const ratings = table<RatingRow>('ratings')
