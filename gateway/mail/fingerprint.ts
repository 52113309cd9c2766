import { createHash } from 'node:crypto'
import type { Reading } from './reading.ts'

/** The same for the same mail by any door: trace fields and transfer encodings do not count. */
export function fingerprintOf(mail: Omit<Reading, 'fingerprint'>): string {
  const hash = createHash('sha256')
  const from = mail.from.map((mailbox) => mailbox.address.toLowerCase()).join(',')
  const words = mail.text.replace(/\s+/g, ' ').trim()
  const files = mail.attachments.map((file) => file.sha256)
  for (const field of [mail.messageId, from, mail.date, mail.subject, words, ...files])
    hash.update(`${field ?? ''}\u0000`)
  return hash.digest('hex')
}
