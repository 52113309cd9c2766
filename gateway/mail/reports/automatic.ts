import { headerValue } from '../header/headers.ts'
import { looksOwn } from '../message-ids.ts'
import type { MailClass } from '../reading.ts'
import {
  autoSubmitted,
  hasAutoReplyHeader,
  hasAutoWords,
  hasMachineHeader,
  hasNullSender,
  isAutoPrecedence,
  isChallenge,
  isReadReceipt,
  isVacation,
  precedence,
  type Seen,
} from './automatic-signs.ts'
import { isAbuseReport, isUnsubscribing } from './complaint.ts'

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
    test: isAutoPrecedence,
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
    test: hasMachineHeader,
  },
  {
    reason: 'precedence-bulk',
    class: 'bulk',
    test: (seen) => /^(bulk|junk|list)/i.test(precedence(seen)),
  },
  // a mail server, in words that nobody knows: it speaks of a mail that it could not bring
  {
    reason: 'mailer-daemon-without-sender',
    class: 'bounce',
    test: (seen) => isFrom(seen, /^mailer-daemon@/i) && hasNullSender(seen.headers, seen.envelope),
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
    test: (seen) => isFrom(seen, /^(mailer-daemon|postmaster)@/i),
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
  // what another gateway of this kind passes on: a person may have written it, and it answers by itself
  {
    reason: 'gateway-mail',
    class: null,
    test: (seen) => headerValue(seen.headers, 'x-postern-class') !== '',
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

function isFrom(seen: Seen, address: RegExp): boolean {
  return seen.from.some((from) => address.test(from.address))
}

function complaintClue(seen: Seen): Parameters<typeof isAbuseReport>[0] {
  const { root, subject, text } = seen
  return { root, subject, text, machine: /^(?!no\b)\S/i.test(autoSubmitted(seen)) }
}

/** Colleagues write from our domain too: only an id of the form that we write ourselves is ours (see message-ids.ts). */
function isOwn(seen: Seen): boolean {
  const [local = '', domain = ''] = seen.messageId?.toLowerCase().split('@') ?? []
  return looksOwn(local) && seen.envelope.ownDomains.includes(domain)
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
