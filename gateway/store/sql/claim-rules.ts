import type { Tx } from '../store.ts'
import type { RatingRow } from '../tables/ratings.ts'
import type { RuleRunRow, WebhookCallRow } from '../tables/rules.ts'
import type { EventRow } from '../tables/threads.ts'

/** PostgreSQL skips rows that another scheduler has locked; SQLite has one writer at a time and needs nothing. */
const skipLocked = (tx: Tx) => (tx.dialect === 'postgres' ? 'for update skip locked' : '')

/** Events that no rule has been asked about yet, oldest first; from then on they count as looked at. */
export async function claimEvents(tx: Tx, now: number, limit: number): Promise<EventRow[]> {
  const rows = await tx.all<EventRow>(
    `update events set looked_at = $1 where id in
       (select id from events where looked_at is null order by id limit $2 ${skipLocked(tx)}) returning *`,
    [now, limit],
  )
  return rows.sort((one, other) => one.id - other.id)
}

/** One run whose time has come. It stays locked until the transaction ends, and must be settled in it. */
export async function claimRun(tx: Tx, now: number): Promise<RuleRunRow | null> {
  return tx.one<RuleRunRow>(
    `select * from rule_runs where state = 'due' and due_at <= $1 order by due_at, id limit 1 ${skipLocked(tx)}`,
    [now],
  )
}

/** Calls whose time has come: put off until the lease ends, so that no other scheduler makes them meanwhile. */
export async function claimCalls(
  tx: Tx,
  { now, leaseUntil, limit }: { now: number; leaseUntil: number; limit: number },
): Promise<WebhookCallRow[]> {
  return tx.all<WebhookCallRow>(
    `update webhook_calls set due_at = $1, attempts = attempts + 1 where id in
       (select id from webhook_calls where state = 'due' and due_at <= $2 order by due_at, id limit $3 ${skipLocked(tx)})
     returning *`,
    [leaseUntil, now, limit],
  )
}

export async function claimRatings(tx: Tx, limit: number): Promise<RatingRow[]> {
  return tx.all<RatingRow>(
    `select * from ratings where state = 'due' order by id limit $1 ${skipLocked(tx)}`,
    [limit],
  )
}
