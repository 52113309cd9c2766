import type { LineRole } from '../html/html-text.ts'
import type { Part, PartKind } from '../reading.ts'
import { isBanner } from './footer-lines.ts'
import { endsSoon, isFooter, isSignOff, type Marks } from './last-words.ts'
import { labelKind } from './quote-blocks.ts'
import { quoteHeadAt } from './quote-heads.ts'
import { isQuoted, isRule, nextFull, type QuoteHead } from './quote-lines.ts'
import { isSignatureDelimiter, pgpLinesAt } from './signature-lines.ts'

/** A mail longer than this of which trimming leaves less than a word is shown whole. */
const longMail = 400
/** A quote of more lines at the top is not what an author chose to cite. */
const longestCited = 15
/** Lines after these are shown as they are. */
const mostLines = 100_000

/**
 * Cuts a text body into the author's new words, quoted text, signature, footer and forwarded mail, in order and without
 * losing a line: the parts joined by line ends are the text. Linear in its length. In doubt a line is new.
 */
export function cutReply(text: string): Part[] {
  return partsOf(text, markText(text).kinds)
}

/** The kind of each line. `sure`: no line is shown as new that may well be quoted. */
export type MarkedText = { kinds: PartKind[]; sure: boolean }

/** Marks each line of a text; `roles` tells what containers its lines stood in, where it was made from HTML. */
export function markText(text: string, roles: Map<number, LineRole> = new Map()): MarkedText {
  const lines = text.split('\n')
  const { kinds, sure } = markLines(lines, roles)
  markBlanks(lines, kinds)
  if (!hasNewLine(lines, kinds)) return showFolded(lines, kinds, roles)
  kinds.fill('new', 0, citedAbove(lines, kinds))
  return { kinds, sure: sure && !hasDoubtfulOrder(lines, kinds, roles) }
}

/** The lines of one kind together. */
export function partsOf(text: string, kinds: PartKind[]): Part[] {
  const lines = text.split('\n')
  const parts: Part[] = []
  let start = 0
  for (let at = 1; at <= lines.length; at++) {
    if (at < lines.length && kinds[at] === kinds[start]) continue
    parts.push({ kind: kinds[start]!, text: lines.slice(start, at).join('\n') })
    start = at
  }
  return parts
}

/** The words to show unfolded. */
export function newTextOf(parts: Part[]): string {
  return parts
    .filter((part) => part.kind === 'new')
    .map((part) => part.text)
    .join('\n')
    .trim()
}

function markLines(lines: string[], roles: Map<number, LineRole>): MarkedText {
  const kinds: PartKind[] = new Array(lines.length).fill('new')
  const ownUntil = lastOwn(lines, roles)
  const marks: Marks = { lines, kinds, roles, hasNew: false, ownUntil, initials: '', sure: true }
  const last = Math.min(lines.length, mostLines)
  for (let at = 0; at < last; ) {
    const head = quoteHeadAt(lines, at)
    const next = head ? markHead(marks, head) : (markByRole(marks, at) ?? markPlain(marks, at))
    if (kinds[at] === 'new' && lines[at]!.trim() !== '') marks.hasNew = true
    at = next
  }
  return marks
}

/**
 * Marks what a head introduces: marked lines one by one, unmarked text down to the end. An attribution above unmarked
 * text that nothing precedes is a broken client's: only the attribution is folded.
 */
function markHead(marks: Marks, head: QuoteHead): number {
  const { lines, kinds } = marks
  marks.ownUntil = 0
  const quoted =
    (isQuoted(lines[head.start]!) && !head.marksNothing) ||
    (head.kind !== 'forwarded' && nextIsQuoted(lines, head.end))
  marks.initials = initialsOf(lines[head.end] ?? '') || initialsOf(lines[head.end + 1] ?? '')
  const alone = head.form === 'wrote' && !marks.hasNew
  if (alone && !quoted) marks.sure = false
  const end = quoted || alone ? head.end : lines.length
  kinds.fill(head.kind, head.start, end)
  return end
}

/**
 * Where the last quotation without a client's mark begins. That one is taken for the answered mail, as nobody ends with a
 * quotation; those above it are the author's, unless words introduce them.
 */
function lastOwn(lines: string[], roles: Map<number, LineRole>): number {
  if (roles.size === 0) return 0
  let at = lines.length - 1
  for (; at >= 0 && roles.get(at) !== 'own'; at--)
    if (isQuoted(lines[at]!) || (roles.has(at) && roles.get(at) !== 'signature'))
      return lines.length
  while (at > 0 && isQuoted(lines[at - 1]!)) at--
  return Math.max(at, 0)
}

/** What the containers of a mail program say of a line, where no words introduce a quote. Null: nothing. */
function markByRole(marks: Marks, at: number): number | null {
  const role = roleAt(marks, at)
  if (!role) return null
  if (role === 'own') return at < marks.ownUntil ? at + 1 : null
  if (role === 'head') marks.ownUntil = 0
  const end = role === 'rest' ? marks.lines.length : at + 1
  marks.kinds.fill(role === 'signature' ? 'signature' : 'quote', at, end)
  return end
}

