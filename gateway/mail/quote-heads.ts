import {
  forwardTitles,
  headerLabels,
  originalTitles,
  wroteStarts,
  wroteVerbs,
} from './quote-locales.ts'

/** The line or lines that introduce other people's words: from line `start` up to, not including, line `end`. */
export type QuoteHead = {
  start: number
  end: number
  kind: 'quote' | 'forwarded'
  form: 'wrote' | 'block' | 'title' | 'marker'
}

const longestProbe = 998
const latinVerb = /[a-z\u00e0-\u024f]/i
const labelKinds = new Map<string, string>()
for (const [kind, labels] of Object.entries(headerLabels))
  for (const label of labels) if (!labelKinds.has(label)) labelKinds.set(label, kind)
const originals = new Set(originalTitles)
const forwards = new Set(forwardTitles)
const starts = new Set(wroteStarts)
const verbs = new RegExp(
  `(?:${[...wroteVerbs]
    .sort((a, b) => b.length - a.length)
    .map(escapeWord)
    .join('|')})`,
  'iu',
)

/**
 * Finds where quoted or forwarded text is introduced at line `at`: our marker, a title between dashes, a copied header
 * block, or an attribution ("On ... wrote:"). Looks at most ten lines ahead. Null where nothing begins here.
 */
export function quoteHeadAt(lines: string[], at: number): QuoteHead | null {
  const line = bare(lines[at]!)
  if (line === '') return null
  if (isMarker(line)) return { start: at, end: at + 1, kind: 'quote', form: 'marker' }
  return titleAt(lines, at, line) ?? blockAt(lines, at) ?? wroteAt(lines, at)
}

/** A line without quote marks, blanks and emphasis around it, short enough for a regular expression. */
export function bare(line: string): string {
  const short = line.length > longestProbe ? line.slice(0, longestProbe) : line
  return short.replace(/^[\s>|*_\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]{0,60}/, '').trim()
}

/** "Reply above this line" in our own mails, and what other desks write. */
function isMarker(line: string): boolean {
  return (
    line.length < 200 &&
    /^[\s#=_\-–—]{0,60}(?:please )?(?:(?:reply|write|type your reply|respond|answer) (?:above|below the line above)(?: this line)?|antwort(?:en)? (?:bitte )?(?:über|oberhalb)|répondez? au-dessus)/i.test(
      line,
    )
  )
}

function titleAt(lines: string[], at: number, line: string): QuoteHead | null {
  const raw = lines[at]!.slice(0, longestProbe).replace(/^[\s>]{0,60}/, '')
  const ruled = /^[-_=*–—]{2,100}\s*([^-_=–—*].{0,80}?)\s*[-_=–—:]{0,100}\s*$/.exec(raw)
  const title = (ruled?.[1] ?? (line.endsWith(':') ? line.slice(0, -1) : ''))
    .trim()
    .toLowerCase()
    .replace(/[:：]$/, '')
    .trim()
  if (title === '') return null
  if (forwards.has(title) || title.startsWith('forwarded by '))
    return { start: at, end: blockEnd(lines, at + 1), kind: 'forwarded', form: 'title' }
  if (ruled && originals.has(title))
    return { start: at, end: blockEnd(lines, at + 1), kind: 'quote', form: 'title' }
  return null
}

/** A copied header block: a From line with at least two other fields below it; a rule above belongs to it. */
function blockAt(lines: string[], at: number): QuoteHead | null {
  const rule = /^[\s>]*[-_=*]{5,}\s*$/.test(lines[at]!.slice(0, 200))
  const first = rule ? nextFull(lines, at + 1, 2) : at
  if (first < 0) return null
  const kind = labelKind(lines[first]!)
  if (kind !== 'from' && kind !== 'date' && kind !== 'subject' && kind !== 'to') return null
  const found = new Set([kind])
  for (let n = first + 1; n < Math.min(lines.length, first + 9); n++) {
    const next = labelKind(lines[n]!)
    if (next) found.add(next)
  }
  if (!found.has('from') || found.size < 3) return null
  return { start: at, end: blockEnd(lines, first), kind: 'quote', form: 'block' }
}

/** The label kind of `From: Kim`, also `*From:* Kim`, `| From: Kim` and with full-width colons. */
export function labelKind(line: string): string | null {
  const short = bare(line)
  const colon = short.search(/[:：]/)
  if (colon < 1 || colon > 25) return null
  const label = short
    .slice(0, colon)
    .replace(/[*_\s\u00a0]+$/, '')
    .replace(/^[*_\s]+/, '')
    .toLowerCase()
  return labelKinds.get(label) ?? null
}

function nextFull(lines: string[], from: number, most: number): number {
  for (let n = from; n < Math.min(lines.length, from + most); n++)
    if (bare(lines[n]!) !== '') return n
  return -1
}

/** The line after the copied header fields that begin at or shortly after `from`. */
function blockEnd(lines: string[], from: number): number {
  const first = nextFull(lines, from, 3)
  if (first < 0 || labelKind(lines[first]!) === null) return from
  let end = first
  for (let n = first; n < Math.min(lines.length, first + 20); n++) {
    if (bare(lines[n]!) === '') {
      if (n > first + 1 || labelKind(lines[n + 1] ?? '') === null) break
    } else end = n + 1
  }
  return end
}

/** An attribution over at most five lines that ends in a colon and names a verb, an address or a date. */
function wroteAt(lines: string[], at: number): QuoteHead | null {
  const first = bare(lines[at]!)
  if (!beginsAttribution(first)) return null
  let joined = ''
  for (let n = at; n < Math.min(lines.length, at + 5); n++) {
    const next = bare(lines[n]!)
    if (next === '') return null
    joined = joined === '' ? next : `${joined} ${next}`
    if (joined.length > longestProbe) return null
    if (/[:：]\s*\*?$/.test(next) && isAttribution(joined, lines, n + 1))
      return { start: at, end: n + 1, kind: 'quote', form: 'wrote' }
  }
  return null
}

function beginsAttribution(line: string): boolean {
  if (/^[\d[(]|^[-–—]{1,6}\s?(?:on|am|le|el)\s/i.test(line)) return true
  const words = line
    .toLowerCase()
    .replace(/^[-–—\s]+/, '')
    .split(/[\s,.]+/, 3)
  if (starts.has(words[0]!) || starts.has(`${words[0]} ${words[1] ?? ''}`)) return true
  return /@|[:：]$/.test(line) || /^\p{L}[^.!?]{0,80}\d/u.test(line)
}

function isAttribution(text: string, lines: string[], next: number): boolean {
  const hasVerb = verbs.test(text)
  const hasAddress = /[^\s<>@]@[^\s<>@]/.test(text)
  const hasDate = /\d{1,4}[./年-]\s?\d{1,2}|\b\d{4}\b|\d{1,2}[:.]\d{2}/.test(text)
  if (hasVerb && (hasAddress || hasDate)) return true
  if (hasAddress && hasDate && /[>)]\s*[:：]$/.test(text)) return true
  return (hasVerb || (hasAddress && text.length < 120)) && followedByQuote(lines, next)
}

function followedByQuote(lines: string[], next: number): boolean {
  const n = nextFull(lines, next, 3)
  return n >= 0 && /^\s*>/.test(lines[n]!)
}

function escapeWord(word: string): string {
  const plain = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return latinVerb.test(word) ? `(?<!\\p{L})${plain}(?!\\p{L})` : plain
}
