import { findPersonByAddress } from '../chatter/people/people.ts'
import type { Token } from '../mail/addresses.ts'
import { readJson } from '../store/rows.ts'
import type { Tx } from '../store/store.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { authorOf, isVerified } from './author.ts'
import type { Case, Desk, ReadMail } from './case.ts'
import type { Lead } from './directory.ts'

export async function openCase(tx: Tx, { site }: Desk, read: ReadMail): Promise<Case> {
  const { mailbox, certain } = authorOf(read.reading, read.mail)
  const person = await findPersonByAddress(tx, mailbox.address)
  const token = ownToken(read.leads, person)
  const trust = site.config.INTERNAL_TRUST
  const released = readJson(read.mail.trace).some((step) => step.step === 'released')
  const verified =
    released ||
    isVerified(
      { mailbox, certain, person },
      { authenticated: read.mail.authenticated, token, trust },
    )
  return { ...read, site, author: { mailbox, certain, person }, verified, at: site.clock.now() }
}

/** The signed address that names the author themselves, if the mail came to it. */
function ownToken(leads: Lead[], person: PersonRow | null): Token | null {
  const lead = leads.find((one) => one.kind === 'token' && one.token.person === person?.id)
  return lead?.kind === 'token' ? lead.token : null
}
