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
  const raw = lines[at]!
  if (raw.trim() === '') return null
  const line = bare(raw)
  if (line === '' && !isRule(raw)) return null
  if (isMarker(line)) return { start: at, end: at + 1, kind: 'quote', form: 'marker' }
  if (
    !hints.test(raw.length > longestProbe ? raw.slice(0, longestProbe) : raw) &&
    !beginsStrongly(line)
  )
    return null
  return titleAt(lines, at, line) ?? blockAt(lines, at) ?? wroteAt(lines, at) ?? ruledAt(lines, at)
}

/** A line with none of these, and no word of the table first, introduces nothing: most lines. */
const hints = /[\d:：@_=*–—-]/

const plainStart = /^[a-z0-9\u00c0-\u024f]/i

/** A line without quote marks, blanks and emphasis around it, short enough for a regular expression. */
export function bare(line: string): string {
  const short = line.length > longestProbe ? line.slice(0, longestProbe) : line
  if (plainStart.test(short)) return short.trimEnd()
  return short.replace(/^[\s>|*_\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]{0,60}/, '').trim()
}

/** "Reply above this line" in our own mails, and what other desks write. */
function isMarker(line: string): boolean {
  return (
    line.length < 200 &&
    /above|below|oberhalb|über|dessus|previous/i.test(line) &&
    /^[\s#=_\-–—]{0,60}(?:please )?(?:(?:reply|write|type your reply|respond|answer) (?:above|below the line above)(?: this line)?|.{0,40}antwort\w{0,3} (?:bitte )?(?:über|oberhalb)|\*?previous replies\*?$|répondez? au-dessus)/i.test(
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

const severalFields = /\s(?:date|sent|to|subject|datum|gesendet|an|betreff):/i

/** A rule of dashes, or a line that dates the message, right above any other head belongs to it. */
function ruledAt(lines: string[], at: number): QuoteHead | null {
  if (
    !isRule(lines[at]!) &&
    !/^(?:message|mensaje|nachricht|messaggio|mensagem) (?:du|del|de|vom|of)\s?:?\s*\d/i.test(
      bare(lines[at]!),
    )
  )
    return null
  const next = nextFull(lines, at + 1, 4)
  if (next < 0 || isRule(lines[next]!)) return null
  const head = quoteHeadAt(lines, next)
  return head ? { ...head, start: at } : null
}

function isRule(line: string): boolean {
  return /^[\s>]{0,20}[-_=*–—]{3,}\s*$/.test(line.slice(0, 300))
}

/** A copied header block: a From line with at least two other fields below it; a rule above belongs to it. */
function blockAt(lines: string[], at: number): QuoteHead | null {
  const rule = isRule(lines[at]!)
  const first = rule ? nextFull(lines, at + 1, 4) : at
  if (first < 0) return null
  const kind = labelKind(lines[first]!)
  if (kind !== 'from' && kind !== 'date' && kind !== 'subject' && kind !== 'to') return null
  const found = new Set([kind])
  if (rule && severalFields.test(lines[first]!.slice(0, longestProbe))) found.add('inline')
  for (let n = first + 1; n < Math.min(lines.length, first + 9); n++) {
    const next = labelKind(lines[n]!)
    if (next) found.add(next)
  }
  if (!found.has('from') || found.size < (rule ? 2 : 3)) return null
  return { start: at, end: blockEnd(lines, first), kind: 'quote', form: 'block' }
}

/** The label kind of `From: Kim`, also `*From:* Kim`, `| From: Kim` and with full-width colons. */
export function labelKind(line: string): string | null {
  if (!line.includes(':') && !line.includes('：')) return null
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

/**
 * An attribution over at most six lines: it begins with a date or a word of the table, or it is one line with an
 * address; it ends in a colon, a verb or dashes.
 */
function wroteAt(lines: string[], at: number): QuoteHead | null {
  const first = bare(lines[at]!)
  const strong = beginsStrongly(first)
  if (!strong && !beginsWeakly(first)) return null
  let joined = ''
  for (let n = at; n < Math.min(lines.length, at + (strong ? 6 : 2)); n++) {
    const next = bare(lines[n]!)
    if (next === '' && !isBrokenAddress(lines, n)) return null
    if (n > at && beginsStrongly(next) && /\d/.test(next) && !namesAuthor(joined)) return null
    joined = joined === '' ? next : `${joined} ${next}`
    if (joined.length > longestProbe) return null
    if (/^\s*>\s?\p{L}[^:]{0,30}[:：]\s*$/u.test(lines[n + 1] ?? '')) continue
    const whole = n === at || !strong || /\d/.test(first)
    if (whole && endsAttribution(next, strong) && isAttribution(joined, lines, n + 1)) {
      if (!strong && sharesLine(joined)) return null
      return { start: at, end: n + 1, kind: 'quote', form: 'wrote' }
    }
  }
  return null
}

function namesAuthor(text: string): boolean {
  return text.includes('@') && verbs.test(text)
}

/** A word of the table and something that may be a date, or a date. */
function beginsStrongly(line: string): boolean {
  const plain = line.replace(/^[-–—\s]{1,40}/, '')
  if (/^[\d[(]/.test(plain))
    return /^[[(]?\d{1,4}[-/.年]\s?\d{1,2}|^\d{1,2}[:.]\d{2}|^\d{1,2}\.? \p{L}{3}/u.test(plain)
  const words = plain.toLowerCase().split(/[\s,.]+/, 3)
  return starts.has(words[0]!) || starts.has(`${words[0]} ${words[1] ?? ''}`)
}

/** A name or an address first. */
function beginsWeakly(line: string): boolean {
  return line.includes('@') || /[:：]\*?$/.test(line) || /^\p{L}[^.!?]{0,80}\d/u.test(line)
}

/** The author's words and an attribution in one line: not to be folded. */
function sharesLine(text: string): boolean {
  return text.search(/[-–—]\s?On\s/) > 3
}

/** Some clients put the address on lines of its own: an angle bracket, `mailto:`, the rest. */
function isBrokenAddress(lines: string[], n: number): boolean {
  return /^\s*<\s*$/.test(lines[n + 1] ?? '')
}

function endsAttribution(line: string, strong: boolean): boolean {
  if (/[:：]\s*\*?$/.test(line)) return true
  if (!strong) return false
  return /(?:wrote|schrieb|écrit|escribió|skrev|schreef)\s*[-–—]{0,40}$|[^\s<>]@[^\s<>]+>\s*$|GMT[+-]\d{2}:?\d{2}\s\D{1,80}$/i.test(
    line,
  )
}

function isAttribution(text: string, lines: string[], next: number): boolean {
  const hasVerb = verbs.test(text)
  const hasAddress = /[^\s<>@]@[^\s<>@]/.test(text)
  const hasDate = /\d{1,4}[./年-]\s?\d{1,2}|\b\d{4}\b|\d{1,2}[:.]\d{2}/.test(text)
  const ends = /[:：]\s*\*?$/.test(text)
  if (hasVerb && hasDate && (hasAddress || ends || /[-–—]{2,}$/.test(text))) return true
  if (hasVerb && hasAddress && ends) return true
  if (hasAddress && hasDate && /[>)]\s*[:：]$/.test(text)) return true
  if (hasDate && /GMT[+-]\d{2}:?\d{2}/.test(text) && text.length < 200) return true
  return (hasVerb || (hasAddress && (text.length < 120 || hasDate))) && followedByQuote(lines, next)
}

function followedByQuote(lines: string[], next: number): boolean {
  const n = nextFull(lines, next, 3)
  return n >= 0 && /^\s*[>|]/.test(lines[n]!)
}

function escapeWord(word: string): string {
  const plain = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return latinVerb.test(word) ? `(?<!\\p{L})${plain}(?!\\p{L})` : plain
}
