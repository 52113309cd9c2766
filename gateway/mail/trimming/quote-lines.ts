/** The line or lines that introduce other people's words: from line `start` up to, not including, line `end`. */
export type QuoteHead = {
  start: number
  end: number
  kind: 'quote' | 'forwarded'
  form: 'wrote' | 'block' | 'title' | 'marker'
  /** Its own line begins with quote marks, the text below has none. */
  marksNothing?: true
}

/** Of a longer line only the beginning is looked at. */
export const longestProbe = 998

/** A letter or a digit first: no mark, no rule, no blank. */
export const plainStart = /^[a-z0-9\u00c0-\u024f]/i
const odd = /[\u00a0\u2007\u2009\u202f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/
const unseen = /[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g

/** The beginning of a line as it is seen: no marks of direction, every blank a blank, short enough for a regular expression. */
export function seen(line: string): string {
  const short = line.length > longestProbe ? line.slice(0, longestProbe) : line
  if (!odd.test(short)) return short
  return short.replace(unseen, '').replace(/[\u00a0\u2007\u2009\u202f]/g, ' ')
}

/** The same without quote marks, blanks and emphasis around it. */
export function bare(line: string): string {
  const short = seen(line)
  if (plainStart.test(short)) return short.trimEnd()
  return short.replace(/^[\s>|*_]{0,60}/, '').trim()
}

/** Does the line carry a quote mark? Three blanks may stand before it. */
export function isQuoted(line: string): boolean {
  return /^\s{0,3}>/.test(line)
}

/** A line of dashes, underscores, equals signs or stars. */
export function isRule(line: string): boolean {
  return /^[\s>]{0,20}[-_=*\u2010-\u2015]{3,}\s*$/.test(line.slice(0, 300))
}

/** A rule, or a title behind one: whatever was above ends here. */
export function beginsWithRule(line: string): boolean {
  return /^[\s>]{0,20}[-_=\u2010-\u2015]{3}/.test(line)
}

/** The next line with words, looked for in `most` lines; -1 where there is none. */
export function nextFull(lines: string[], from: number, most: number): number {
  for (let n = from; n < Math.min(lines.length, from + most); n++)
    if (bare(lines[n]!) !== '') return n
  return -1
}

/** A word of a table as a piece of a regular expression; Latin ones match whole words only. */
export function escapeWord(word: string): string {
  const plain = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return /[a-z\u00e0-\u024f]/i.test(word) ? `(?<!\\p{L})${plain}(?!\\p{L})` : plain
}
