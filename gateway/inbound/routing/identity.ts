import { HOUR } from '../../lib/clock.ts'
import type { ReadMail } from './case.ts'

/**
 * What tells that two mails are the same one. A mail with neither Message-ID nor Date (from a device, a script) says nothing of
 * which it is: the same words in another hour are another mail.
 */
export function identityOf({ reading, mail }: Pick<ReadMail, 'reading' | 'mail'>): string {
  const says = reading.messageId !== null || reading.date !== null
  return says
    ? reading.fingerprint
    : `${reading.fingerprint} ${Math.floor(mail.received_at / HOUR)}`
}
