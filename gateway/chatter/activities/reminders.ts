import { dayAt, instantOf } from '../../lib/calendar.ts'
import { update } from '../../store/rows.ts'
import { claimDigests, claimReminders } from '../../store/sql/claim-activities.ts'
import type { Tx } from '../../store/store.ts'
import {
  type ActivityHabitRow,
  type ActivityRow,
  activities,
  activityHabits,
} from '../../store/tables/activities.ts'
import { findPerson } from '../people/people.ts'
import { findByThread } from '../records/records.ts'
import { restOf } from '../records/rest.ts'
import { nextWorkingHour } from './due.ts'
import { habitsOf } from './habits.ts'
import { remindAssignee, sendOverdueList } from './letters.ts'

const AT_ONCE = 50
const MOST_OVERDUE = 500

/** Reminds of what is due, each once, at the assignee's hour. @returns how many were looked at */
export async function remindOfDue(tx: Tx, now: number): Promise<number> {
  const due = await claimReminders(tx, { limit: AT_ONCE, now })
  for (const activity of due) await remindOf(tx, activity, now)
  return due.length
}

async function remindOf(tx: Tx, activity: ActivityRow, now: number): Promise<void> {
  const { assignee_id, due_on, ended_at, thread_id } = activity
  const assignee = assignee_id === null ? null : await findPerson(tx, assignee_id)
  const open = await findByThread(tx, thread_id)
  if (!assignee || !open || ended_at !== null) return
  const rest = restOf(open.record)
  if (rest === 'archived' || rest === 'deleted') return
  const { hour } = await habitsOf(tx, assignee.id)
  const at = instantOf(due_on, { hour }, assignee.time_zone)
  // they have moved to the west since it was planned: their morning is still to come
  if (at > now) await update(tx, activities, { id: activity.id }, { remind_at: at })
  else await remindAssignee(tx, activity, { assignee, at: now })
}

/** Tells people what of theirs is overdue, once each working day. @returns how many were looked at */
export async function tellOfOverdue(tx: Tx, now: number): Promise<number> {
  const due = await claimDigests(tx, { limit: AT_ONCE, now })
  for (const habits of due) await tellOne(tx, habits, now)
  return due.length
}

async function tellOne(tx: Tx, habits: ActivityHabitRow, now: number): Promise<void> {
  const assignee = await findPerson(tx, habits.person_id)
  const zone = assignee?.time_zone ?? 'UTC'
  const next = nextWorkingHour(habits, { zone, now })
  await update(tx, activityHabits, { person_id: habits.person_id }, { digest_at: next })
  if (!assignee || habits.digest === 0) return
  const overdue = await overdueOf(tx, assignee.id, dayAt(now, zone))
  await sendOverdueList(tx, overdue, { assignee, at: now })
}

async function overdueOf(tx: Tx, person: number, today: string): Promise<ActivityRow[]> {
  return tx.all<ActivityRow>(
    `select a.* from activities a join records r on r.thread_id = a.thread_id
     where a.assignee_id = $1 and a.ended_at is null and a.due_on < $2
       and r.deleted_at is null and r.archived_at is null
     order by a.due_on, a.id limit ${MOST_OVERDUE}`,
    [person, today],
  )
}
