import type { LineRole } from '../html/html-text.ts'
import type { PartKind } from '../reading.ts'
import { isFooterStart } from './footer-lines.ts'
import { quoteHeadAt } from './quote-heads.ts'
import { isQuoted } from './quote-lines.ts'
import {
  isDashedName,
  isExcuse,
  isListed,
  isSentFrom,
  isSentFromSomething,
  isSignatureDelimiter,
  isViaMobile,
} from './signature-lines.ts'

/**
 * What has been marked so far, and whether new words are among it. Quotations above line
 * `ownUntil` that no client has marked may be the author's own.
 */
export type Marks = {
  lines: string[]
  kinds: PartKind[]
  roles: Map<number, LineRole>
  hasNew: boolean
  ownUntil: number
  /** The initials before quoted lines, as The Bat writes them; '' for none. */
  initials: string
  /** No line is taken for new that may well be quoted. */
  sure: boolean
}

/** A footer stands below new words; a list draws a signature delimiter above its own. */
export function isFooter(marks: Marks, at: number): boolean {
  const { lines } = marks
  if (!marks.hasNew) return false
  const next = isSignatureDelimiter(lines[at]!) && lines[at + 1]?.trim() ? at + 1 : at
  return isFooterStart(lines, next)
}

/** "Sent from my phone", and what only counts as the last words of its author: "-Kim", "Sent from my boat". */
export function isSignOff(marks: Marks, at: number): boolean {
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
export function endsSoon(lines: string[], at: number): boolean {
  if (/^-- $/.test(lines[at]!)) return true
  let words = 0
  for (let n = at + 1; n < lines.length && words <= longestSignature; n++) {
    if (isQuoted(lines[n]!)) return true
    if (lines[n]!.trim() !== '') words++
  }
  return words <= longestSignature
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
