import { hasAutoSubject, hasAutoText, speaksOfAbsence } from './automatic-words.ts'
import { isAbuseReport, isUnsubscribing } from './complaint.ts'
import { type HeaderLine, headerValue, headerValues } from './headers.ts'
import { looksOwn } from './message-ids.ts'
import type { MimePart } from './mime-part.ts'
import type { BounceReport, Envelope, Mailbox, MailClass } from './reading.ts'

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
export type Classified = { class: MailClass; reasons: string[]; mayAnswer: boolean }

/**
 * Says whether a robot, a list or a person wrote this mail, by which signs, and whether a robot of ours may answer it.
 * RFC 3834 sections 2 and 5 (Auto-Submitted), RFC 5321 section 4.5.5 (null sender), RFC 2919 (List-Id), RFC 3464,
 * RFC 3798, RFC 5965 (reports).
 */
export function classify(seen: Seen): Classified {
  const reasons = signals.filter((signal) => signal.test(seen))
  const strongest = reasons.find((signal) => signal.class !== null)
  return {
    class: strongest?.class ?? 'human',
    reasons: reasons.map((signal) => signal.reason),
    mayAnswer: reasons.length === 0,
  }
}

type Signal = { reason: string; class: MailClass | null; test: (seen: Seen) => boolean }

/** In the order of their weight. A signal without a class forbids an answer and says nothing of the writer. */
const signals: Signal[] = [
  { reason: 'own-message-id', class: 'own', test: isOwn },
  {
    reason: 'feedback-report',
    class: 'complaint',
    test: (seen) => isAbuseReport(complaintClue(seen)),
  },
  {
    reason: 'unsubscribing',
    class: 'complaint',
    test: (seen) => isUnsubscribing(complaintClue(seen)),
  },
  {
    reason: 'disposition-notification',
    class: 'receipt',
    test: isReadReceipt,
  },
  { reason: 'delivery-report', class: 'receipt', test: isSuccessReport },
  { reason: 'delay-report', class: 'delay', test: isDelayReport },
  { reason: 'bounce-report', class: 'bounce', test: isFailureReport },
  { reason: 'vacation', class: 'out-of-office', test: isVacation },
  {
    reason: 'auto-submitted-replied',
    class: 'auto-reply',
    test: (seen) => /^auto-replied/i.test(autoSubmitted(seen)),
  },
  { reason: 'autoreply-header', class: 'auto-reply', test: hasAutoReplyHeader },
  {
    reason: 'precedence-auto-reply',
    class: 'auto-reply',
    test: (seen) => /auto_reply/i.test(precedence(seen)),
  },
  { reason: 'auto-reply-words', class: 'auto-reply', test: hasAutoWords },
  { reason: 'challenge', class: 'auto-reply', test: isChallenge },
  {
    reason: 'list-header',
    class: 'list',
    test: (seen) => headerValue(seen.headers, 'list-id') !== '',
  },
  {
    reason: 'auto-submitted',
    class: 'generated',
    test: (seen) => /^(?!no\b)\S/i.test(autoSubmitted(seen)),
  },
  {
    reason: 'machine-header',
    class: 'generated',
    test: (seen) =>
      machineHeaders.some(([name, value]) => value.test(headerValue(seen.headers, name))),
  },
  {
    reason: 'precedence-bulk',
    class: 'bulk',
    test: (seen) => /^(bulk|junk|list)/i.test(precedence(seen)),
  },
  {
    reason: 'inbox-rule',
    class: null,
    test: (seen) => headerValue(seen.headers, 'x-ms-exchange-inbox-rules-loop') !== '',
  },
  {
    reason: 'null-sender',
    class: null,
    test: (seen) => hasNullSender(seen.headers, seen.envelope),
  },
  {
    reason: 'mailer-daemon',
    class: null,
    test: (seen) => seen.from.some((from) => /^(mailer-daemon|postmaster)@/i.test(from.address)),
  },
  {
    reason: 'no-reply-address',
    class: null,
    test: (seen) =>
      seen.from.some((from) =>
        /^(no-?_?reply|do-?not-?_?reply|noreply[-+_].*)@/i.test(from.address),
      ),
  },
  {
    reason: 'auto-response-suppressed',
    class: null,
    test: (seen) =>
      /all|oof|autoreply/i.test(headerValue(seen.headers, 'x-auto-response-suppress')),
  },
  {
    reason: 'loop-header',
    class: null,
    test: (seen) => headerValue(seen.headers, 'x-loop') !== '',
  },
  {
    reason: 'unsubscribe-header',
    class: null,
    test: (seen) => headerValue(seen.headers, 'list-unsubscribe') !== '',
  },
]

