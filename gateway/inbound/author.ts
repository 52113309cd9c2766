import { isUser } from '../chatter/people/people.ts'
import type { Config } from '../lib/config.ts'
import { addressKey, splitAddress, type Token } from '../mail/addresses.ts'
import type { Mailbox, Reading } from '../mail/reading.ts'
import type { InboundRow } from '../store/tables/mailbag.ts'
import type { PersonRow } from '../store/tables/people.ts'

/** Stands for a sender whose address nobody can read; the .invalid domain never exists (RFC 2606 section 2). */
const NOBODY: Mailbox = { name: '', address: 'unknown@sender.invalid' }

/**
 * Who wrote a mail: its one From mailbox, never Reply-To. Where From names nobody or several, the envelope's sender stands in, and
 * such a mail is never verified. RFC 5322 section 3.6.2.
 */
export function authorOf(
  reading: Reading,
  mail: Pick<InboundRow, 'mail_from'>,
): { mailbox: Mailbox; certain: boolean } {
  const [only, ...others] = reading.from
  if (only && others.length === 0 && splitAddress(only.address))
    return { mailbox: only, certain: true }

  const candidates = [
    reading.sender?.address,
    mail.mail_from,
    ...reading.from.map((one) => one.address),
  ]
  const address = candidates.find((one) => one && splitAddress(one))
  return { mailbox: address ? { name: only?.name ?? '', address } : NOBODY, certain: false }
}

/**
 * Has the author shown that they are who they say? A door with proof (AUTH, the dev inbox) counts always; what else counts for a
 * user is the setting INTERNAL_TRUST.
 */
export function isVerified(
  author: { mailbox: Mailbox; certain: boolean; person: PersonRow | null },
  proof: { authenticated: string | null; token: Token | null; trust: Config['INTERNAL_TRUST'] },
): boolean {
  if (!author.certain) return false
  if (proof.authenticated && addressKey(proof.authenticated) === addressKey(author.mailbox.address))
    return true
  if (!author.person || !isUser(author.person)) return false
  if (proof.trust === 'any') return true
  return proof.trust === 'token' && proof.token?.person === author.person.id
}
