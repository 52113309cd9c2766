import { readFile } from 'node:fs/promises'
import { findPersonByAddress } from '../chatter/people/people.ts'
import { referenceOf } from '../chatter/records/records.ts'
import { authorOf } from '../inbound/admission/author.ts'
import type { Destination } from '../inbound/routing/destination.ts'
import { openDirectory } from '../inbound/routing/directory.ts'
import { gatherEvidence } from '../inbound/routing/evidence.ts'
import { leadsOf, route } from '../inbound/routing/route.ts'
import { readMail } from '../mail/read-mail.ts'
import type { Site } from '../store/site.ts'
import { headAddresses } from './head-addresses.ts'

/** Says where a mail would go, and why. Nothing is written. */
export async function routeOf(
  site: Site,
  file: string,
  options: { from?: string; rcpt: string[] },
): Promise<object[]> {
  const source = await readFile(file)
  const directory = openDirectory(site)
  const reading = await readMail(source, {
    mailFrom: options.from ?? null,
    ownDomains: await directory.domains(),
  })
  const recipients = options.rcpt.length > 0 ? options.rcpt : headAddresses(source)
  const leads = await leadsOf(directory, recipients)
  const { mailbox } = authorOf(reading, { mail_from: options.from ?? null })
  const destinations = await site.store.read(async (reader) => {
    const author = await findPersonByAddress(reader, mailbox.address)
    const evidence = await gatherEvidence(reader, site, reading)
    // nobody has proved anything about a file
    const verified = false
    return route({ reader, site, reading, author, verified, evidence, recipients, leads })
  })
  return destinations.map(({ destination, recipients, why }) => ({
    author: mailbox.address,
    class: reading.class,
    recipients,
    ...described(destination),
    ...(why.caughtIn ? { caughtIn: why.caughtIn } : {}),
    ...(why.via ? { sentTo: why.via } : {}),
    losers: why.losers,
  }))
}

function described(destination: Destination): object {
  if (destination.kind === 'thread')
    return { goes: 'to a record', record: referenceOf(destination.open), why: destination.rung }
  if (destination.kind === 'new record') {
    const linkedTo = destination.linkedTo && referenceOf(destination.linkedTo)
    return {
      goes: 'opens a record',
      alias: destination.alias.address,
      linkedTo,
      why: destination.rung,
    }
  }
  if (destination.kind === 'nowhere') return { goes: 'nowhere', why: destination.why }
  if (destination.kind === 'postmaster') return { goes: 'held', why: 'for the postmaster' }
  return { goes: destination.kind, record: referenceOf(destination.open), why: 'signed address' }
}
