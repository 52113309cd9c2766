import { isUser } from '../../chatter/people/people.ts'
import type { Config } from '../../lib/config.ts'
import { addressKey, splitAddress } from '../../mail/addresses.ts'
import { honestName } from '../../mail/header/look-alike.ts'
import type { Verdict } from '../../mail/proof/verdict.ts'
import type { Mailbox, Reading } from '../../mail/reading.ts'
import type { InboundRow } from '../../store/tables/mailbag.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Case } from '../routing/case.ts'
import type { Destination } from '../routing/destination.ts'

/** Stands for a sender whose address nobody can read; the .invalid domain never exists (RFC 2606 section 2). */
export const NOBODY: Mailbox = { name: '', address: 'unknown@sender.invalid' }

/** From names one mailbox, and another reader may see another one all the same. */
const UNCLEAR = ['several-from-fields', 'author-unclear']

/**
 * Who wrote a mail: its one From mailbox, never Reply-To. Where From names nobody or several, the envelope's sender stands in, and
 * such a mail is never verified. RFC 5322 section 3.6.2.
 */
export function authorOf(
  reading: Reading,
  mail: Pick<InboundRow, 'mail_from'>,
): { mailbox: Mailbox; certain: boolean } {
  const [only, ...others] = reading.from
  const unclear = reading.flaws.some((flaw) => UNCLEAR.includes(flaw))
  if (only && others.length === 0 && splitAddress(only.address))
    return { mailbox: { ...only, name: nameOf(only, reading) }, certain: !unclear }

  const candidates = [
    reading.sender?.address,
    mail.mail_from,
    ...reading.from.map((one) => one.address),
  ]
  const address = candidates.find((one) => one && splitAddress(one))
  const name = only ? honestName(only) : ''
  return { mailbox: address ? { name, address } : NOBODY, certain: false }
}

/** Whom a list has put in the From of: its word, so it is named as well, and the person gains nothing by it. */
function nameOf(from: Mailbox, { passedOn }: Reading): string {
  const writer = passedOn?.author
  return writer ? `${honestName(writer) || writer.address} via ${from.address}` : honestName(from)
}

/**
 * Has the author shown that they are who they say, wherever the mail goes? A door with proof (AUTH, the dev inbox) counts always, their
 * domain's word for outsiders too, and for users with INTERNAL_TRUST=verified; in a closed network (INTERNAL_TRUST=any) a user's From
 * does. Nobody is one of our own addresses, whatever the domain says.
 */
export function isVerified(
  author: { mailbox: Mailbox; certain: boolean; person: PersonRow | null },
  proof: {
    authenticated: string | null
    trust: Config['INTERNAL_TRUST']
    verdict: Verdict | null
    fromOurs: boolean
  },
): boolean {
  if (!author.certain) return false
  if (proof.authenticated && addressKey(proof.authenticated) === addressKey(author.mailbox.address))
    return true
  const aligned = proof.verdict?.aligned === true
  if (author.person?.kind !== 'user') return aligned && !proof.fromOurs
  if (!isUser(author.person)) return false
  return proof.trust === 'any' || (proof.trust === 'verified' && aligned)
}

/**
 * With INTERNAL_TRUST=token the signed address that came to one person shows who writes: for this person, in the thread it names,
 * and as an answer. A bounce or leaving address shows nothing, since others see those.
 */
export function isProvedHere(
  { author, site }: Pick<Case, 'author' | 'site'>,
  destination: Destination,
): boolean {
  return (
    site.config.INTERNAL_TRUST === 'token' &&
    author.certain &&
    destination.kind === 'thread' &&
    destination.rung === 'token' &&
    destination.token?.person === author.person?.id
  )
}
