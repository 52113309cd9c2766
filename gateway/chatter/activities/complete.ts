import { Refused } from '../../lib/errors.ts'
import { readJson, update } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { type ActivityFile, type ActivityRow, activities } from '../../store/tables/activities.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { ActivityTypeRow, MessageRow } from '../../store/tables/threads.ts'
import { ACTIVITIES } from '../followers/subtypes.ts'
import type { FileToAttach } from '../messages/attachments.ts'
import { logNote } from '../messages/post.ts'
import { findPerson } from '../people/people.ts'
import { mustBeInUse } from '../records/merge.ts'
import { findByThread, type OpenRecord } from '../records/records.ts'
import { recordEvent } from '../threads/events.ts'
import { plannedActivity } from './activities.ts'
import { activityTypeInUse, findActivityType } from './activity-types.ts'
import { mustActOn } from './rights.ts'
import { planAndTell } from './schedule.ts'

type Act = { by: PersonRow; at: number }

export type Completion = {
  activity: ActivityRow
  open: OpenRecord
  message: MessageRow
  /** What its type has planned by itself. */
  next: ActivityRow | null
  /** What its type suggests to plan. */
  suggested: ActivityTypeRow | null
}

/**
 * Ends an activity as done. Its thread tells of it, to users only, with what came of it and its files; what follows by itself is planned.
 * @throws Refused where it has ended, or is not theirs
 */
export async function markDone(
  tx: Tx,
  id: number,
  { by, at, feedback = '', files = [] }: Act & { feedback?: string; files?: FileToAttach[] },
): Promise<Completion> {
  const activity = await plannedActivity(tx, id)
  mustActOn(by, activity)
  const open = await recordOf(tx, activity)
  await mustBeInUse(tx, open)
  const type = await activityTypeInUse(tx, activity.activity_type_id)
  const message = await logNote(tx, open.thread, {
    author: by,
    text: await wordsOf(tx, activity, { type, by, feedback }),
    files: [...readJson(activity.files).map(attached), ...files],
    subtype: ACTIVITIES,
    at,
  })
  const end = { ended_at: at, ended_by: by.id, outcome: 'done', remind_at: null } as const
  const told = { feedback: feedback.trim(), message_id: message.id }
  const [ended] = await update(tx, activities, { id }, { ...end, ...told })
  const about = { thread: open.thread.id, message: message.id, person: by.id, at }
  const details = { activity: id, type: type.name }
  await recordEvent(tx, { kind: 'activity done', ...about, details })
  return {
    activity: ended!,
    open,
    message,
    ...(await chain(tx, open, { type, ended: ended!, by, at })),
  }
}

/** What follows: planned at once, or offered. */
async function chain(
  tx: Tx,
  open: OpenRecord,
  { type, ended, by, at }: Act & { type: ActivityTypeRow; ended: ActivityRow },
): Promise<Pick<Completion, 'next' | 'suggested'>> {
  const following = type.next_type_id && (await findActivityType(tx, type.next_type_id))
  const fits = following && [null, open.type.id].includes(following.record_type_id)
  if (!following || !fits || following.removed_at !== null) return { next: null, suggested: null }
  if (type.chaining === 'suggest') return { next: null, suggested: following }
  const wish = { type: following, previous: ended, automatic: true, by, at }
  return { next: await planAndTell(tx, open, wish), suggested: null }
}

async function recordOf(tx: Tx, { thread_id }: ActivityRow): Promise<OpenRecord> {
  const open = await findByThread(tx, thread_id)
  if (!open) throw new Refused('not-found')
  return open
}

/** What the thread tells: what was done, whose it was, what was to be done, what came of it. */
async function wordsOf(
  tx: Tx,
  { summary, note, assignee_id }: ActivityRow,
  { type, by, feedback }: { type: ActivityTypeRow; by: PersonRow; feedback: string },
): Promise<string> {
  const assignee = assignee_id === null ? null : await findPerson(tx, assignee_id)
  const isOthers = assignee !== null && assignee.id !== by.id
  return [
    `${type.name} done${summary === '' ? '' : `: ${summary}`}`,
    isOthers ? `It was assigned to ${assignee.name}.` : '',
    note === '' ? '' : `Note: ${note}`,
    feedback.trim() === '' ? '' : `Feedback: ${feedback.trim()}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function attached({ sha256, filename, content_type, size }: ActivityFile): FileToAttach {
  return { sha256, filename, contentType: content_type, size, inline: false, contentId: null }
}
