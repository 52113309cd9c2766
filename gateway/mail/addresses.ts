import { createHmac, timingSafeEqual } from 'node:crypto'
import { base32 } from '../lib/ids.ts'

/**
 * The addresses that Postern gives out, read and written. A reply address is
 * `<address>+<number>.<person, base36>.<kind><key generation><MAC>`, checked without a database.
 */
export type TokenKind = 'm' | 'n' | 'b' | 'u'

export type Token = {
  address: string
  number: number
  person: number
  kind: TokenKind
  domain: string
}

/** A key with the letter that names its generation: a new key gets the other letter, so that both can be believed for a while. */
export type SigningKeys = { current: string; old?: string | undefined }

/** RFC 5321 section 4.5.3.1.1. */
export const MAX_LOCAL_PART = 64

const MAC_BYTES = 10
const TOKEN =
  /^([a-z0-9][a-z0-9._-]*?)[+-](\d{1,15})\.([0-9a-z]{1,10})\.([mnbu])([01])([a-z2-7]{16})$/
const RECORD = /^([a-z0-9][a-z0-9._-]*?)[+-](\d{1,15})$/

/**
 * Addresses are compared by their bytes with only ASCII letters folded: full case folding would take the Kelvin sign for a k.
 * RFC 5321 section 2.4 leaves the case of a local part to its host; in practice no host tells cases apart.
 */
export function addressKey(address: string): string {
  return address.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** What may stand before the @, unquoted or quoted: RFC 5321 section 4.1.2, RFC 6531 section 3.3; no blanks in either. */
const LOCAL_PART =
  /^(?:[^\s\u0000-\u001f"(),:;<>@[\\\]\u007f]+|"(?:[^\s\u0000-\u001f"\\\u007f]|\\[!-~])+")$/

/** A name in letters of any script, or an address literal: RFC 5321 section 4.1.3, RFC 6531 section 3.3. */
const DOMAIN = /^(?:[\p{L}\p{N}\p{M}._-]+|\[[0-9a-z:.]+\])$/u

/**
 * Splits at the last @; null for what is no address of the form local@domain. Dots are taken where they stand: some hosts give out
 * addresses with two in a row.
 */
export function splitAddress(address: string): { local: string; domain: string } | null {
  const key = addressKey(address)
  const at = key.lastIndexOf('@')
  const parts = { local: key.slice(0, at), domain: key.slice(at + 1) }
  const sound = at > 0 && LOCAL_PART.test(parts.local) && DOMAIN.test(parts.domain)
  return sound ? parts : null
}

/** The signed address under which one person answers one record. */
export function writeToken(token: Token, keys: SigningKeys): string {
  const local = `${token.address}+${token.number}.${token.person.toString(36)}.${token.kind}`
  const generation = generationOf(keys.current)
  return `${local}${generation}${mac(`${local}${generation}@${token.domain}`, keys.current)}@${token.domain}`
}

/**
 * Reads a signed address.
 * @returns the token; 'forged' where the form is right and the signature is not; null where it is no token at all
 */
export function readToken(address: string, keys: SigningKeys): Token | 'forged' | null {
  const parts = splitAddress(address)
  const found = parts && TOKEN.exec(parts.local)
  if (!found) return null

  const [, name, number, person, kind, generation, given] = found as unknown as [
    string,
    string,
    string,
    string,
    TokenKind,
    string,
    string,
  ]
  const signed = `${name}+${number}.${person}.${kind}${generation}@${parts.domain}`
  const believed = [keys.current, keys.old].some(
    (key) => key !== undefined && sameText(mac(signed, key), given),
  )
  if (!believed) return 'forged'
  return {
    address: name,
    number: Number(number),
    person: Number.parseInt(person, 36),
    kind,
    domain: parts.domain,
  }
}

/** `task+123@`, typed by hand: which record somebody means, nothing about who they are. */
export function readRecordAddress(
  address: string,
): { address: string; number: number; domain: string } | null {
  const parts = splitAddress(address)
  const found = parts && RECORD.exec(parts.local)
  return found ? { address: found[1]!, number: Number(found[2]), domain: parts.domain } : null
}

/** An 80-bit signature of any text, as 16 letters. */
export function mac(text: string, key: string): string {
  const signed = `${key} ${text}`
  let made = macsMade.get(signed)
  if (made === undefined) {
    made = base32(createHmac('sha256', key).update(text).digest().subarray(0, MAC_BYTES))
    if (macsMade.size >= MACS_KEPT) macsMade.clear()
    macsMade.set(signed, made)
  }
  return made
}

/** The same addresses and ids are signed with each mail of a thread; this is a fifth of the cost of writing one. */
const macsMade = new Map<string, string>()
const MACS_KEPT = 20_000

export function sameText(one: string, other: string): boolean {
  const [bytes, others] = [Buffer.from(one), Buffer.from(other)]
  return bytes.length === others.length && timingSafeEqual(bytes, others)
}

function generationOf(key: string): '0' | '1' {
  return (createHmac('sha256', key).update('generation').digest()[0]! & 1) === 0 ? '0' : '1'
}
