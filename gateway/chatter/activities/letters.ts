import { type Day, dayAt, showDay } from '../../lib/calendar.ts'
import type { Tx } from '../../store/store.ts'
import type { ActivityRow } from '../../store/tables/activities.ts'
import type { Letter, LetterAbout } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { sendLetter } from '../notifications/letters.ts'
import { findByThread, type OpenRecord, referenceOf } from '../records/records.ts'
import { titleOf } from './activities.ts'
import { activityTypeInUse } from './activity-types.ts'
import { dueInWords } from './due.ts'
import { letterAddress } from './habits.ts'

const MOST_OF_A_NOTE = 600
/** Lines of a letter that lists several. */
const MOST_LINES = 50

/** Tells a user of an activity that somebody else has given them. */
export async function tellAssignee(
  tx: Tx,
  activity: ActivityRow,
  { assignee, by, at }: { assignee: PersonRow; by: PersonRow; at: number },
): Promise<void> {
  if (assignee.id === by.id) return
  await sendAboutOne(tx, activity, {
    assignee,
    at,
    letter: 'activity-assigned',
    values: { by: by.name },
  })
}

/** Reminds the assignee on the day. @returns false where nobody is to be reminded */
export async function remindAssignee(
  tx: Tx,
  activity: ActivityRow,
  { assignee, at }: { assignee: PersonRow; at: number },
): Promise<boolean> {
  return sendAboutOne(tx, activity, { assignee, at, letter: 'activity-due', values: {} })
}

type One = {
  assignee: PersonRow
  letter: 'activity-assigned' | 'activity-due'
  values: Record<string, string>
  at: number
}

async function sendAboutOne(
  tx: Tx,
  activity: ActivityRow,
  { assignee, letter: words, values, at }: One,
): Promise<boolean> {
  const address = await letterAddress(tx, assignee)
  const open = await findByThread(tx, activity.thread_id)
  if (!address || !open) return false
  const type = await activityTypeInUse(tx, activity.activity_type_id)
  const record = referenceOf(open)
  const today = dayAt(at, assignee.time_zone)
  const letter: Letter = {
    words,
    values: {
      ...values,
      what: titleOf({ type_name: type.name, summary: activity.summary }),
      record,
      name: open.record.name,
      due: showDay(activity.due_on, assignee.language),
      when: activity.due_on === today ? 'today' : showDay(activity.due_on, assignee.language),
    },
    lines: detailsOf(activity, assignee),
    links: [
      `/records/${record}#activity-${activity.id}`,
      `answer:/done #${activity.id}`,
      `answer:/snooze #${activity.id} 2d`,
    ],
    answers: null,
    about: aboutOf(open),
    forUser: true,
  }
  const offers = [`done #${activity.id}`, `snooze #${activity.id}`]
  const thread = open.thread.id
  return sendLetter(tx, { person: assignee.id, address, letter, thread, offers, at })
}

/** In one line each: whatever somebody wrote, no line of ours begins with a command. */
function detailsOf({ note, place, starts_at }: ActivityRow, { time_zone }: PersonRow): string[] {
  const format = { timeZone: time_zone, dateStyle: 'medium', timeStyle: 'short' } as const
  const flat = note.replace(/\s+/g, ' ').trim()
  return [
    ...(starts_at === null
      ? []
      : [`Time: ${new Intl.DateTimeFormat('en-GB', format).format(starts_at)} (${time_zone})`]),
    ...(place === '' ? [] : [`Place: ${place.replace(/\s+/g, ' ')}`]),
    ...(flat === ''
      ? []
      : [`Note: ${flat.slice(0, MOST_OF_A_NOTE)}${flat.length > MOST_OF_A_NOTE ? ' …' : ''}`]),
  ]
}

function aboutOf({ thread, record, type }: OpenRecord): LetterAbout {
  return { thread: thread.id, address: type.settings.address, number: record.number }
}

/** One letter for all that somebody was given at once. */
export async function tellOfSeveral(
  tx: Tx,
  given: ActivityRow[],
  { assignee, by, at, link }: { assignee: PersonRow; by: PersonRow; at: number; link: string },
): Promise<void> {
  const address = await letterAddress(tx, assignee)
  if (assignee.id === by.id || !address || given.length === 0) return
  if (given.length === 1) return tellAssignee(tx, given[0]!, { assignee, by, at })
  const letter: Letter = {
    words: 'activities-assigned',
    values: { count: String(given.length), by: by.name },
    lines: await linesFor(tx, given, dayAt(at, assignee.time_zone)),
    links: [link],
    answers: null,
    forUser: true,
  }
  await sendLetter(tx, { person: assignee.id, address, letter, at })
}

/** The list of what is overdue. */
export async function sendOverdueList(
  tx: Tx,
  overdue: ActivityRow[],
  { assignee, at }: { assignee: PersonRow; at: number },
): Promise<boolean> {
  const address = await letterAddress(tx, assignee)
  if (!address || overdue.length === 0) return false
  const letter: Letter = {
    words: 'activities-overdue',
    values: { count: String(overdue.length) },
    lines: await linesFor(tx, overdue, dayAt(at, assignee.time_zone)),
    links: ['/activities'],
    answers: null,
    forUser: true,
  }
  return sendLetter(tx, { person: assignee.id, address, letter, at })
}

async function linesFor(tx: Tx, some: ActivityRow[], today: Day): Promise<string[]> {
  const lines: string[] = []
  for (const activity of some.slice(0, MOST_LINES)) {
    const open = await findByThread(tx, activity.thread_id)
    const type = await activityTypeInUse(tx, activity.activity_type_id)
    const title = titleOf({ type_name: type.name, summary: activity.summary })
    const record = open ? `${referenceOf(open)} ${open.record.name}` : ''
    lines.push(`${title} · ${dueInWords(activity.due_on, today)} · ${record}`)
  }
  const more = some.length - lines.length
  return more > 0 ? [...lines, `and ${more} more`] : lines
}
