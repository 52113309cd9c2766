import type { Tx } from '../store.ts'
import type { DeliveryRow } from '../tables/followers.ts'

/**
 * Claims due deliveries. PostgreSQL skips rows that another courier has locked; SQLite has one writer at a time and needs nothing.
 * A lease that has run out counts as free: its courier died.
 */
export async function claimDueDeliveries(
  tx: Tx,
  claim: { limit: number; by: string; leaseUntil: number; now: number },
): Promise<DeliveryRow[]> {
  const skip = tx.dialect === 'postgres' ? 'for update skip locked' : ''
  const rows = await tx.all<DeliveryRow>(
    `update deliveries set state = 'sending', attempts = attempts + 1, lease_until = $1, claimed_by = $2
     where id in (
       select id from deliveries
       where due_at <= $3 and state in ('queued', 'deferred', 'sending') and (state <> 'sending' or lease_until <= $3)
       order by due_at, id limit $4 ${skip})
     returning *`,
    [claim.leaseUntil, claim.by, claim.now, claim.limit],
  )
  return rows.sort((one, other) => one.id - other.id)
}

export async function freeLeases(tx: Tx, holder: string): Promise<void> {
  await tx.all(
    `update deliveries set lease_until = 0 where state = 'sending' and claimed_by = $1`,
    [holder],
  )
}

export async function extendLeases(
  tx: Tx,
  { ids, by, leaseUntil }: { ids: number[]; by: string; leaseUntil: number },
): Promise<void> {
  const places = ids.map((_, index) => `$${index + 3}`).join(', ')
  await tx.all(
    `update deliveries set lease_until = $1 where state = 'sending' and claimed_by = $2 and id in (${places})`,
    [leaseUntil, by, ...ids],
  )
}
