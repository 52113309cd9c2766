import { domainToUnicode } from 'node:url'
import type { Mailbox } from '../reading.ts'
import { cleanText } from './headers.ts'
import { type Draft, scanMailboxes } from './mailbox-scan.ts'
import { decodeWords } from './words.ts'

const mostMailboxes = 10_000
const longestField = 256 * 1024
/** No name or address is longer; what is costs no more to read than this. */
const longestPiece = 2000
/** In octets: 64 of a local part, an @ and 255 of a domain (RFC 5321 section 4.5.3.1). */
const longestAddress = 320
const longestWords = 80

/**
 * Reads the mailboxes of an address field: groups are opened, a comment is the name where there is no other. What is no
 * address keeps its words as the name. RFC 5322 section 3.4, RFC 6532 for Unicode.
 */
export function readMailboxes(field: string): Mailbox[] {
  return readAddressField(field).mailboxes
}

/**
 * The same, and what is odd about it. `tooLong`: an address was too long to be one, and is kept as a name. `unclear`: another address
 * follows one in angle brackets, with nothing between; some readers take the last.
 */
export function readAddressField(field: string): {
  mailboxes: Mailbox[]
  tooLong: boolean
  unclear: boolean
} {
  const found: Mailbox[] = []
  let tooLong = false
  let unclear = false
  for (const draft of scanMailboxes(field.slice(0, longestField))) {
    if (found.length >= mostMailboxes) break
    const mailbox = finish(shortened(draft))
    if (!mailbox) continue
    joinName(found, mailbox)
    const usable = Buffer.byteLength(mailbox.address) <= longestAddress
    found.push(usable ? mailbox : withoutAddress(mailbox))
    tooLong ||= !usable
    unclear ||= draft.rival
  }
  return { mailboxes: found, tooLong, unclear }
}

/** `Vendor, Vic <vic@vendor.test>`, whose writer forgot the quotes, is one mailbox: a name alone is nobody. */
function joinName(found: Mailbox[], next: Mailbox): void {
  const last = found.at(-1)
  const isHalf = last?.address === '' && !last.name.includes('@') && last.name.length < 60
  if (!last || !isHalf || next.address === '' || next.name === '') return
  found.pop()
  next.name = `${last.name}, ${next.name}`.replace(/^'([^']*)'/, '$1')
}

function withoutAddress({ name, address }: Mailbox): Mailbox {
  return { name: name || `${address.slice(0, longestWords)}…`, address: '' }
}

function shortened(draft: Draft): Draft {
  return {
    phrase: draft.phrase.slice(0, longestPiece),
    angle: draft.angle === null ? null : draft.angle.slice(0, longestPiece),
    after: draft.after.slice(0, longestPiece),
    comment: draft.comment.slice(0, longestPiece),
    rival: draft.rival,
  }
}

function finish(draft: Draft): Mailbox | null {
  const phrase = nameOf(draft.phrase)
  if (draft.angle !== null) {
    const name = phrase || nameOf(draft.comment) || nameOf(draft.after.replaceAll('>', ''))
    return { name, address: cleanAddress(draft.angle) }
  }
  if (draft.phrase.includes('@')) return bareAddress(draft)
  if (isAddress(draft.comment)) return { name: phrase, address: cleanAddress(draft.comment) }
  return phrase === '' ? null : { name: phrase, address: '' }
}

function isAddress(text: string): boolean {
  return /^\s{0,9}[^\s@]{1,200}@[^\s@]{1,255}\s{0,9}$/.test(text)
}

/** `kim@example.com (Kim)`, or words with an address among them. */
function bareAddress(draft: Draft): Mailbox {
  const words = decodeWords(draft.phrase).trim().split(/\s+/)
  if (
    words.length === 1 ||
    draft.phrase.includes('"@') ||
    words.every((word) => /^[.@]|[.@]$/.test(word))
  ) {
    return { name: nameOf(draft.comment), address: cleanAddress(draft.phrase) }
  }
  const address = words.find((word) => /^[^\s@]+@[^\s@]+$/.test(word))
  if (!address) return { name: nameOf(draft.comment), address: cleanAddress(draft.phrase) }
  const rest = words.filter((word) => word !== address).join(' ')
  return { name: nameOf(rest) || nameOf(draft.comment), address: cleanAddress(address) }
}

function nameOf(raw: string): string {
  const plain = raw.includes('"')
    ? raw.replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) => withoutEscapes(inner))
    : raw
  const text = cleanText(
    decodeWords(decodeWords(plain).includes('=?') ? decodeWords(plain) : plain),
  )
  return text
    .replace(/\s+/g, ' ')
    .replace(/<[^<>]{0,320}$|<>/g, '')
    .replace(/^'(.*)'$/, '$1')
    .replace(/^\\"|\\"$/g, '')
    .trim()
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(.)/g, '$1')
}

function cleanAddress(raw: string): string {
  const plain = withoutComments(cleanText(decodeWords(raw)))
    .replace(/^\s*mailto:/i, '')
    .replace(/^\s*@[^:]*:/, '')
    .replace(/^\s*\[([^[\]]*@[^[\]]*)\]\s*$/, '$1')
    .trim()
  const bare = /^(["']).*\1$/.test(plain) ? plain.slice(1, -1) : plain
  const joined = bare.includes('"') ? bare.replace(/>+$/, '') : bare.replace(/[\s<>]+/g, '')
  return unicodeDomain(joined.replace(/\.+$/, ''))
}

function withoutComments(text: string): string {
  return text.includes('(') ? text.replace(/\([^()]{0,200}\)/g, '') : text
}

/** A domain in its Unicode form, as people read it. RFC 5891 section 5. */
function unicodeDomain(address: string): string {
  const at = address.lastIndexOf('@')
  if (at < 0 || !/@.*xn--/i.test(address)) return address
  const domain = address.slice(at + 1)
  return `${address.slice(0, at)}@${domainToUnicode(domain) || domain}`
}
