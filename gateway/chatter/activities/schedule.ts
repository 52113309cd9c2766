import { type Day, dayAt } from '../../lib/calendar.ts'
import { Refused } from '../../lib/errors.ts'
import { insert, toJson } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type ActivityFile, type ActivityRow, activities } from '../../store/tables/activities.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { ActivityTypeRow } from '../../store/tables/threads.ts'
import { followByRule } from '../followers/follow.ts'
import { findPerson, isUser, mustBeUser } from '../people/people.ts'
import { mustBeAbleTo } from '../people/roles.ts'
import { mustBeInUse } from '../records/merge.ts'
import type { OpenRecord } from '../records/records.ts'
import { recordEvent } from '../threads/events.ts'
import { reminderAt, usualDue } from './due.ts'
import { keepHabitsOf } from './habits.ts'
import { tellAssignee } from './letters.ts'

/** What is to be planned. What is left out is as the type says. */
export type ActivityWish = {
  type: ActivityTypeRow
  summary?: string
  note?: string
  dueOn?: Day
  startsAt?: number | null
  endsAt?: number | null
  place?: string
  /** A user's id; null: nobody yet. */
  assignee?: number | null
  files?: ActivityFile[]
  /** The one that it follows. */
  previous?: ActivityRow
  /** Not by hand. */
  automatic?: boolean
  /** What the invitation says that brought it. */
  meeting?: { uid: string; sequence: number; organizer: string | null; inviter: number }
}

type Act = { by: PersonRow; at: number }

/** Plans an activity on a record, and tells who gets it, unless they plan it themselves. */
export async function scheduleActivity(
  tx: Tx,
  open: OpenRecord,
  wish: ActivityWish & Act,
): Promise<ActivityRow> {
  mustBeAbleTo(wish.by, 'post')
  return planAndTell(tx, open, wish)
}

/** The same for what follows by itself when somebody ends the one before: who may end it need not be able to plan. */
export async function planAndTell(
  tx: Tx,
  open: OpenRecord,
  wish: ActivityWish & Act,
): Promise<ActivityRow> {
  const activity = await planActivity(tx, open, wish)
  const assignee = activity.assignee_id && (await findPerson(tx, activity.assignee_id))
  if (assignee) await tellAssignee(tx, activity, { assignee, by: wish.by, at: wish.at })
  return activity
}

/** Plans it, and tells nobody. @throws Refused where the record is not in use, or nobody can have it */
export async function planActivity(
  tx: Tx,
  open: OpenRecord,
  wish: ActivityWish & Act,
): Promise<ActivityRow> {
  const { type, by, at, meeting } = wish
  await mustBeInUse(tx, open)
  mustFit(type, open)
  const usual = await proposalFor(tx, open, wish)
  const assigneeId = wish.assignee === undefined ? usual.assignee : wish.assignee
  const assignee = assigneeId === null ? null : await mustBeUser(tx, assigneeId)
  const dueOn = wish.dueOn ?? usual.dueOn
  const activity = await insert(tx, activities, {
    thread_id: open.thread.id,
    activity_type_id: type.id,
    summary: cleanLine(wish.summary ?? usual.summary),
    note: (wish.note ?? usual.note).trim().slice(0, LONGEST_NOTE),
    due_on: dueOn,
    starts_at: wish.startsAt ?? null,
    ends_at: wish.endsAt ?? null,
    place: cleanLine(wish.place ?? ''),
    assignee_id: assignee?.id ?? null,
    created_by: by.id,
    created_at: at,
    automatic: wish.automatic ? 1 : 0,
    previous_id: wish.previous?.id ?? null,
    files: toJson(wish.files ?? []),
    remind_at: assignee && (await reminderFor(tx, assignee, { dueOn, at })),
    meeting_uid: meeting?.uid ?? null,
    meeting_sequence: meeting?.sequence ?? null,
    organizer: meeting?.organizer ?? null,
    inviter_id: meeting?.inviter ?? null,
  })
  if (assignee) await followTheirs(tx, open.thread.id, { assignee, at })
  const details = { activity: activity.id, type: type.name, due: dueOn, assignee: assignee?.id }
  const about = { thread: open.thread.id, person: by.id, details, at }
  await recordEvent(tx, { kind: 'activity scheduled', ...about })
  return activity
}

const LONGEST_NOTE = 5000
const LONGEST_LINE = 200

/** What a type says of an activity that is planned now. */
export type Proposal = { summary: string; note: string; dueOn: Day; assignee: number | null }

/** The form is filled in with this, and what somebody leaves out. */
export async function proposalFor(
  reader: Reader,
  { record }: OpenRecord,
  wish: {
    type: ActivityTypeRow
    by: PersonRow
    at: number
    previous?: ActivityRow
    assignee?: number | null
  },
): Promise<Proposal> {
  const { type, by, at, previous } = wish
  const candidates = [
    wish.assignee,
    type.assignee_id,
    previous?.assignee_id,
    by.kind === 'system' ? record.assignee_id : by.id,
  ]
  const assignee = await firstUser(reader, candidates)
  const today = dayAt(at, assignee?.time_zone ?? by.time_zone)
  return {
    summary: type.summary,
    note: type.note,
    dueOn: usualDue(type, { today, previous: previous?.due_on ?? null }),
    assignee: assignee?.id ?? null,
  }
}

/** The first who is still a user: the default of a type may have left. */
async function firstUser(
  reader: Reader,
  ids: (number | null | undefined)[],
): Promise<PersonRow | null> {
  for (const id of ids) {
    const person = id ? await findPerson(reader, id) : null
    if (person && isUser(person)) return person
  }
  return null
}

/** When its assignee is reminded; null where that hour is past. */
export async function reminderFor(
  tx: Tx,
  assignee: PersonRow,
  { dueOn, at }: { dueOn: Day; at: number },
): Promise<number | null> {
  const { hour } = await keepHabitsOf(tx, assignee, at)
  return reminderAt(dueOn, { hour, zone: assignee.time_zone, now: at })
}

/** Who has an activity hears of its record, unless they have left it. */
export async function followTheirs(
  tx: Tx,
  thread: number,
  { assignee, at }: { assignee: PersonRow; at: number },
): Promise<void> {
  const follow = { thread, person: assignee.id, at }
  await followByRule(tx, { ...follow, reason: 'follower_rule' })
}

function mustFit(type: ActivityTypeRow, open: OpenRecord): void {
  if (type.record_type_id !== null && type.record_type_id !== open.type.id)
    throw new Refused(
      'bad-input',
      `${type.name} is no activity of a ${open.type.label.toLowerCase()}.`,
    )
}

/** One line, without signs that turn what follows. */
export function cleanLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_LINE)
}
