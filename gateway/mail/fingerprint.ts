import { hash } from 'node:crypto'
import type { Reading } from './reading.ts'

/** The same for the same mail by any door: trace fields and transfer encodings do not count. */
export function fingerprintOf(mail: Omit<Reading, 'fingerprint'>): string {
  const from = mail.from.map((mailbox) => mailbox.address.toLowerCase()).join(',')
  const words = mail.text.replace(/\s+/g, ' ').trim()
  const files = mail.attachments.map((file) => file.sha256)
  const fields = [mail.messageId, from, mail.date, mail.subject, words, ...files]
  return hash('sha256', fields.map((field) => `${field ?? ''}\u0000`).join(''))
}
