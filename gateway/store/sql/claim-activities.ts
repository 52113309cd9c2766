import type { Tx } from '../store.ts'
import type { ActivityHabitRow, ActivityRow } from '../tables/activities.ts'

type Claim = { limit: number; now: number }

/** Takes activities whose reminder is due: no other scheduler reminds of them, whatever becomes of it. */
export async function claimReminders(tx: Tx, { limit, now }: Claim): Promise<ActivityRow[]> {
  const rows = await tx.all<ActivityRow>(
    `update activities set remind_at = null where id in (
       select id from activities where remind_at <= $1 order by remind_at, id limit $2 ${skip(tx)})
     returning *`,
    [now, limit],
  )
  return rows.sort((one, other) => one.id - other.id)
}

/** Takes people whose working day has come to their hour; whoever takes them sets the next one. */
export async function claimDigests(tx: Tx, { limit, now }: Claim): Promise<ActivityHabitRow[]> {
  return tx.all<ActivityHabitRow>(
    `select * from activity_habits where digest_at <= $1 order by digest_at, person_id limit $2 ${skip(tx)}`,
    [now, limit],
  )
}

/** PostgreSQL passes over rows that another scheduler has; SQLite has one writer at a time. */
function skip(tx: Tx): string {
  return tx.dialect === 'postgres' ? 'for update skip locked' : ''
}
