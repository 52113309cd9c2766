/** So many values are named to somebody who has mistyped one. */
const MOST_NAMED = 10

/** The values nearest to what was typed, nearest first. */
export function nearest(typed: string, values: string[], most = MOST_NAMED): string[] {
  const wanted = typed.toLowerCase().slice(0, 60)
  return values
    .map((value) => ({ value, far: distance(wanted, value.toLowerCase().slice(0, 60)) }))
    .sort((one, other) => one.far - other.far)
    .slice(0, most)
    .map(({ value }) => value)
}

/** How many letters must be put in, taken out or changed to make one word of the other (Levenshtein). */
export function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let at = 1; at <= one.length; at++) {
    const next = [at]
    for (let on = 1; on <= other.length; on++) {
      const same = one[at - 1] === other[on - 1] ? 0 : 1
      next.push(Math.min(row[on]! + 1, next[on - 1]! + 1, row[on - 1]! + same))
    }
    row = next
  }
  return row[other.length]!
}
