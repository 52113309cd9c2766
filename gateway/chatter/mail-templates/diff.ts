/** What differs between two texts, line by line: `=` both have it, `-` only the first, `+` only the second. */
export type DiffLine = { sign: '=' | '-' | '+'; text: string }

/** Beyond so many lines each, the texts are told as wholly different: the table of all pairs would be too large. */
const MOST_LINES = 2000

export function diffOf(one: string, other: string): DiffLine[] {
  const [before, after] = [one.split('\n'), other.split('\n')]
  const line = (sign: DiffLine['sign']) => (text: string) => ({ sign, text })
  if (before.length > MOST_LINES || after.length > MOST_LINES)
    return [...before.map(line('-')), ...after.map(line('+'))]
  const common = commonLengths(before, after)
  const lines: DiffLine[] = []
  let [at, to] = [0, 0]
  while (at < before.length || to < after.length) {
    if (at < before.length && before[at] === after[to]) {
      lines.push(line('=')(before[at++]!))
      to++
    } else if (
      to >= after.length ||
      (at < before.length && common[at + 1]![to]! >= common[at]![to + 1]!)
    )
      lines.push(line('-')(before[at++]!))
    else lines.push(line('+')(after[to++]!))
  }
  return lines
}

/** For each pair of places, how many lines the rests have in common, in order. */
function commonLengths(before: string[], after: string[]): Uint16Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  for (let at = before.length - 1; at >= 0; at--)
    for (let to = after.length - 1; to >= 0; to--)
      lengths[at]![to] =
        before[at] === after[to]
          ? lengths[at + 1]![to + 1]! + 1
          : Math.max(lengths[at + 1]![to]!, lengths[at]![to + 1]!)
  return lengths
}