/** A rule above the container of an answered mail belongs to it. */
function roleAt({ lines, roles }: Marks, at: number): LineRole | undefined {
  if (roles.size === 0 || roles.has(at) || !isRule(lines[at]!)) return roles.get(at)
  const below = roles.get(nextFull(lines, at + 1, 3))
  return below === 'all' || below === 'rest' ? below : undefined
}

function markPlain(marks: Marks, at: number): number {
  const { lines, kinds } = marks
  const line = lines[at]!
  const pgp = pgpLinesAt(lines, at)
  if (pgp) {
    kinds.fill(pgp.kind, at, pgp.end)
    return pgp.end
  }
  if (isQuoted(line) || goesOnQuoting(lines, kinds, at) || isOfInitials(marks, line))
    kinds[at] = 'quote'
  else if (isFooter(marks, at)) return markTail(lines, kinds, at, 'footer')
  else if (isSignatureDelimiter(line) && endsSoon(lines, at))
    return markTail(lines, kinds, at, 'signature')
  else if (isSignOff(marks, at)) kinds[at] = 'signature'
  else if (isBanner(line)) kinds[at] = 'footer'
  return at + 1
}

/** "NC> Please send one." (The Bat): once an attribution has led to them, the same initials are quotes further down. */
function isOfInitials(marks: Marks, line: string): boolean {
  return marks.initials !== '' && initialsOf(line) === marks.initials
}

function initialsOf(line: string): string {
  return /^\s{0,3}(\p{Lu}{1,3})>/u.exec(line)?.[1] ?? ''
}

/** A bar or initials (The Bat) under an attribution, or the rest of a link that the quoting client has broken. */
function goesOnQuoting(lines: string[], kinds: PartKind[], at: number): boolean {
  if (at === 0) return false
  const above = lines[at - 1]!.trim() === '' && at > 1 ? at - 2 : at - 1
  if (kinds[above] !== 'quote') return false
  if (/^\s{0,3}(?:\||\p{Lu}{1,3}>)/u.test(lines[at]!)) return true
  const broken = /^\s{0,3}>.{0,900}https?:/.test(lines[at - 1]!) && isQuoted(lines[at + 1] ?? '')
  return broken && /^[^\s]{0,300}[=&%/?_][^\s]{0,300}$/.test(lines[at]!)
}

/** A signature or footer goes on to the end or to the next quoted text. */
function markTail(lines: string[], kinds: PartKind[], at: number, kind: PartKind): number {
  let end = at + 1
  while (end < lines.length && !isQuoted(lines[end]!) && !quoteHeadAt(lines, end)) end++
  kinds.fill(kind, at, end)
  return end
}

function nextIsQuoted(lines: string[], from: number): boolean {
  for (let n = from; n < Math.min(lines.length, from + 4); n++) {
    if (lines[n]!.trim() !== '')
      return /^\s{0,3}(?:[>|]|\p{Lu}{1,3}>)/u.test(lines[n]!) && labelKind(lines[n]!) === null
  }
  return false
}

/** Blank lines go with what stands before them, at the top with what follows. */
function markBlanks(lines: string[], kinds: PartKind[]): void {
  for (let at = 1; at < lines.length; at++) if (lines[at]!.trim() === '') kinds[at] = kinds[at - 1]!
}

/** An order in an indented paragraph may as well stand in a quote that no client has marked. */
function hasDoubtfulOrder(
  lines: string[],
  kinds: PartKind[],
  roles: Map<number, LineRole>,
): boolean {
  for (const [n, role] of roles)
    if (role === 'own' && kinds[n] === 'new' && /^>{1,20} ?[/／]/.test(lines[n]!)) return true
  return false
}

/**
 * The end of a passage that the author cites above the answer: a short quote at the very top, the only one, that no client
 * has introduced. It is shown, for without it the answer says little. 0 where there is none.
 */
function citedAbove(lines: string[], kinds: PartKind[]): number {
  const end = kinds.findIndex((kind, n) => kind === 'new' && lines[n]!.trim() !== '')
  if (end <= 0 || end > longestCited || kinds.includes('quote', end)) return 0
  const above = lines.slice(0, end)
  const isCited = (line: string, n: number) =>
    line.trim() === '' || (isQuoted(line) && quoteHeadAt(lines, n) === null)
  return above.some(isQuoted) && above.every(isCited) ? end : 0
}

/** A letter alone is no word: what is left of a long mail is more. */
function hasNewLine(lines: string[], kinds: PartKind[]): boolean {
  let letters = 0
  for (let n = 0; n < lines.length && letters < 2; n++)
    if (kinds[n] === 'new') letters += lines[n]!.trim().length
  return letters >= 2
}

/**
 * Nothing new is left. A forward without words of its own is shown, for it is what there is to read; of a long mail, or of
 * one in the author's own quotation, the cut was wrong and all is shown. A short mail may be empty ("", and a quote).
 */
function showFolded(lines: string[], kinds: PartKind[], roles: Map<number, LineRole>): MarkedText {
  if (kinds.includes('forwarded'))
    return { kinds: kinds.map((kind) => (kind === 'forwarded' ? 'new' : kind)), sure: false }
  const length = lines.reduce((sum, line) => sum + line.length, 0)
  const isWrong = length >= longMail || [...roles.values()].includes('own')
  return isWrong ? { kinds: kinds.fill('new'), sure: false } : { kinds, sure: true }
}
