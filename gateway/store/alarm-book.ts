import type { Alarm } from '../lib/alarms.ts'
import { list, toJson, update } from './rows.ts'
import type { Reader, Tx } from './store.ts'
import { type AlarmRow, alarms } from './tables/alarms.ts'

/** The alarms that operators have not dismissed yet; one line for each name and what it is about. */

const SHOWN = 20

/** Adds to the line that there is; one that was dismissed counts from the beginning. The totals only grow, as counters must. */
export async function writeAlarm(
  tx: Tx,
  { name, about, details, times, at }: Alarm,
): Promise<void> {
  await tx.all(
    `insert into alarms (name, about, details, times, first_at, last_at) values ($1, $2, $3, $4, $5, $5)
     on conflict (name, about) do update set details = excluded.details, last_at = excluded.last_at,
       times = excluded.times + case when alarms.dismissed_at is null then alarms.times else 0 end,
       first_at = case when alarms.dismissed_at is null then alarms.first_at else excluded.first_at end,
       dismissed_at = null, dismissed_by = null`,
    [name, about, toJson(details), times, at],
  )
  await tx.all(
    `insert into alarm_totals (name, times) values ($1, $2)
     on conflict (name) do update set times = alarm_totals.times + excluded.times`,
    [name, times],
  )
}

/** Newest first. */
export async function openAlarmsIn(reader: Reader): Promise<AlarmRow[]> {
  return list(reader, alarms, {
    where: { dismissed_at: null },
    order: 'last_at desc',
    limit: SHOWN,
  })
}

/** Done twice it changes nothing. */
export async function dismissAlarm(
  tx: Tx,
  id: number,
  { by, at }: { by: number; at: number },
): Promise<void> {
  await update(tx, alarms, { id, dismissed_at: null }, { dismissed_at: at, dismissed_by: by })
}

export async function alarmTotals(reader: Reader): Promise<{ name: string; times: number }[]> {
  const rows = await reader.all<{ name: string; times: number }>(
    'select name, times from alarm_totals order by name',
  )
  return rows.map(({ name, times }) => ({ name, times: Number(times) }))
}
