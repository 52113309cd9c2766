import { type Json, table } from '../rows.ts'
import type { Way } from './people.ts'

/** When somebody gets what they hear of in one mail: every four hours of the day, each day, or each week, at their hour. */
export type DigestEvery = '4h' | 'daily' | 'weekly'

/** What a click on "stop" has changed, so that it can be taken back: the general choice, and the threads chosen for the digest. */
export type Stopped = { notify: Way | null; threads: number[] }

export type DigestRow = {
  person_id: number
  every: DigestEvery
  /** The hour of their own clock; of "every four hours" the first of a day. */
  hour: number
  /** The days on which one comes: 1 is Monday, 7 is Sunday. */
  days: Json<number[]>
  due_at: number
  stopped: Json<Stopped> | null
  stopped_at: number | null
}

export const digests = table<DigestRow>('digests')
