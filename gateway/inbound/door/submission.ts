import type { SMTPServerSession } from 'smtp-server'
import { addressesOfCredential } from '../../chatter/people/credentials.ts'
import { Refused } from '../../lib/errors.ts'
import { addressKey } from '../../mail/addresses.ts'
import { readHeadOnly } from '../../mail/read-mail.ts'
import type { Site } from '../../store/site.ts'
import { type Arrival, INLINE_SIZE } from '../mailbag/arrival.ts'
import type { SignedIn } from './smtp-auth.ts'

type Content = Pick<Arrival, 'size' | 'source' | 'file'>

/**
 * A mail as it came in by SMTP, with the address that its sender has shown to be theirs.
 * @throws Refused where somebody who has signed in writes as somebody else
 */
export async function arrivalOf(
  site: Site,
  session: SMTPServerSession,
  content: Content,
): Promise<Arrival> {
  const { envelope } = session
  const mailFrom = envelope.mailFrom ? envelope.mailFrom.address : ''
  const login: SignedIn | undefined = session.user || undefined
  return {
    door: 'smtp',
    remote: session.remoteAddress,
    mailFrom,
    recipients: envelope.rcptTo.map((recipient) => recipient.address),
    authenticated: login ? await authorShown(site, login, { mailFrom, content }) : null,
    ...content,
  }
}

/**
 * The From of a submitted mail: exactly one, and one of the person's own addresses; so the envelope's sender. RFC 6409 section 6.1.
 * Asked with each mail: meanwhile the token may have been taken back, or the person disabled.
 */
async function authorShown(
  site: Site,
  login: SignedIn,
  { mailFrom, content }: { mailFrom: string; content: Content },
): Promise<string> {
  const own = await site.store.read((reader) => addressesOfCredential(reader, login.credential))
  if (own.size === 0)
    throw new Refused('not-allowed', 'Your sign-in is no longer valid. Please sign in again.')
  const source = content.source ?? (await site.files.originalHead(content.file!, INLINE_SIZE))
  const [author, ...others] = readHeadOnly(source, '').from
  const addresses = [author?.address ?? '', ...(mailFrom === '' ? [] : [mailFrom])]
  if (others.length === 0 && addresses.every((address) => own.has(addressKey(address))))
    return author!.address

  site.log.warn('submission refused', { person: login.person, why: 'From is not their own' })
  throw new Refused(
    'not-allowed',
    `You may write only as yourself: set the sender of this mail to ${[...own].join(' or ')}.`,
  )
}
