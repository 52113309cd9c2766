import {
  type DueCount,
  doneOn,
  type ListedActivity,
  plannedOn,
} from '../gateway/chatter/activities/activities.ts'
import { type DueState, dueState, worstState } from '../gateway/chatter/activities/due.ts'
import { listPlans, type Plan } from '../gateway/chatter/activities/plans.ts'
import type { OpenRecord } from '../gateway/chatter/records/records.ts'
import { dayAt } from '../gateway/lib/calendar.ts'
import type { Reader } from '../gateway/store/store.ts'
import type { Here } from './views/times.ts'

/** What a record's page tells of its activities. */
export type ActivityReading = {
  planned: ListedActivity[]
  /** Of types that keep done ones. */
  done: ListedActivity[]
  plans: Plan[]
}

export async function readActivities(
  reader: Reader,
  { thread, type }: OpenRecord,
): Promise<ActivityReading> {
  return {
    planned: await plannedOn(reader, thread.id),
    done: await doneOn(reader, thread.id),
    plans: await listPlans(reader, type.id),
  }
}

/** The day that it is for an activity: where its assignee is; where nobody has it, where the reader is. */
export function todayFor(
  { assignee_zone }: Pick<ListedActivity, 'assignee_zone'>,
  { now, timeZone }: Here,
): string {
  return dayAt(now, assignee_zone ?? timeZone)
}

export function stateFor(activity: ListedActivity, here: Here): DueState {
  return dueState(activity.due_on, todayFor(activity, here))
}

/** What a list of records shows of one: how many are planned, and the worst state of them. */
export type ActivityMark = { count: number; state: DueState }

export function marksOf(counts: DueCount[], here: Here): Map<number, ActivityMark> {
  const threads = new Set(counts.map(({ thread_id }) => thread_id))
  return new Map(
    [...threads].map((thread) => {
      const theirs = counts.filter(({ thread_id }) => thread_id === thread)
      const states = theirs.map(({ due_on, zone }) =>
        dueState(due_on, todayFor({ assignee_zone: zone }, here)),
      )
      const count = theirs.reduce((sum, { n }) => sum + n, 0)
      return [thread, { count, state: worstState(states) ?? 'planned' }]
    }),
  )
}
