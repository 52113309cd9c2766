import type { Mailbox, Reading } from '../reading.ts'
import { readDate } from './dates.ts'
import { type HeaderLine, headerText, headerValue, headerValues } from './headers.ts'
import { isStandIn, readIds, readMessageId } from './ids.ts'
import { showsAnotherAddress } from './look-alike.ts'
import { readAddressField } from './mailboxes.ts'

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
  const flaws = new Set<string>()
  const boxes = (name: string): Mailbox[] => mailboxes(headers, name, flaws)
  const head = {
    messageId: readMessageId(headerValue(headers, 'message-id')),
    date: readDate(headerValue(headers, 'date')),
    subject: headerText(headers, 'subject'),
    from: boxes('from'),
    sender: boxes('sender')[0] ?? null,
    replyTo: boxes('reply-to'),
    to: boxes('to'),
    cc: boxes('cc'),
    inReplyTo: readIds(headerValues(headers, 'in-reply-to').join(' ')),
    references: readIds(headerValues(headers, 'references').join(' ')),
    deliveredTo: addressesOf(forwardedTo.flatMap(boxes)),
  }
  return { ...head, flaws: [...headFlaws(headers, head), ...flaws] }
}

function mailboxes(headers: HeaderLine[], name: string, flaws: Set<string>): Mailbox[] {
  return headerValues(headers, name).flatMap((value) => {
    const read = readAddressField(value)
    if (read.tooLong) flaws.add('address-too-long')
    if (read.unclear && name === 'from') flaws.add('author-unclear')
    return read.mailboxes
  })
}

function addressesOf(boxes: Mailbox[]): string[] {
  const found = boxes.map((mailbox) => mailbox.address)
  return [...new Set(found.filter((address) => address !== ''))]
}

function headFlaws(
  headers: HeaderLine[],
  { from, date, messageId }: Pick<Head, 'from' | 'date' | 'messageId'>,
): string[] {
  const flaws = once
    .filter((name) => headerValues(headers, name).length > 1)
    .map((name) => `several-${name}-fields`)
  if (from.length === 0) flaws.push('no-from')
  if (from.length > 1) flaws.push('several-authors')
  if (from.some(showsAnotherAddress)) flaws.push('name-shows-another-address')
  if (headerValue(headers, 'date') !== '' && date === null) flaws.push('date-unreadable')
  if (messageId !== null && isStandIn(messageId)) flaws.push('id-too-long')
  return flaws
}
