import { findAuthor } from '../chatter/people/people.ts'
import type { Tx } from '../store/store.ts'
import { authorOf, isVerified } from './author.ts'
import type { Case, Desk, ReadMail } from './case.ts'
import { gatherEvidence } from './evidence.ts'
import { isReleased } from './hold.ts'

export async function openCase(tx: Tx, { site }: Desk, read: ReadMail): Promise<Case> {
  const { mailbox, certain } = authorOf(read.reading, read.mail)
  const found = await findAuthor(tx, mailbox.address)
  const author = { mailbox, certain, person: found?.person ?? null, bounces: found?.bounces ?? 0 }
  const proof = {
    authenticated: read.mail.authenticated,
    trust: site.config.INTERNAL_TRUST,
    verdict: read.proof,
  }
  const verified = isReleased(read) || isVerified(author, proof)
  const evidence = await gatherEvidence(tx, site, read.reading)
  return { ...read, site, author, verified, evidence, at: site.clock.now() }
}
