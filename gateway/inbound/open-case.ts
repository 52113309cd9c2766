import { forgiveBounces } from '../chatter/notifications/failures.ts'
import { findAuthor } from '../chatter/people/people.ts'
import { readJson } from '../store/rows.ts'
import type { Tx } from '../store/store.ts'
import { authorOf, isVerified } from './author.ts'
import type { Case, Desk, ReadMail } from './case.ts'

export async function openCase(tx: Tx, { site }: Desk, read: ReadMail): Promise<Case> {
  const { mailbox, certain } = authorOf(read.reading, read.mail)
  const found = await findAuthor(tx, mailbox.address)
  const author = { mailbox, certain, person: found?.person ?? null }
  if (found && found.bounces > 0 && read.reading.class === 'human')
    await forgiveBounces(tx, mailbox.address)
  const released = readJson(read.mail.trace).some((step) => step.step === 'released')
  const proof = {
    authenticated: read.mail.authenticated,
    trust: site.config.INTERNAL_TRUST,
  }
  const verified = released || isVerified(author, proof)
  return { ...read, site, author, verified, at: site.clock.now() }
}
