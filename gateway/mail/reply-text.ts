import { isBanner, isFooterStart } from './footer-lines.ts'
import { quoteHeadAt } from './quote-heads.ts'
import { isQuoted, type QuoteHead } from './quote-lines.ts'
import type { Part, PartKind } from './reading.ts'
import {
  isDashedName,
  isExcuse,
  isListed,
  isSentFrom,
  isSentFromSomething,
  isSignatureDelimiter,
  isViaMobile,
} from './signature-lines.ts'

/** A mail longer than this of which trimming leaves less than a word is shown whole. */
const longMail = 400
/** Lines after these are shown as they are. */
const mostLines = 100_000

/**
 * Cuts a text body into the author's new words, quoted text, signature, footer and forwarded mail, in order and without
 * losing a line: the parts joined by line ends are the text. Linear in its length. In doubt a line is new.
 */
export function cutReply(text: string): Part[] {
  const lines = text.split('\n')
  const kinds = markLines(lines)
  markBlanks(lines, kinds)
  return assemble(lines, kinds)
}

/** The words to show unfolded. */
export function newTextOf(parts: Part[]): string {
  return parts
    .filter((part) => part.kind === 'new')
    .map((part) => part.text)
    .join('\n')
    .trim()
}

/** What has been marked so far, and whether new words are among it. */
type Marks = { lines: string[]; kinds: PartKind[]; hasNew: boolean }

function markLines(lines: string[]): PartKind[] {
  const marks: Marks = { lines, kinds: new Array(lines.length).fill('new'), hasNew: false }
  const last = Math.min(lines.length, mostLines)
  for (let at = 0; at < last; ) {
    const head = quoteHeadAt(lines, at)
    const next = head ? markHead(marks, head) : markPlain(marks, at)
    if (marks.kinds[at] === 'new' && lines[at]!.trim() !== '') marks.hasNew = true
    at = next
  }
  return marks.kinds
}

/**
 * Marks what a head introduces: marked lines one by one, unmarked text down to the end. An attribution above unmarked
 * text that nothing precedes is a broken client's: only the attribution is folded.
 */
function markHead(marks: Marks, head: QuoteHead): number {
  const { lines, kinds } = marks
  const quoted =
    (isQuoted(lines[head.start]!) && !head.marksNothing) ||
    (head.kind !== 'forwarded' && nextIsQuoted(lines, head.end))
  const alone = head.form === 'wrote' && !marks.hasNew
  const end = quoted || alone ? head.end : lines.length
  kinds.fill(head.kind, head.start, end)
  return end
}

function markPlain(marks: Marks, at: number): number {
  const { lines, kinds } = marks
  const line = lines[at]!
  if (isQuoted(line) || goesOnQuoting(lines, kinds, at)) kinds[at] = 'quote'
  else if (isFooter(marks, at)) return markTail(lines, kinds, at, 'footer')
  else if (isSignatureDelimiter(line) && endsSoon(lines, at))
    return markTail(lines, kinds, at, 'signature')
  else if (isSignOff(marks, at)) kinds[at] = 'signature'
  else if (isBanner(line)) kinds[at] = 'footer'
  return at + 1
}

/** A footer stands below new words; a list draws a signature delimiter above its own. */
function isFooter(marks: Marks, at: number): boolean {
  const { lines } = marks
  if (!marks.hasNew) return false
  const next = isSignatureDelimiter(lines[at]!) && lines[at + 1]?.trim() ? at + 1 : at
  return isFooterStart(lines, next)
}

/** "Sent from my phone", and what only counts as the last words of its author: "-Kim", "Sent from my boat". */
function isSignOff(marks: Marks, at: number): boolean {
  const { lines, kinds } = marks
  const line = lines[at]!
  if (isSentFrom(line) || (at > 0 && kinds[at - 1] === 'signature' && isExcuse(line))) return true
  if (!marks.hasNew || !mayBeLastWord(line) || !isLastWord(lines, at)) return false
  return isViaMobile(line) || isSentFromSomething(line) || isNameBehindDash(lines, at)
}

