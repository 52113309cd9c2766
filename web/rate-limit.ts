import type { Clock } from '../gateway/lib/clock.ts'

/** Counts what somebody does inside a window of time, in this process. */
export type RateLimit = { mayPass(key: string): boolean }

const MOST_KEYS = 10_000

export function openRateLimit(clock: Clock, limit: { times: number; within: number }): RateLimit {
  const windows = new Map<string, { until: number; times: number }>()

  return {
    mayPass(key) {
      const now = clock.now()
      const known = windows.get(key)
      const open = known && known.until > now ? known : { until: now + limit.within, times: 0 }
      open.times++
      windows.delete(key)
      windows.set(key, open)
      // the longest unseen goes first, so that the memory stays bounded
      if (windows.size > MOST_KEYS) windows.delete(windows.keys().next().value!)
      return open.times <= limit.times
    },
  }
}
