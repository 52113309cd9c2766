import { isParticipant } from '../chatter/followers/follow.ts'
import { messagesByMailId } from '../chatter/messages/thread-entries.ts'
import { listRecordTypes } from '../chatter/records/record-types.ts'
import {
  findById,
  findByNumber,
  findByThread,
  type OpenRecord,
} from '../chatter/records/records.ts'
import { readToken, type Token } from '../mail/addresses.ts'
import { readOwnId } from '../mail/message-ids.ts'
import type { Reading } from '../mail/reading.ts'
import type { Site } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { AliasRow } from '../store/tables/mailbag.ts'
import type { PersonRow } from '../store/tables/people.ts'
import type { Directory, Lead } from './directory.ts'

/** The evidence that decided where a mail goes, strongest first; stored with the message as "why here". */
export type Rung =
  | 'token'
  | 'header token'
  | 'in-reply-to'
  | 'references'
  | 'record address'
  | 'alias'

/** One place that a mail goes to. */
export type Destination =
  | { kind: 'thread'; rung: Rung; open: OpenRecord; token: Token | null; alias: AliasRow | null }
  | { kind: 'new record'; rung: Rung; alias: AliasRow; linkedTo: OpenRecord | null }
  | { kind: 'bounce'; token: Token; open: OpenRecord }
  | { kind: 'unsubscribe'; token: Token; open: OpenRecord }
  | { kind: 'postmaster' }
  | { kind: 'nowhere'; address: string; why: string }

type Routing = {
  reader: Reader
  site: Site
  reading: Reading
  author: PersonRow | null
  leads: Lead[]
}

const IDS_LOOKED_AT = 200

/** Asks the directory for each recipient, before the filing's transaction is opened. */
export async function leadsOf(directory: Directory, recipients: string[]): Promise<Lead[]> {
  return Promise.all(recipients.map((address) => directory.lookUp(address)))
}

/**
 * Climbs the ladder of evidence for each recipient of the envelope: a signed address decides by itself; for an alias, a signed
 * address in the headers and then the ids of the mails it answers come first; else the alias opens a record.
 * A stranger who names an id opens a record that is linked to the old one, and changes nothing there.
 */
export async function route(routing: Routing): Promise<Destination[]> {
  const found: Destination[] = []
  for (const lead of routing.leads) found.push(await destinationOf(routing, lead))
  return withoutDoubles(found)
}

async function destinationOf(routing: Routing, lead: Lead): Promise<Destination> {
  if (lead.kind === 'token')
    return tokenDestination(routing.reader, lead.token, lead.type?.id ?? null, 'token')
  if (lead.kind === 'record') return recordDestination(routing.reader, lead.type.id, lead.number)
  if (lead.kind === 'alias') return aliasDestination(routing, lead.alias)
  return lead.kind === 'postmaster'
    ? { kind: 'postmaster' }
    : { kind: 'nowhere', address: '', why: `${lead.kind} address` }
}

async function tokenDestination(
  reader: Reader,
  token: Token,
  type: number | null,
  rung: Rung,
): Promise<Destination> {
  const open = type === null ? null : await findByNumber(reader, type, token.number)
  if (!open)
    return { kind: 'nowhere', address: token.address, why: 'the record of this address is gone' }
  if (token.kind === 'b') return { kind: 'bounce', token, open }
  if (token.kind === 'u') return { kind: 'unsubscribe', token, open }
  return { kind: 'thread', rung, open, token, alias: null }
}

async function recordDestination(
  reader: Reader,
  type: number,
  number: number,
): Promise<Destination> {
  const open = await findByNumber(reader, type, number)
  if (!open) return { kind: 'nowhere', address: '', why: 'no such record' }
  return { kind: 'thread', rung: 'record address', open, token: null, alias: null }
}

async function aliasDestination(routing: Routing, alias: AliasRow): Promise<Destination> {
  const { reader, author } = routing
  const signed = await headerTokenDestination(routing)
  if (signed) return signed
  if (alias.record_id !== null) return fixedDestination(reader, alias)

  const answered = await answeredThread(routing)
  if (!answered) return { kind: 'new record', rung: 'alias', alias, linkedTo: null }
  const sameType = answered.open.type.id === alias.record_type_id
  const takesPart =
    author !== null && (await isParticipant(reader, answered.open.thread.id, author.id))
  if (sameType && takesPart)
    return { kind: 'thread', rung: answered.rung, open: answered.open, token: null, alias }
  return { kind: 'new record', rung: 'alias', alias, linkedTo: answered.open }
}

async function fixedDestination(reader: Reader, alias: AliasRow): Promise<Destination> {
  const open = await findById(reader, alias.record_id!)
  if (!open)
    return { kind: 'nowhere', address: alias.address, why: 'the record of this alias is gone' }
  return { kind: 'thread', rung: 'alias', open, token: null, alias }
}

/** Some clients answer to the address in Cc, or a forwarding server keeps the signed address only in a header. */
async function headerTokenDestination({
  reader,
  site,
  reading,
  leads,
}: Routing): Promise<Destination | null> {
  // the signed address is a recipient of its own: it will file the mail itself
  if (leads.some((lead) => lead.kind === 'token')) return null
  const addresses = [...reading.to, ...reading.cc]
    .map((mailbox) => mailbox.address)
    .concat(reading.deliveredTo)
  for (const address of addresses.slice(0, IDS_LOOKED_AT)) {
    const token = readToken(address, site.keys)
    if (!token || token === 'forged' || token.kind === 'b' || token.kind === 'u') continue
    const type = (await listRecordTypes(reader)).find(
      (one) => one.settings.address === token.address,
    )
    const found = await tokenDestination(reader, token, type?.id ?? null, 'header token')
    if (found.kind === 'thread') return found
  }
  return null
}

async function answeredThread({
  reader,
  site,
  reading,
}: Routing): Promise<{ rung: Rung; open: OpenRecord } | null> {
  const ids: [string, Rung][] = [
    ...reading.inReplyTo.map((id): [string, Rung] => [id, 'in-reply-to']),
    ...reading.references.toReversed().map((id): [string, Rung] => [id, 'references']),
  ]
  for (const [id, rung] of ids.slice(0, IDS_LOOKED_AT)) {
    const thread = await threadOfId(reader, site, id)
    const open = thread === null ? null : await findByThread(reader, thread)
    if (open) return { rung, open }
  }
  return null
}

async function threadOfId(reader: Reader, site: Site, id: string): Promise<number | null> {
  const own = readOwnId(id, site.keys)
  if (own?.kind === 'thread') return own.thread
  if (own)
    return (
      (
        await reader.one<{ thread_id: number }>('select thread_id from messages where id = $1', [
          own.message,
        ])
      )?.thread_id ?? null
    )
  return (await messagesByMailId(reader, id))[0]?.thread_id ?? null
}

function withoutDoubles(destinations: Destination[]): Destination[] {
  const seen = new Set<string>()
  return destinations.filter((destination) => {
    const key = destinationKey(destination)
    return !seen.has(key) && seen.add(key)
  })
}

/** The name of a destination in the table that makes filing twice impossible. */
export function destinationKey(destination: Destination): string {
  if (destination.kind === 'thread') return `thread ${destination.open.thread.id}`
  if (destination.kind === 'new record') return `alias ${destination.alias.address}`
  if (destination.kind === 'postmaster') return 'postmaster'
  if (destination.kind === 'nowhere') return `nowhere ${destination.address}`
  return `${destination.kind} ${destination.open.thread.id} ${destination.token.person}`
}
