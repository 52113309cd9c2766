import { isParticipant } from '../chatter/followers/follow.ts'
import { findById, findByNumber } from '../chatter/records/records.ts'
import type { Reader } from '../store/store.ts'
import type { AliasRow } from '../store/tables/mailbag.ts'
import { type Destination, type Routed, type Routing, withoutDoubles } from './destination.ts'
import type { Directory, Lead } from './directory.ts'
import { answeredThread, headerTokenDestination, tokenDestination } from './evidence.ts'

/** Asks the directory for each recipient, before the filing's transaction is opened. */
export async function leadsOf(directory: Directory, recipients: string[]): Promise<Lead[]> {
  return Promise.all(recipients.map((address) => directory.lookUp(address)))
}

/**
 * Climbs the ladder of evidence for each recipient of the envelope: a signed address decides by itself; for an alias, a signed
 * address in the headers and then the ids of the mails it answers come first; else the alias opens a record.
 * A stranger who names an id opens a record that is linked to the old one, and changes nothing there.
 */
export async function route(routing: Routing): Promise<Routed[]> {
  const found: Routed[] = []
  for (const [index, lead] of routing.leads.entries()) {
    const destination = await destinationOf(routing, lead)
    found.push({ destination, recipients: [routing.recipients[index] ?? ''] })
  }
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