function mayBeLastWord(line: string): boolean {
  return line.length < 120 && (isDashedName(line) || isViaMobile(line) || isSentFromSomething(line))
}

/** A list has dashes as well: its last entry is no name. */
function isNameBehindDash(lines: string[], at: number): boolean {
  if (!isDashedName(lines[at]!)) return false
  const above = lines[at - 1] ?? ''
  if (above.trim() !== '') return !isListed(lines[at]!) && !/^\s{0,4}[-–—~]/.test(above)
  const before = lines.slice(Math.max(0, at - 4), at).findLast((line) => line.trim() !== '') ?? ''
  return !/^\s{0,4}[-–—~]|[:：]\s*$/.test(before)
}

/** Most lines that a signature below a rule drawn by hand has; a mail goes on after more. */
const longestSignature = 20

/** Two dashes without the blank of RFC 3676 may as well part two paragraphs. */
function endsSoon(lines: string[], at: number): boolean {
  if (/^-- $/.test(lines[at]!)) return true
  let words = 0
  for (let n = at + 1; n < lines.length && words <= longestSignature; n++) {
    if (isQuoted(lines[n]!)) return true
    if (lines[n]!.trim() !== '') words++
  }
  return words <= longestSignature
}

/** A bar under an attribution, or the rest of a link that the quoting client has broken. */
function goesOnQuoting(lines: string[], kinds: PartKind[], at: number): boolean {
  if (at === 0) return false
  const above = lines[at - 1]!.trim() === '' && at > 1 ? at - 2 : at - 1
  if (kinds[above] !== 'quote') return false
  if (/^\s{0,3}\|/.test(lines[at]!)) return true
  const broken = /^\s{0,3}>.{0,900}https?:/.test(lines[at - 1]!) && isQuoted(lines[at + 1] ?? '')
  return broken && /^[^\s]{0,300}[=&%/?_][^\s]{0,300}$/.test(lines[at]!)
}

/** Nothing follows but quoted text, a footer or the end. */
function isLastWord(lines: string[], at: number): boolean {
  for (let n = at + 1; n < lines.length; n++) {
    if (lines[n]!.trim() === '') continue
    return (
      isQuoted(lines[n]!) ||
      isSignatureDelimiter(lines[n]!) ||
      mayEnd(lines, n) ||
      quoteHeadAt(lines, n) !== null
    )
  }
  return true
}

function mayEnd(lines: string[], at: number): boolean {
  const line = lines[at]!
  return isFooterStart(lines, at) || isSentFrom(line) || isSentFromSomething(line) || isExcuse(line)
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
    if (lines[n]!.trim() !== '') return /^\s{0,3}[>|]/.test(lines[n]!)
  }
  return false
}

/** Blank lines go with what stands before them, at the top with what follows. */
function markBlanks(lines: string[], kinds: PartKind[]): void {
  for (let at = 1; at < lines.length; at++) if (lines[at]!.trim() === '') kinds[at] = kinds[at - 1]!
}

function assemble(lines: string[], kinds: PartKind[]): Part[] {
  const parts: Part[] = []
  let start = 0
  for (let at = 1; at <= lines.length; at++) {
    if (at < lines.length && kinds[at] === kinds[start]) continue
    parts.push({ kind: kinds[start]!, text: lines.slice(start, at).join('\n') })
    start = at
  }
  return showWhenEmpty(parts)
}

/** Where nothing new is left of a long mail, the cut was wrong: show it all. */
function showWhenEmpty(parts: Part[]): Part[] {
  const length = parts.reduce((sum, part) => sum + part.text.length, 0)
  if (length < longMail || newTextOf(parts).length > 1) return parts
  if (parts.some((part) => part.kind === 'forwarded')) return parts
  return [{ kind: 'new', text: parts.map((part) => part.text).join('\n') }]
}
