import { findPersonByAddress } from '../chatter/people/people.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { InboundRow } from '../store/tables/mailbag.ts'
import { authorOf } from './author.ts'
import type { Destination } from './destination.ts'
import type { Directory } from './directory.ts'
import { sourceOf } from './received.ts'
import type { Receiver } from './receiver.ts'
import { leadsOf, route } from './route.ts'

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
  return site.store.read(async (reader) => {
    const author = await findPersonByAddress(reader, mailbox.address)
    const found = await route({ reader, site, reading, author, recipients, leads })
    return found.map(({ destination }) => destination)
  })
}
