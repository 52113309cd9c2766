import { referenceOf } from '../../chatter/records/records.ts'
import type { Loser, WhyHere } from '../../store/tables/threads.ts'
import type { Destination, Routed, Routing } from './destination.ts'
import type { Clue } from './evidence.ts'

const ADDRESSES_KEPT = 5
const LOSERS_KEPT = 8

/** What is kept of why a mail came where it is: the addresses, and the evidence that did not decide, with the reason. */
export function whyHere(routing: Routing, { destination, recipients }: Routed): WhyHere {
  const via = destination.kind === 'thread' && destination.via
  const caughtIn = caughtAmong(routing, recipients)
  return {
    by: recipients.slice(0, ADDRESSES_KEPT),
    ...(caughtIn ? { caughtIn } : {}),
    ...(via ? { via: referenceOf(via) } : {}),
    losers: losersOf(routing.evidence.clues, destination),
  }
}

/** The domain whose catch-all has brought the mail here; null where an address of its own has as well. */
function caughtAmong({ leads, recipients: all }: Routing, recipients: string[]): string | null {
  const here = leads.filter((_, index) => recipients.includes(all[index] ?? ''))
  const caught = here.map((lead) => (lead.kind === 'alias' ? lead.caughtIn : undefined))
  return caught.every((domain) => domain !== undefined) ? (caught[0] ?? null) : null
}

function losersOf(clues: Clue[], destination: Destination): Loser[] {
  const losers: Loser[] = []
  for (const { rung, to } of clues) {
    const isWinner =
      destination.kind === 'thread' && rung === destination.rung && to === winnerOf(destination)
    const isKnown = losers.some((loser) => loser.rung === rung && loser.to === to)
    if (!isWinner && !isKnown) losers.push({ rung, to, why: reasonOf(to, destination) })
  }
  return losers.slice(0, LOSERS_KEPT)
}

function reasonOf(to: string, destination: Destination): string {
  if (destination.kind === 'new record')
    return destination.because?.to === to ? destination.because.why : 'weaker evidence'
  if (destination.kind !== 'thread') return 'weaker evidence'
  if (to === winnerOf(destination)) return 'points here as well'
  if (destination.alias?.record_id) return 'the address feeds one record'
  return destination.rung === 'record address' ? 'the address names a record' : 'weaker evidence'
}

/** The record that the winning evidence named, whatever has become of that record since. */
function winnerOf({ via, open }: Extract<Destination, { kind: 'thread' }>): string {
  return referenceOf(via ?? open)
}
