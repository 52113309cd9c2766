import { splitAddress } from '../../mail/addresses.ts'

/** Two slips in a long name, one in a short one: else every short name would resemble another. */
const SHORT = 5
const LONGEST = 64

/**
 * Pure: which of these addresses somebody meant who wrote one that is none: the nearest name of the same domain, or the very name in
 * another one; null where none is near, or two are equally near.
 */
export function nearestAddress(written: string, known: string[]): string | null {
  const wanted = splitAddress(written)
  if (!wanted || wanted.local.length > LONGEST) return null
  const most = wanted.local.length <= SHORT ? 1 : 2
  const near = known
    .map((address) => ({ address, slips: slipsTo(wanted, splitAddress(address)) }))
    .filter(({ slips }) => slips <= most)
    .sort((one, other) => one.slips - other.slips)
  const [first, second] = near
  return first && first.slips !== second?.slips ? first.address : null
}

type Parts = { local: string; domain: string }

function slipsTo(wanted: Parts, one: Parts | null): number {
  if (!one) return Number.POSITIVE_INFINITY
  if (one.domain === wanted.domain) return slips(wanted.local, one.local)
  return one.local === wanted.local ? 1 : Number.POSITIVE_INFINITY
}

/** Letters too many, too few, wrong, or in the wrong order (optimal string alignment). */
function slips(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const now = [row]
    for (let column = 1; column <= other.length; column++) {
      const differs = one[row - 1] === other[column - 1] ? 0 : 1
      const swapped =
        row > 1 &&
        column > 1 &&
        one[row - 1] === other[column - 2] &&
        one[row - 2] === other[column - 1]
      now[column] = Math.min(
        now[column - 1]! + 1,
        last[column]! + 1,
        last[column - 1]! + differs,
        swapped ? beforeLast[column - 2]! + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = now
  }
  return last[other.length]!
}
