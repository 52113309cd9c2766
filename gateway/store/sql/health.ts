import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Reader } from '../store.ts'

const MIGRATIONS = join(import.meta.dirname, '../../../migrations')

/** Has every migration of this version run? Asked without a lock, so that a probe never waits for a writer. */
export async function isMigrated(reader: Reader): Promise<boolean> {
  const wanted = readdirSync(MIGRATIONS).filter((file) => /^\d{4}-.*\.ts$/.test(file)).length
  const done = await reader.one<{ n: number }>('select count(*) as n from migrations')
  return Number(done?.n ?? 0) >= wanted
}

export type QueueCount = { queue: 'inbound' | 'deliveries'; state: string; n: number }

/** How many mails are in which state, both ways. */
export async function countQueues(reader: Reader): Promise<QueueCount[]> {
  const rows = await reader.all<QueueCount>(
    `select 'inbound' as queue, state, count(*) as n from inbound group by state
     union all select 'deliveries', state, count(*) from deliveries group by state`,
  )
  return rows.map((row) => ({ ...row, n: Number(row.n) }))
}

/** Since when the oldest mail waits that should have been filed or sent by now; null where none waits. */
export async function oldestWaiting(
  reader: Reader,
): Promise<{ inbound: number | null; deliveries: number | null }> {
  const found = await reader.one<{ inbound: number | null; deliveries: number | null }>(
    `select (select min(due_at) from inbound where state = 'pending') as inbound,
       (select min(due_at) from deliveries where state in ('queued', 'deferred', 'sending')) as deliveries`,
  )
  return found ?? { inbound: null, deliveries: null }
}

/** Since when the oldest held mail waits for somebody to decide, and how many came before a time. */
export async function heldWaiting(
  reader: Reader,
  before: number,
): Promise<{ oldest: number | null; old: number }> {
  const found = await reader.one<{ oldest: number | null; old: number }>(
    `select (select min(received_at) from inbound where state = 'held') as oldest,
       (select count(*) from inbound where state = 'held' and received_at < $1) as old`,
    [before],
  )
  return { oldest: found?.oldest ?? null, old: Number(found?.old ?? 0) }
}
