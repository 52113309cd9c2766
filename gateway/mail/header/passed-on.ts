import type { Mailbox, PassedOn } from '../reading.ts'
import { type HeaderLine, headerText, headerValue, headerValues } from './headers.ts'
import { readMailboxes } from './mailboxes.ts'

type Head = { from: Mailbox[]; replyTo: Mailbox[] }

/** "Nora via Support" in the languages of Google Groups, and what Mailman and groups.io write. */
const via =
  /^['"]?(.{1,100}?)['"]?\s\(?(?:via|über|por meio de|a través de|por|tramite|през|через|przez|aracılığıyla|経由|通过|透過)\s.{1,100}$/iu
const lists = ['list-id', 'list-post', 'x-mailman-version', 'x-google-group-id', 'mailing-list']
const originals = ['x-original-from', 'x-original-sender', 'x-mailfrom', 'x-from', 'original-from']

/**
 * Tells whether a list or a forwarding server has passed the mail on, and who wrote it where the From was rewritten: lists
 * do that for senders whose domain forbids changes (DMARC). It is for the name and for answers; rights are never given on
 * it, for anybody can write these fields. Null for mail that came straight. RFC 5322 section 3.6.6, RFC 2369, RFC 2919.
 */
export function readPassedOn(headers: HeaderLine[], head: Head): PassedOn | null {
  const by = passedBy(headers)
  const author = rewrittenAuthor(headers, head)
  if (by.length === 0 && !author) return null
  return { by, author: author?.mailbox ?? null, knownBy: author?.knownBy ?? null }
}

/** The addresses that passed it on, each once, and how that is known. */
function passedBy(headers: HeaderLine[]): PassedOn['by'] {
  const found = [
    ...named(headers, 'resent-from', 'resent'),
    ...named(headers, 'x-forwarded-for', 'auto-forward', firstWord),
    ...named(headers, 'x-ms-exchange-inbox-rules-loop', 'auto-forward'),
    ...named(headers, 'x-autoforwarded-for', 'auto-forward'),
    ...named(headers, 'x-beenthere', 'list'),
    ...named(headers, 'list-post', 'list', (value) => value.replace(/[<>]|mailto:/gi, ' ').trim()),
    ...deliveredBefore(headers),
  ]
  const seen = new Set<string>()
  return found.filter(({ address }) => !seen.has(address) && seen.add(address))
}

function named(
  headers: HeaderLine[],
  name: string,
  how: PassedOn['by'][number]['how'],
  tidy = (value: string) => value,
): PassedOn['by'] {
  return headerValues(headers, name)
    .slice(0, mostFields)
    .flatMap((value) => readMailboxes(tidy(value.slice(0, 998))))
    .filter(({ address }) => address.includes('@'))
    .map(({ address }) => ({ address: address.toLowerCase(), how }))
}

const mostFields = 20

/** Gmail: "from to" in one field; the first is the mailbox that forwards. */
function firstWord(value: string): string {
  return value.trim().split(/\s+/, 1)[0] ?? ''
}

/** Every server that delivers adds a field on top: all but the first were mailboxes that sent it on. */
function deliveredBefore(headers: HeaderLine[]): PassedOn['by'] {
  const [last, ...before] = named(headers, 'delivered-to', 'auto-forward')
  return before.filter(({ address }) => address !== last?.address)
}

type Author = { mailbox: Mailbox; knownBy: NonNullable<PassedOn['knownBy']> }

function rewrittenAuthor(headers: HeaderLine[], head: Head): Author | null {
  const from = head.from[0]
  if (!from) return null
  const name = via.exec(from.name.slice(0, 300))?.[1] ?? null
  if (name === null && !isListed(headers)) return null
  return byOriginal(headers, from, name) ?? byReplyTo(head, from, name) ?? byAddress(from, name)
}

function isListed(headers: HeaderLine[]): boolean {
  return lists.some((field) => headerValue(headers, field) !== '')
}

/** Google Groups, and Mailman with its own handlers: the field as it was. */
function byOriginal(headers: HeaderLine[], from: Mailbox, name: string | null): Author | null {
  for (const field of originals) {
    const [mailbox] = readMailboxes(headerText(headers, field) ?? '')
    if (!mailbox?.address.includes('@') || sameAddress(mailbox, from)) continue
    return { mailbox: { ...mailbox, name: mailbox.name || (name ?? '') }, knownBy: 'original-from' }
  }
  return null
}

/** Mailman 2 and 3, and services that write for a person: the one to answer that is not the list itself. */
function byReplyTo(head: Head, from: Mailbox, name: string | null): Author | null {
  if (name === null) return null
  const mailbox = head.replyTo.find(
    (other) => sameName(other.name, name) || (other.name === '' && !sameDomain(other, from)),
  )
  if (!mailbox || sameAddress(mailbox, from)) return null
  return { mailbox: { ...mailbox, name: mailbox.name || name }, knownBy: 'reply-to' }
}

/** groups.io and others write the address into their own: `nora=example.test@groups.test`. */
function byAddress(from: Mailbox, name: string | null): Author | null {
  const inside = /^([^@=\s]{1,64})=([^@=\s]{1,200}\.[^@=\s.]{2,24})@/.exec(from.address)
  if (!inside || name === null) return null
  return { mailbox: { name, address: `${inside[1]}@${inside[2]}` }, knownBy: 'address' }
}

function sameAddress(one: Mailbox, other: Mailbox): boolean {
  return one.address.toLowerCase() === other.address.toLowerCase()
}

function sameDomain(one: Mailbox, other: Mailbox): boolean {
  const domain = (mailbox: Mailbox) => mailbox.address.split('@').at(-1)!.toLowerCase()
  return domain(one) === domain(other)
}

function sameName(one: string, other: string): boolean {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  return plain(one) === plain(other)
}
