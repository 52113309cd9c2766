import type { Clock } from './clock.ts'

/**
 * Counts what somebody does, in this process's memory: so a door can ask with each command and no statement is spent on it. Several
 * processes count each for themselves; a limit is then as many times as large.
 */
export type Meter = {
  /** Counts one more. @returns false where there is no room for it; then it is not counted */
  take(key: string): boolean
}

/** `most` fit in, and one is forgotten after each `every` milliseconds: bursts pass, a stream is slowed to that pace. */
export type MeterSettings = { most: number; every: number }

const MOST_KEYS = 10_000

export function openMeter(clock: Clock, { most, every }: MeterSettings): Meter {
  const levels = new Map<string, { level: number; at: number }>()
  return {
    take(key) {
      const now = clock.now()
      const known = levels.get(key) ?? { level: 0, at: now }
      const forgotten = Math.max(0, now - known.at) / every
      const level = Math.max(0, known.level - forgotten)
      const fits = level + 1 <= most
      levels.delete(key)
      levels.set(key, { level: fits ? level + 1 : level, at: now })
      // the longest unseen goes first, so that the memory stays bounded
      if (levels.size > MOST_KEYS) levels.delete(levels.keys().next().value!)
      return fits
    },
  }
}
