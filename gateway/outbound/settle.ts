import { type Outcome, settleDeliveries } from '../chatter/notifications/deliveries.ts'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import { learnIds } from './given-id.ts'

/** How an attempt ended, before the database knows. */
export type Settled = { delivery: DeliveryRow; outcome: Outcome }

/**
 * Writes the outcomes that have come in, and empties the list.
 * @param by the name of the courier that has claimed them
 * @returns false when the database did not take them: then they stay in the list
 */
export async function settleAll(site: Site, settled: Settled[], by: string): Promise<boolean> {
  const batch = settled.splice(0)
  if (batch.length === 0) return true
  try {
    await site.store.write(async (tx) => {
      await settleDeliveries(tx, batch, by)
      await learnIds(tx, site, batch)
    })
  } catch (failure) {
    settled.unshift(...batch)
    site.log.error('outcomes not written', { why: messageOf(failure) })
    return false
  }
  for (const { delivery, outcome } of batch) logOutcome(site, delivery, outcome)
  return true
}

function logOutcome(site: Site, delivery: DeliveryRow, outcome: Outcome): void {
  const fields = {
    delivery: delivery.id,
    message: delivery.message_id,
    attempt: delivery.attempts,
    response: outcome.response,
  }
  if (outcome.state === 'sent' || outcome.state === 'withdrawn')
    site.log.info(`mail ${outcome.state}`, fields)
  else site.log.warn(`mail ${outcome.state}`, fields)
}
