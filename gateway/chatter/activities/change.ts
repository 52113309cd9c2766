import { type Day, dayAt, daysAfter, instantOf, wallAt, weekdayOf } from '../../lib/calendar.ts'
import { Refused } from '../../lib/errors.ts'
import { list, update } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { type ActivityRow, activities } from '../../store/tables/activities.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { ActivityTypeRow } from '../../store/tables/threads.ts'
import { findPerson, mustBeUser } from '../people/people.ts'
import { mustBeAbleTo } from '../people/roles.ts'
import { findByThread } from '../records/records.ts'
import { recordEvent } from '../threads/events.ts'
import { plannedActivity } from './activities.ts'
import { tellAssignee, tellOfSeveral } from './letters.ts'
import { mustActOn } from './rights.ts'
import { cleanLine, followTheirs, reminderFor } from './schedule.ts'

type Act = { by: PersonRow; at: number }

export type ActivityChanges = {
  type?: ActivityTypeRow
  summary?: string
  note?: string
  dueOn?: Day
  startsAt?: number | null
  endsAt?: number | null
  place?: string
  /** A user's id. */
  assignee?: number
}

/**
 * Changes what is planned: its words, its day, who has it. A new assignee is told, and follows the record.
 * @throws Refused where it has ended, or is not theirs to change
 */
export async function changeActivity(
  tx: Tx,
  id: number,
  { by, at, ...changes }: ActivityChanges & Act,
): Promise<ActivityRow> {
  const before = await plannedActivity(tx, id)
  mustActOn(by, before)
  const assignee = await assigneeAfter(tx, before, changes)
  const columns = { ...columnsOf(before, changes, assignee), assignee_id: assignee?.id ?? null }
  const moved = columns.due_on !== before.due_on || columns.assignee_id !== before.assignee_id
  const dueOn = columns.due_on
  const remindAt =
    moved && assignee ? await reminderFor(tx, assignee, { dueOn, at }) : before.remind_at
  const [after] = await update(tx, activities, { id }, { ...columns, remind_at: remindAt })
  await recordChange(tx, before, after!, { by, at })
  if (assignee && after!.assignee_id !== before.assignee_id)
    await handOver(tx, after!, { assignee, by, at })
  return after!
}

async function assigneeAfter(
  tx: Tx,
  before: ActivityRow,
  { assignee }: ActivityChanges,
): Promise<PersonRow | null> {
  // somebody who has left keeps what they had until somebody else gets it
  if (assignee !== undefined && assignee !== before.assignee_id) return mustBeUser(tx, assignee)
  return before.assignee_id === null ? null : findPerson(tx, before.assignee_id)
}

function columnsOf(before: ActivityRow, changes: ActivityChanges, assignee: PersonRow | null) {
  const { type, summary, note, dueOn = before.due_on, place } = changes
  const zone = assignee?.time_zone ?? 'UTC'
  const sameClock = (at: number | null) =>
    at === null || dueOn === before.due_on ? at : instantOf(dueOn, wallAt(at, zone), zone)
  return {
    activity_type_id: type?.id ?? before.activity_type_id,
    summary: summary === undefined ? before.summary : cleanLine(summary),
    note: note === undefined ? before.note : note.trim(),
    place: place === undefined ? before.place : cleanLine(place),
    due_on: dueOn,
    starts_at: changes.startsAt === undefined ? sameClock(before.starts_at) : changes.startsAt,
    ends_at: changes.endsAt === undefined ? sameClock(before.ends_at) : changes.endsAt,
  }
}

async function recordChange(
  tx: Tx,
  before: ActivityRow,
  after: ActivityRow,
  { by, at }: Act,
): Promise<void> {
  const names = ['activity_type_id', 'summary', 'due_on', 'assignee_id', 'starts_at'] as const
  const changed = names.filter((name) => before[name] !== after[name])
  if (changed.length === 0 && before.note === after.note) return
  const changes = changed.map((name) => ({ field: name, from: before[name], to: after[name] }))
  const about = {
    thread: after.thread_id,
    person: by.id,
    details: { activity: after.id, changes },
    at,
  }
  await recordEvent(tx, { kind: 'activity changed', ...about })
}

async function handOver(
  tx: Tx,
  activity: ActivityRow,
  { assignee, by, at }: Act & { assignee: PersonRow },
): Promise<void> {
  const open = await findByThread(tx, activity.thread_id)
  if (open) await followTheirs(tx, open.thread.id, { assignee, at })
  await tellAssignee(tx, activity, { assignee, by, at })
}

/** Takes it off the list. The thread does not tell of it. @throws Refused as for a change */
export async function cancelActivity(tx: Tx, id: number, { by, at }: Act): Promise<ActivityRow> {
  const activity = await plannedActivity(tx, id)
  mustActOn(by, activity)
  const end = { ended_at: at, ended_by: by.id, outcome: 'cancelled', remind_at: null } as const
  const [ended] = await update(tx, activities, { id }, end)
  const about = { thread: activity.thread_id, person: by.id, details: { activity: id }, at }
  await recordEvent(tx, { kind: 'activity cancelled', ...about })
  return ended!
}

/** Where the buttons put an activity off to. */
export type Later = 'today' | 'tomorrow' | 'monday'

export function dayOfLater(later: Later, { by, at }: Act): Day {
  const today = dayAt(at, by.time_zone)
  if (later === 'today') return today
  return daysAfter(today, later === 'tomorrow' ? 1 : 8 - weekdayOf(today))
}

const AT_ONCE = 500

/**
 * Gives all that somebody has planned to somebody else: for who is away, or has left.
 * @returns how many; at most 500 at a time
 * @throws Refused where the other one is no user
 */
export async function giveAll(
  tx: Tx,
  { from, to, by, at }: Act & { from: number; to: number },
): Promise<number> {
  mustBeAbleTo(by, 'post')
  if (from === to) throw new Refused('bad-input', 'They have them already.')
  const assignee = await mustBeUser(tx, to)
  const which = { assignee_id: from, ended_at: null }
  const theirs = await list(tx, activities, { where: which, order: 'id', limit: AT_ONCE })
  for (const { id, thread_id, due_on } of theirs) {
    const remindAt = await reminderFor(tx, assignee, { dueOn: due_on, at })
    await update(tx, activities, { id }, { assignee_id: to, remind_at: remindAt })
    await followTheirs(tx, thread_id, { assignee, at })
  }
  const details = { activities: theirs.map(({ id }) => id), from, to }
  await recordEvent(tx, { kind: 'activity changed', person: by.id, details, at })
  await tellOfSeveral(tx, theirs, { assignee, by, at, link: '/activities' })
  return theirs.length
}
