import { type HeaderLine, headerValue, headerValues } from '../header/headers.ts'
import { leavesOf, type MimePart } from '../parts/mime-part.ts'
import type { BounceReport, Envelope, Mailbox } from '../reading.ts'
import {
  hasAutoSubject,
  hasAutoText,
  hasChallenge,
  hasProgramTitle,
  speaksOfAbsence,
} from './automatic-words.ts'

/** What of a mail tells a program from a person. */
export type Seen = {
  headers: HeaderLine[]
  root: MimePart
  from: Mailbox[]
  messageId: string | null
  subject: string | null
  envelope: Envelope
  bounce: BounceReport | null
  text: string
}
export function reportType(seen: Seen): string {
  return seen.root.type === 'multipart/report'
    ? (seen.root.params['report-type'] ?? '').toLowerCase()
    : ''
}

export function autoSubmitted(seen: Seen): string {
  return headerValue(seen.headers, 'auto-submitted')
    .replace(/\([^()]{0,200}\)/g, '')
    .trim()
}

export function precedence(seen: Seen): string {
  return headerValue(seen.headers, 'precedence') || headerValue(seen.headers, 'x-precedence')
}

/** A program answers for somebody who is away: so says a field of the program, or its words beside another sign. */
export function isVacation(seen: Seen): boolean {
  if (/vacation|owner-email/i.test(autoSubmitted(seen))) return true
  if (
    /vacation/i.test(
      headerValue(seen.headers, 'x-mail-autoreply') + headerValue(seen.headers, 'x-apple-action'),
    )
  )
    return true
  if (isExchangeAbsence(seen)) return true
  return isAutoReply(seen) && speaksOfAbsence(seen.subject, seen.text)
}

/** Exchange answers by a rule and asks for no answer; an ordinary rule that forwards has the first field only. */
function isExchangeAbsence(seen: Seen): boolean {
  if (headerValue(seen.headers, 'x-ms-exchange-inbox-rules-loop') === '') return false
  return /all|oof|autoreply/i.test(headerValue(seen.headers, 'x-auto-response-suppress'))
}

function isAutoReply(seen: Seen): boolean {
  const replied = /^auto-replied/i.test(autoSubmitted(seen)) || hasAutoReplyHeader(seen)
  return replied || isAutoPrecedence(seen) || hasAutoWords(seen)
}

export function isAutoPrecedence(seen: Seen): boolean {
  return /auto[-_]?reply/i.test(precedence(seen))
}

/**
 * A subject is no proof by itself, unless only a program titles a mail so: the mail must also answer one, come in bulk or
 * without a sender, or say so.
 */
export function hasAutoWords(seen: Seen): boolean {
  if (hasProgramTitle(seen.subject)) return true
  if (!hasAutoSubject(seen.subject)) return false
  const answers =
    headerValue(seen.headers, 'in-reply-to') !== '' ||
    headerValue(seen.headers, 'references') !== ''
  return (
    answers ||
    precedence(seen) !== '' ||
    hasNullSender(seen.headers, seen.envelope) ||
    hasAutoText(seen.text)
  )
}

/** A report on delivery that reports no failure, or words: "confirm that you are human". */
export function isChallenge(seen: Seen): boolean {
  if (seen.bounce !== null) return false
  return reportType(seen) === 'delivery-status' || hasChallenge(seen.text)
}

/** Fields by which programs say it, each in its own spelling; one of them only asks for no answer. */
const replyHeader =
  /^(?:x-)?(?:mail-)?(?:auto[-_]?(?:reply|replied|respon(?:se|d|der)|generated)|holiday-?reply|vacation)(?:-from|-by)?$/
const replyPrograms = /auto-?(?:reply|respond|response)|vacation|replybot/i

export function hasAutoReplyHeader(seen: Seen): boolean {
  if (replyPrograms.test(headerValue(seen.headers, 'x-mailer'))) return true
  return seen.headers.some(
    ({ name, value }) =>
      replyHeader.test(name.toLowerCase()) && /^\s*(?!(?:no|false|none|0)\b)\S/i.test(value),
  )
}

/** Another program has confirmed that it was read: RFC 3798 section 3. */
export function isReadReceipt(seen: Seen): boolean {
  if (reportType(seen) === 'disposition-notification') return true
  return leavesOf(seen.root).some((leaf) => leaf.type === 'message/disposition-notification')
}

/** An empty return path says that nobody wants an answer. RFC 5321 section 4.5.5. */
export function hasNullSender(headers: HeaderLine[], envelope: Envelope): boolean {
  if (envelope.mailFrom === '') return true
  return headerValues(headers, 'return-path').some((value) => /^<\s*>$/.test(value.trim()))
}

/** Fields that only programs write: FirstClass, Amazon, cron, autoresponders of Deutsche Post and of many hosters. */
const machineHeaders: [name: string, value: RegExp][] = [
  ['x-fc-machinegenerated', /true/i],
  ['x-amazon-mail-relay-type', /notification/i],
  ['x-cron-env', /\S/],
  ['x-post-messageclass', /autoresponder/i],
  ['delivered-to', /^autoresponder\b/i],
]

export function hasMachineHeader(seen: Seen): boolean {
  return machineHeaders.some(([name, value]) => value.test(headerValue(seen.headers, name)))
}
