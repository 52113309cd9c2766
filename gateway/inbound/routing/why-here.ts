import { referenceOf } from '../../chatter/records/records.ts'
import type { Loser, WhyHere } from '../../store/tables/threads.ts'
import type { Destination, Routed } from './destination.ts'
import type { Clue, Evidence } from './evidence.ts'

const ADDRESSES_KEPT = 5
const LOSERS_KEPT = 8

/** What is kept of why a mail came where it is: the addresses, and the evidence that did not decide, with the reason. */
export function whyHere(evidence: Evidence, { destination, recipients }: Routed): WhyHere {
  const via = destination.kind === 'thread' && destination.via
  return {
    by: recipients.slice(0, ADDRESSES_KEPT),
    ...(via ? { via: referenceOf(via) } : {}),
    losers: losersOf(evidence.clues, destination),
  }
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
