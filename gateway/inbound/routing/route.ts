import { findById, findByNumber } from '../../chatter/records/records.ts'
import type { Reader } from '../../store/store.ts'
import type { AliasRow } from '../../store/tables/mailbag.ts'
import {
  type Destination,
  type Routed,
  type RoutedWithWhy,
  type Routing,
  withoutDoubles,
} from './destination.ts'
import type { Directory, Lead } from './directory.ts'
import { withoutForwarded } from './forwarded-away.ts'
import { followClues } from './ladder.ts'
import { headerTokenDestination, tokenDestination } from './signed-addresses.ts'
import { whereItIsNow } from './succession.ts'
import { whyHere } from './why-here.ts'

/** Asks the directory for each recipient, before the filing's transaction is opened. */
export async function leadsOf(directory: Directory, recipients: string[]): Promise<Lead[]> {
  return Promise.all(recipients.map((address) => directory.lookUp(address)))
}

/**
 * Climbs the ladder of evidence for each recipient of the envelope: a signed address decides by itself; for an alias, a signed
 * address in the headers and then what the mail names come first; else the alias opens a record.
 */
export async function route(routing: Routing): Promise<RoutedWithWhy[]> {
  const found: Routed[] = []
  for (const [index, lead] of routing.leads.entries()) {
    const destination = await whereItIsNow(routing, await destinationOf(routing, lead))
    found.push({ destination, recipients: [routing.recipients[index] ?? ''] })
  }
  return withoutDoubles(withoutForwarded(routing, found)).map((routed) => ({
    ...routed,
    why: whyHere(routing, routed),
  }))
}

async function destinationOf(routing: Routing, lead: Lead): Promise<Destination> {
  if (lead.kind === 'token')
    return tokenDestination(routing.reader, lead.token, lead.type?.id ?? null, 'token')
  if (lead.kind === 'record') return recordDestination(routing.reader, lead.type.id, lead.number)
  if (lead.kind === 'postmaster') return { kind: 'postmaster' }
  if (lead.kind !== 'alias') return { kind: 'nowhere', address: '', why: `${lead.kind} address` }

  const signed = await headerTokenDestination(routing)
  if (signed) return signed
  return lead.alias.record_id === null
    ? followClues(routing, lead.alias)
    : fixedDestination(routing.reader, lead.alias)
}

async function recordDestination(
  reader: Reader,
  type: number,
  number: number,
): Promise<Destination> {
  const open = await findByNumber(reader, type, number)
  if (!open) return { kind: 'nowhere', address: '', why: 'no such record' }
  return { kind: 'thread', rung: 'record address', open, token: null, alias: null, via: null }
}

async function fixedDestination(reader: Reader, alias: AliasRow): Promise<Destination> {
  const open = await findById(reader, alias.record_id!)
  if (!open)
    return { kind: 'nowhere', address: alias.address, why: 'the record of this alias is gone' }
  return { kind: 'thread', rung: 'alias', open, token: null, alias, via: null }
}
