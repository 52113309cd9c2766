import { readDate } from './dates.ts'
import { type HeaderLine, headerText, headerValue, headerValues } from './headers.ts'
import { readIds, readMessageId } from './ids.ts'
import { readMailboxes } from './mailboxes.ts'
import type { Mailbox, Reading } from './reading.ts'

export type Head = Pick<
  Reading,
  | 'messageId'
  | 'date'
  | 'subject'
  | 'from'
  | 'sender'
  | 'replyTo'
  | 'to'
  | 'cc'
  | 'inReplyTo'
  | 'references'
  | 'deliveredTo'
  | 'flaws'
>

const forwardedTo = [
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-forwarded-to',
]
const once = [
  'from',
  'subject',
  'date',
  'message-id',
  'to',
  'cc',
  'reply-to',
  'sender',
  'in-reply-to',
  'references',
]

/** The fields of the header that the gateway works with. RFC 5322 section 3.6. */
export function readHead(headers: HeaderLine[]): Head {
  const from = mailboxes(headers, 'from')
  return {
    messageId: readMessageId(headerValue(headers, 'message-id')),
    date: readDate(headerValue(headers, 'date')),
    subject: headerText(headers, 'subject'),
    from,
    sender: mailboxes(headers, 'sender')[0] ?? null,
    replyTo: mailboxes(headers, 'reply-to'),
    to: mailboxes(headers, 'to'),
    cc: mailboxes(headers, 'cc'),
    inReplyTo: readIds(headerValues(headers, 'in-reply-to').join(' ')),
    references: readIds(headerValues(headers, 'references').join(' ')),
    deliveredTo: deliveredTo(headers),
    flaws: headFlaws(headers, from),
  }
}

function mailboxes(headers: HeaderLine[], name: string): Mailbox[] {
  return headerValues(headers, name).flatMap(readMailboxes)
}

function deliveredTo(headers: HeaderLine[]): string[] {
  const found = forwardedTo
    .flatMap((name) => mailboxes(headers, name))
    .map((mailbox) => mailbox.address)
  return [...new Set(found.filter((address) => address !== ''))]
}

function headFlaws(headers: HeaderLine[], from: Mailbox[]): string[] {
  const flaws = once
    .filter((name) => headers.filter((line) => line.name === name).length > 1)
    .map((name) => `several-${name}-fields`)
  if (from.length === 0) flaws.push('no-from')
  if (from.length > 1) flaws.push('several-authors')
  if (headerValue(headers, 'date') !== '' && readDate(headerValue(headers, 'date')) === null)
    flaws.push('date-unreadable')
  return flaws
}
