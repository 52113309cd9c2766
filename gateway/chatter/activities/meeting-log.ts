import { showDay } from '../../lib/calendar.ts'
import type { Tx } from '../../store/store.ts'
import type { ActivityRow } from '../../store/tables/activities.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { ACTIVITIES } from '../followers/subtypes.ts'
import { logChange } from '../messages/post.ts'
import { findThread } from '../threads/threads.ts'

/** `zone`: of whose meeting it is: the entry names it. */
type Log = { by: PersonRow; at: number; zone: string }

/** Tells users in the thread what a mail has done to a meeting. */
export async function logMeeting(
  tx: Tx,
  before: ActivityRow,
  { now, ...log }: Log & { now: ActivityRow | null },
): Promise<void> {
  const to = now ? shown(now, log.zone) : 'cancelled'
  await writeLog(tx, before, { ...log, to })
}

/** A mail asked for it, and nothing shows that it may: people must decide. */
export async function logUnproved(
  tx: Tx,
  before: ActivityRow,
  { isCancelled, ...log }: Log & { isCancelled: boolean },
): Promise<void> {
  const asked = isCancelled ? 'cancelled' : 'changed'
  const to = `to be ${asked}, says a mail; nothing shows that it comes from who holds the meeting, so it stays as it is`
  await writeLog(tx, before, { ...log, to })
}

async function writeLog(
  tx: Tx,
  before: ActivityRow,
  { by, at, zone, to }: Log & { to: string },
): Promise<void> {
  const thread = await findThread(tx, before.thread_id)
  if (!thread) return
  const label = before.summary === '' ? 'Meeting' : `Meeting: ${before.summary}`
  const change = { field: 'activity', label, from: shown(before, zone), to }
  await logChange(tx, thread, { author: by, changes: [change], subtype: ACTIVITIES, at })
}

function shown({ summary, place, due_on, starts_at }: ActivityRow, zone: string): string {
  const time = { timeZone: zone, hour: '2-digit', minute: '2-digit' } as const
  const clock =
    starts_at === null
      ? ''
      : `, ${new Intl.DateTimeFormat('en-GB', time).format(starts_at)} (${zone})`
  return [`${showDay(due_on)}${clock}`, place, summary].filter((part) => part !== '').join(' · ')
}
