import { blockOf } from '../../chatter/aliases/blocks.ts'
import { findAuthor } from '../../chatter/people/people.ts'
import type { Tx } from '../../store/store.ts'
import type { Case, Desk, ReadMail } from '../routing/case.ts'
import { gatherEvidence } from '../routing/evidence.ts'
import { isProvedBy } from './answer.ts'
import { authorOf, isVerified } from './author.ts'
import { isReleased } from './hold.ts'

export async function openCase(tx: Tx, { site }: Desk, read: ReadMail): Promise<Case> {
  const { mailbox, certain } = authorOf(read.reading, read.mail)
  const found = await findAuthor(tx, mailbox.address)
  const author = { mailbox, certain, person: found?.person ?? null, bounces: found?.bounces ?? 0 }
  const proof = {
    authenticated: read.mail.authenticated,
    trust: site.config.INTERNAL_TRUST,
    verdict: read.proof,
    fromOurs: read.fromOurs,
  }
  const released = isReleased(read)
  const exempt = released || author.person?.kind === 'user'
  const blocked = exempt ? null : await blockOf(tx, mailbox.address)
  const shown = released || isProvedBy(read.mail, author.person)
  const verified = shown || isVerified(author, proof)
  const evidence = await gatherEvidence(tx, site, read.reading)
  return { ...read, site, author, verified, blocked, evidence, at: site.clock.now() }
}
