/** Chance that can be repeated: the same seed gives the same choices. */
export type Chance = {
  /** A number from 0 up to, not including, `below`. */
  below(below: number): number
  /** True in `percent` of a hundred cases. */
  percent(percent: number): boolean
  one<T>(of: readonly T[]): T
  /** Each of them with the chance of a half. */
  some<T>(of: readonly T[]): T[]
}

/** Mulberry32, a generator of 32 bits: good enough to wander through scenarios, and short. */
export function openChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number) => Math.floor(next() * bound)
  return {
    below,
    percent: (percent) => next() * 100 < percent,
    one: (of) => of[below(of.length)]!,
    some: (of) => of.filter(() => next() < 0.5),
  }
}
