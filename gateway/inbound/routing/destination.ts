import type { OpenRecord } from '../../chatter/records/records.ts'
import type { Token } from '../../mail/addresses.ts'
import type { Reading } from '../../mail/reading.ts'
import type { Site } from '../../store/site.ts'
import type { Reader } from '../../store/store.ts'
import type { AliasRow } from '../../store/tables/mailbag.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { WhyHere } from '../../store/tables/threads.ts'
import type { Lead } from './directory.ts'
import type { Evidence } from './evidence.ts'
import type { Rung } from './rung.ts'

/** One place that a mail goes to. */
export type Destination =
  | {
      kind: 'thread'
      rung: Rung
      open: OpenRecord
      token: Token | null
      alias: AliasRow | null
      /** The record that it was sent to, where another one has taken over. */
      via: OpenRecord | null
    }
  | {
      kind: 'new record'
      rung: Rung
      alias: AliasRow
      linkedTo: OpenRecord | null
      /** It would have been a note in the record that it is linked to. */
      asNote: boolean
      /** Why it is not posted in the record that it points to. */
      because: { to: string; why: string } | null
    }
  | { kind: 'bounce'; token: Token; open: OpenRecord }
  | { kind: 'unsubscribe'; token: Token; open: OpenRecord }
  | { kind: 'postmaster' }
  | { kind: 'nowhere'; address: string; why: string }

/** A destination with the addresses of the envelope that led there. */
export type Routed = { destination: Destination; recipients: string[] }

/** The same, with what is kept of why. */
export type RoutedWithWhy = Routed & { why: WhyHere }

export type ToNewRecord = Extract<Destination, { kind: 'new record' }>
export type InThread = Extract<Destination, { kind: 'thread' }>

export type Routing = {
  reader: Reader
  site: Site
  reading: Reading
  author: PersonRow | null
  verified: boolean
  evidence: Evidence
  /** The recipients of the envelope, and where each leads: in the same order. */
  recipients: string[]
  leads: Lead[]
}

export function withoutDoubles(routed: Routed[]): Routed[] {
  const byKey = new Map<string, Routed>()
  for (const { destination, recipients } of routed) {
    const key = destinationKey(destination)
    const before = byKey.get(key)
    const stronger = before && strengthOf(before.destination) >= strengthOf(destination)
    byKey.set(key, {
      destination: stronger ? before.destination : destination,
      recipients: [...(before?.recipients ?? []), ...recipients],
    })
  }
  return [...byKey.values()]
}

/** Of two ways to one thread: the address that keeps the answer inside, then one that names the author, then the first. */
function strengthOf(destination: Destination): number {
  if (destination.kind !== 'thread' || !destination.token) return 0
  return destination.token.kind === 'n' ? 2 : 1
}

/** A person's mail to a bounce address, let in by an operator, belongs to the thread of the mail that it answers. */
export function inThread(
  destination: InThread | Extract<Destination, { kind: 'bounce' }>,
): InThread {
  if (destination.kind === 'thread') return destination
  return {
    kind: 'thread',
    rung: 'record address',
    open: destination.open,
    token: null,
    alias: null,
    via: null,
  }
}

/** The name of a destination in the table that makes filing twice impossible. */
export function destinationKey(destination: Destination): string {
  if (destination.kind === 'thread') return `thread ${destination.open.thread.id}`
  if (destination.kind === 'new record') return `alias ${destination.alias.address}`
  if (destination.kind === 'postmaster') return 'postmaster'
  if (destination.kind === 'nowhere') return `nowhere ${destination.address}`
  return `${destination.kind} ${destination.open.thread.id} ${destination.token.person}`
}
