import {
  bare,
  beginsWithRule,
  escapeWord,
  longestProbe,
  nextFull,
  type QuoteHead,
} from './quote-lines.ts'
import { wroteStarts, wroteVerbs } from './quote-locales.ts'

const starts = new Set(wroteStarts)
const startsOfTwo = new Set(wroteStarts.flatMap((start) => start.split(' ').slice(0, -1)))
const longestStart = Math.max(...wroteStarts.map((start) => start.length))
const verbs = new RegExp(
  `(?:${[...wroteVerbs]
    .sort((a, b) => b.length - a.length)
    .map(escapeWord)
    .join('|')})`,
  'iu',
)
const endsInVerb = new RegExp(`${verbs.source}\\s{0,3}[-–—]{0,40}$`, 'iu')

/** Lines of an attribution that begins with a date or a word of the table, and of one that begins with a name. */
const mostLines = 6
const mostWeakLines = 3
const longestWeak = 240

/**
 * An attribution over at most six lines: it begins with a date or a word of the table, or it names an address; it ends in
 * a colon, a verb or dashes. Clients break it where their lines end, also inside the address.
 */
export function wroteAt(lines: string[], at: number): QuoteHead | null {
  const first = bare(lines[at]!)
  const strong = beginsStrongly(first)
  if (!strong && !beginsWeakly(first)) return null
  const last = Math.min(lines.length, at + (strong ? mostLines : mostWeakLines))
  let joined = ''
  for (let n = at; n < last; n++) {
    const next = bare(lines[n]!)
    if (next === '' && !isBrokenAddress(lines, n)) return null
    if (n > at && (isAnother(next, joined) || beginsWithRule(lines[n]!))) return null
    joined = joined === '' ? next : `${joined} ${next}`
    if (joined.length > (strong ? longestProbe : longestWeak)) return null
    if (endsHere(lines, n, { joined, strong }) && isWhole(first, strong, n - at))
      return isAuthorsLine(lines, at, n) || (!strong && sharesLine(joined))
        ? null
        : { start: at, end: n + 1, kind: 'quote', form: 'wrote' }
  }
  return null
}

type Joined = { joined: string; strong: boolean }

function endsHere(lines: string[], n: number, { joined, strong }: Joined): boolean {
  if (/^\s*>\s?\p{L}[^:]{0,30}[:：]\s*$/u.test(lines[n + 1] ?? '')) return false
  return endsAttribution(bare(lines[n]!), strong) && isAttribution(joined, lines, n + 1)
}

/** A line with neither a date nor the length at which lines are broken is the author's. */
function isWhole(first: string, strong: boolean, below: number): boolean {
  return below === 0 || !strong || digit.test(first) || first.length >= fullLine
}

const fullLine = 50

/** The line begins an attribution of its own. */
function isAnother(next: string, joined: string): boolean {
  const goesOn = namesAuthor(joined) || (joined.includes('@') && joined.length >= fullLine)
  return beginsStrongly(next) && digit.test(next) && !goesOn
}

/** What stands below the first line is a whole attribution, and the first line does not lead in to it. */
function isAuthorsLine(lines: string[], at: number, last: number): boolean {
  if (at === last || wroteAt(lines, at + 1)?.end !== last + 1) return false
  return !leadsIn(bare(lines[at]!), bare(lines[at + 1]!))
}

/** A date with its time, alone or on a line that was full; an address whose verb was broken off; a name whose address was. */
function leadsIn(first: string, below: string): boolean {
  const isFull = first.length >= fullLine
  if (/[<([]\s?$/.test(first)) return true
  const isDated = date.test(first) && !year.test(below.replace(/\S{1,300}@\S{1,300}/g, ''))
  if (isDated && clock.test(first) && (beginsStrongly(first) || isFull)) return true
  if (isDated && beginsStrongly(first) && isFull) return true
  if (/^[<(]/.test(below)) return date.test(first) || isFull
  return /[<(][^\s<>()]{1,200}@[^\s<>()]{1,200}[>)]/.test(first) && !/[<(]\S{1,200}@/.test(below)
}

function namesAuthor(text: string): boolean {
  return text.includes('@') && verbs.test(text)
}

const digit = /\p{Nd}/u
const year = /(?<!\p{Nd})(?:19|20)\p{Nd}{2}(?!\p{Nd})/u
const clock = /\p{Nd}{1,2}[:.]\p{Nd}{2}/u
const date = /\p{Nd}{1,4}[./年-]\s?\p{Nd}{1,2}|(?<!\p{Nd})\p{Nd}{4}(?!\p{Nd})/u

/** A word of the table and something that may be a date, or a date. */
export function beginsStrongly(line: string): boolean {
  const plain = line.replace(/^[-–—\s]{1,40}/, '')
  if (/^[\d[(]/.test(plain))
    return /^[[(]?\d{1,4}[-/.年]\s?\d{1,2}|^\d{1,2}[:.]\d{2}|^\d{1,2}\.? \p{L}{3}/u.test(plain)
  const end = plain.search(/[\s,.]/)
  if (end < 0 || end > longestStart) return false
  const word = plain.slice(0, end).toLowerCase()
  if (starts.has(word)) return true
  if (!startsOfTwo.has(word)) return false
  const second = /^[\s,.]+([^\s,.]{0,20})/.exec(plain.slice(end))?.[1] ?? ''
  return starts.has(`${word} ${second.toLowerCase()}`)
}

/** A name or an address first. */
function beginsWeakly(line: string): boolean {
  return line.includes('@') || /[:：]\*?$/.test(line) || (line.length < 160 && date.test(line))
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
  if (isServerTalk(text)) return false
  const hasVerb = verbs.test(text)
  const hasAddress = /[^\s<>@]@[^\s<>@]/.test(text)
  const hasDate = date.test(text) || clock.test(text)
  const ends = /[:：]\s*\*?$/.test(text)
  if (hasVerb && hasDate && (hasAddress || ends || /[-–—]{2,}$/.test(text))) return true
  if (hasVerb && hasAddress && ends) return true
  if (hasAddress && hasDate && (/[>)]\s*[:：]$/.test(text) || isDatedAddress(text))) return true
  if (hasDate && /GMT[+-]\d{2}:?\d{2}/.test(text) && text.length < 200) return true
  return (hasVerb || (hasAddress && (text.length < 120 || hasDate))) && followedByQuote(lines, next)
}

/** "<nora@example.test>: host mx.example.test said:" in the report of a mail server. */
function isServerTalk(text: string): boolean {
  return /\bhost\b.{0,300}\bsaid\b|\bSMTP error\b|^\S{1,320}\s{1,4}host\b|\bfrom remote\b/i.test(
    text,
  )
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
