import type { Tx } from '../../store/store.ts'
import { claimDestination } from '../mailbag/received.ts'
import { withTakenId } from './after-posting.ts'
import { type CaseHere, type Ending, ending } from './case.ts'
import { type Destination, destinationKey, type Routed } from './destination.ts'
import { identityOf } from './identity.ts'

/** Takes a mail for one destination. @returns the case as it is filed there; null where the mail is there already */
export async function claimFor(
  tx: Tx,
  open: CaseHere,
  { destination, recipients }: Routed,
): Promise<CaseHere | null> {
  const claim = await claimDestination(tx, {
    fingerprint: identityOf(open),
    destination: destinationKey(destination),
    recipients,
    inbound: open.mail.id,
    messageId: open.reading.messageId,
  })
  if (claim === 'again') return null
  return claim === 'id taken' ? withTakenId(open) : open
}

export function claimedBefore({ at }: CaseHere, destination: Destination): Ending {
  const details = { destination: destinationKey(destination) }
  return ending('ignored', 'duplicate', { at, step: 'recognised as a duplicate', details })
}
