import { bare, escapeWord, longestProbe, nextFull, type QuoteHead } from './quote-lines.ts'
import { wroteStarts, wroteVerbs } from './quote-locales.ts'

const starts = new Set(wroteStarts)
const verbs = new RegExp(
  `(?:${[...wroteVerbs]
    .sort((a, b) => b.length - a.length)
    .map(escapeWord)
    .join('|')})`,
  'iu',
)
const endsInVerb = new RegExp(`${verbs.source}\\s{0,3}[-–—]{0,40}$`, 'iu')

/**
 * An attribution over at most six lines: it begins with a date or a word of the table, or it is one line with an
 * address; it ends in a colon, a verb or dashes.
 */
export function wroteAt(lines: string[], at: number): QuoteHead | null {
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
export function beginsStrongly(line: string): boolean {
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
  return endsInVerb.test(line) || /[^\s<>]@[^\s<>]+>\s*$|GMT[+-]\d{2}:?\d{2}\s\D{1,80}$/i.test(line)
}

function isAttribution(text: string, lines: string[], next: number): boolean {
  const hasVerb = verbs.test(text)
  const hasAddress = /[^\s<>@]@[^\s<>@]/.test(text)
  const hasDate = /\d{1,4}[./年-]\s?\d{1,2}|\b\d{4}\b|\d{1,2}[:.]\d{2}/.test(text)
  const ends = /[:：]\s*\*?$/.test(text)
  if (hasVerb && hasDate && (hasAddress || ends || /[-–—]{2,}$/.test(text))) return true
  if (hasVerb && hasAddress && ends) return true
  if (hasAddress && hasDate && (/[>)]\s*[:：]$/.test(text) || isDatedAddress(text))) return true
  if (hasDate && /GMT[+-]\d{2}:?\d{2}/.test(text) && text.length < 200) return true
  return (hasVerb || (hasAddress && (text.length < 120 || hasDate))) && followedByQuote(lines, next)
}

/** In no language of the table: an address between brackets, a year, a time of day, and a colon last. */
function isDatedAddress(text: string): boolean {
  return (
    text.length < 200 &&
    /[<(]\s?[^\s<>()@]+@[^\s<>()@]+\s?[>)]/.test(text) &&
    /(?<!\d)(?:19|20)\d{2}(?!\d)/.test(text) &&
    /\d{1,2}[:.]\d{2}/.test(text) &&
    /[:：]$/.test(text)
  )
}

function followedByQuote(lines: string[], next: number): boolean {
  const n = nextFull(lines, next, 3)
  return n >= 0 && /^\s*[>|]/.test(lines[n]!)
}
