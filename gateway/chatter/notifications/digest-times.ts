import { instantAt, wallAt } from '../../lib/wall-clock.ts'
import type { DigestEvery } from '../../store/tables/digests.ts'

/** When somebody wants their digest. `days`: 1 is Monday; a weekly one comes on the first of them. */
export type DigestTimes = { every: DigestEvery; hour: number; days: number[] }

/** Each working day at eight: who has chosen nothing else. */
export const USUAL_TIMES: DigestTimes = { every: 'daily', hour: 8, days: [1, 2, 3, 4, 5] }

const HOURS_BETWEEN = 4

/**
 * Pure: the first moment after this one, by the clock on the person's wall, whatever it was set to meanwhile. "Every four hours"
 * begins at their hour each day and ends with the day: nobody is mailed at night.
 */
export function nextDigest(times: DigestTimes, zone: string, after: number): number {
  const { year, month, day, weekday } = wallAt(after, zone)
  const days = times.every === 'weekly' ? [Math.min(...times.days)] : times.days
  // today, and each day until the same one of next week
  for (let ahead = 0; ahead <= 7; ahead++) {
    if (!days.includes(((weekday - 1 + ahead) % 7) + 1)) continue
    for (const hour of hoursOf(times)) {
      const at = instantAt({ year, month, day: day + ahead, hour, minute: 0 }, zone)
      if (at > after) return at
    }
  }
  throw new Error('A digest needs a day to come on.')
}

function hoursOf({ every, hour }: DigestTimes): number[] {
  if (every !== '4h') return [hour]
  return Array.from({ length: 24 }, (_, at) => at).filter(
    (at) => at >= hour && (at - hour) % HOURS_BETWEEN === 0,
  )
}
