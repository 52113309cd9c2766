import { keepClaims } from '../chatter/notifications/deliveries.ts'
import { MINUTE } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'

/** How long a claim holds without a sign of life: so long a mail waits whose courier died. */
export const LEASE = MINUTE
const RENEW_EVERY = LEASE / 3

/** Keeps claimed mails ours while they are on the way, however long the relay takes: else another would send them as well. */
export function openLeases(site: Site, by: string): { keep(ids: number[]): Promise<void> } {
  let renewedAt = 0
  return {
    async keep(ids) {
      const now = site.clock.now()
      if (ids.length === 0 || now - renewedAt < RENEW_EVERY) return
      try {
        await site.store.write((tx) => keepClaims(tx, { ids, by, leaseUntil: now + LEASE }))
        renewedAt = now
      } catch (failure) {
        site.log.warn('leases not extended', { why: messageOf(failure) })
      }
    },
  }
}
