import { findPersonByAddress } from '../chatter/people/people.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { InboundRow } from '../store/tables/mailbag.ts'
import { authorOf } from './admission/author.ts'
import { sourceOf } from './mailbag/received.ts'
import type { Receiver } from './receiver.ts'
import type { Destination } from './routing/destination.ts'
import type { Directory } from './routing/directory.ts'
import { gatherEvidence } from './routing/evidence.ts'
import { leadsOf, route } from './routing/route.ts'

/** Where a mail that is kept would go now, by the same ladder as ever; nothing is written. */
export async function whereItWouldGo(
  { site, directory, read }: { site: Site; directory: Directory; read: Receiver['read'] },
  mail: Pick<InboundRow, 'id' | 'mail_from' | 'recipients'>,
): Promise<Destination[]> {
  const source = await sourceOf(site, mail.id)
  const envelope = { mailFrom: mail.mail_from, ownDomains: await directory.domains() }
  const reading = await read(source, envelope)
  const recipients = readJson(mail.recipients)
  const leads = await leadsOf(directory, recipients)
  const { mailbox } = authorOf(reading, mail)
  // an operator who lets it in vouches for its sender
  const verified = true
  return site.store.read(async (reader) => {
    const author = await findPersonByAddress(reader, mailbox.address)
    const evidence = await gatherEvidence(reader, site, reading)
    const routing = { reader, site, reading, author, verified, evidence, recipients, leads }
    const found = await route(routing)
    return found.map(({ destination }) => destination)
  })
}