function complaintClue(seen: Seen): Parameters<typeof isAbuseReport>[0] {
  const { root, subject, text } = seen
  return { root, subject, text, machine: /^(?!no\b)\S/i.test(autoSubmitted(seen)) }
}

/** Fields that only programs write: FirstClass, Amazon, cron, autoresponders of Deutsche Post and of many hosters. */
const machineHeaders: [name: string, value: RegExp][] = [
  ['x-fc-machinegenerated', /true/i],
  ['x-amazon-mail-relay-type', /notification/i],
  ['x-cron-env', /\S/],
  ['x-post-messageclass', /autoresponder/i],
  ['delivered-to', /^autoresponder\b/i],
]

/** Colleagues write from our domain too: only an id of the form that we write ourselves is ours (see message-ids.ts). */
function isOwn(seen: Seen): boolean {
  const [local = '', domain = ''] = seen.messageId?.toLowerCase().split('@') ?? []
  return looksOwn(local) && seen.envelope.ownDomains.includes(domain)
}

function isReadReceipt(seen: Seen): boolean {
  return reportType(seen) === 'disposition-notification'
}

function isDelayReport(seen: Seen): boolean {
  const recipients = seen.bounce?.recipients ?? []
  return recipients.length > 0 && recipients.every((recipient) => recipient.action === 'delayed')
}

function isFailureReport(seen: Seen): boolean {
  return seen.bounce !== null && !isReadReceipt(seen) && !isSuccessReport(seen)
}

/** Delivered, relayed or expanded: RFC 3464 section 2.3.3. */
function isSuccessReport(seen: Seen): boolean {
  const recipients = seen.bounce?.recipients ?? []
  return (
    recipients.length > 0 &&
    recipients.every((recipient) => /^(?:delivered|relayed|expanded)$/.test(recipient.action))
  )
}

function reportType(seen: Seen): string {
  return seen.root.type === 'multipart/report'
    ? (seen.root.params['report-type'] ?? '').toLowerCase()
    : ''
}

function autoSubmitted(seen: Seen): string {
  return headerValue(seen.headers, 'auto-submitted').trim()
}

function precedence(seen: Seen): string {
  return headerValue(seen.headers, 'precedence') || headerValue(seen.headers, 'x-precedence')
}

/** A program answers for somebody who is away: so says a field of the program, or its words beside another sign. */
function isVacation(seen: Seen): boolean {
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
  return replied || /auto_reply/i.test(precedence(seen)) || hasAutoWords(seen)
}

/** A subject is no proof by itself: the mail must also answer one, come in bulk or without a sender, or say so. */
function hasAutoWords(seen: Seen): boolean {
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

/** A report on delivery that reports no failure: "confirm that you are human". */
function isChallenge(seen: Seen): boolean {
  return seen.bounce === null && reportType(seen) === 'delivery-status'
}

const replyHeaders = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-autoresponse',
  'x-mail-autoreply',
  'x-autoreply-from',
  'x-autogenerated',
  'x-auto-reply',
]

function hasAutoReplyHeader(seen: Seen): boolean {
  return replyHeaders.some((name) => /^(?!no\b|false\b)\S/i.test(headerValue(seen.headers, name)))
}

/** An empty return path says that nobody wants an answer. RFC 5321 section 4.5.5. */
export function hasNullSender(headers: HeaderLine[], envelope: Envelope): boolean {
  if (envelope.mailFrom === '') return true
  return headerValues(headers, 'return-path').some((value) => /^<\s*>$/.test(value.trim()))
}
