import { createHash, randomBytes } from 'node:crypto'

/** RFC 4648 section 6, in lower case and without padding: survives systems that fold the case of a local part. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** A new id for an inbound mail: 9 characters of time, so that ids sort by age, and 60 random bits. */
export function timeOrderedId(now: number): string {
  return now.toString(36).padStart(9, '0') + base32(randomBytes(8)).slice(0, 12)
}

/** A secret that fits in a link: 160 random bits. */
export function randomToken(): string {
  return base32(randomBytes(20))
}

/** Secrets are stored as this, never as themselves. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    for (; bits >= 5; bits -= 5) text += BASE32[(held >> (bits - 5)) & 31]
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text
}
