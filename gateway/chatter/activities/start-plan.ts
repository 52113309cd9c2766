import { type Day, showDay, spanAfter } from '../../lib/calendar.ts'
import { Refused } from '../../lib/errors.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { ActivityPlanStepRow, ActivityRow } from '../../store/tables/activities.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { ACTIVITIES } from '../followers/subtypes.ts'
import { logNote } from '../messages/post.ts'
import { findPerson, isUser } from '../people/people.ts'
import { mustBeAbleTo } from '../people/roles.ts'
import { mustBeInUse } from '../records/merge.ts'
import { type OpenRecord, referenceOf } from '../records/records.ts'
import { recordEvent } from '../threads/events.ts'
import { titleOf } from './activities.ts'
import { activityTypeInUse } from './activity-types.ts'
import { tellOfSeveral } from './letters.ts'
import type { Plan } from './plans.ts'
import { planActivity } from './schedule.ts'

/** `date`: what the offsets count from; `asked`: who gets what the plan asks about. */
export type PlanStart = {
  plan: Plan
  records: OpenRecord[]
  date: Day
  asked?: number | null
  by: PersonRow
  at: number
}

const MOST_RECORDS = 500

/**
 * Plans all activities of a plan on each record. Either all of it is planned, or nothing.
 * @throws Refused that names everything which stands in the way
 */
export async function startPlan(tx: Tx, start: PlanStart): Promise<ActivityRow[]> {
  const { plan, records, by, at } = start
  mustBeAbleTo(by, 'post')
  if (records.length > MOST_RECORDS)
    throw new Refused('bad-input', `A plan starts on at most ${MOST_RECORDS} records at a time.`)
  await mustBePossible(tx, start)
  const planned: ActivityRow[] = []
  for (const open of records) {
    const theirs: ActivityRow[] = []
    for (const step of plan.steps) theirs.push(await planStep(tx, open, { ...start, step }))
    await logStart(tx, open, { ...start, planned: theirs })
    planned.push(...theirs)
  }
  const [only, ...others] = records
  const link = only && others.length === 0 ? `/records/${referenceOf(only)}` : '/activities'
  for (const assignee of await assigneesOf(tx, planned)) {
    const given = planned.filter(({ assignee_id }) => assignee_id === assignee.id)
    await tellOfSeveral(tx, given, { assignee, by, at, link })
  }
  return planned
}

type AtStep = PlanStart & { step: ActivityPlanStepRow }

async function planStep(tx: Tx, open: OpenRecord, start: AtStep): Promise<ActivityRow> {
  const { step, date, by, at } = start
  const type = await activityTypeInUse(tx, step.activity_type_id)
  return planActivity(tx, open, {
    type,
    dueOn: dayOfStep(step, date),
    assignee: assigneeOf(open, start),
    automatic: true,
    ...(step.summary === '' ? {} : { summary: step.summary }),
    ...(step.note === '' ? {} : { note: step.note }),
    by,
    at,
  })
}

export function dayOfStep(
  { delay_count, delay_unit, delay_from }: ActivityPlanStepRow,
  date: Day,
): Day {
  const count = delay_from === 'before' ? -delay_count : delay_count
  return spanAfter(date, { count, unit: delay_unit })
}

function assigneeOf({ record }: OpenRecord, { step, by, asked }: AtStep): number | null {
  if (step.assignee_rule === 'fixed') return step.assignee_id
  if (step.assignee_rule === 'record') return record.assignee_id
  if (step.assignee_rule === 'asked') return asked ?? null
  return by.kind === 'system' ? record.assignee_id : by.id
}

/** Everything that stands in the way, before anything is planned. */
async function mustBePossible(tx: Tx, start: PlanStart): Promise<void> {
  const { plan, records } = start
  const faults = new Set<string>()
  if (plan.steps.length === 0) faults.add(`The plan "${plan.name}" is empty.`)
  for (const open of records) {
    const name = referenceOf(open)
    const resting = await refusalOf(() => mustBeInUse(tx, open))
    if (resting !== null) faults.add(resting)
    if (![null, open.type.id].includes(plan.record_type_id))
      faults.add(`"${plan.name}" is no plan for ${name}.`)
    for (const step of plan.steps) {
      const type = await activityTypeInUse(tx, step.activity_type_id)
      if (![null, open.type.id].includes(type.record_type_id))
        faults.add(`${type.name} is no activity of ${name}.`)
      const assignee = assigneeOf(open, { ...start, step })
      if (!(await isSomebody(tx, assignee)))
        faults.add(`Who is to do ${type.name} in ${name}? ${WHY[step.assignee_rule]}`)
    }
  }
  if (faults.size > 0) throw new Refused('bad-input', [...faults].slice(0, 20).join(' '))
}

const WHY = {
  starter: 'Only a user can start it.',
  record: 'The record has no assignee.',
  fixed: 'Who is named in the plan is no user any more.',
  asked: 'The plan asks for somebody: name them.',
} as const

async function isSomebody(reader: Reader, id: number | null): Promise<boolean> {
  const person = id === null ? null : await findPerson(reader, id)
  return person !== null && isUser(person)
}

async function refusalOf(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work()
    return null
  } catch (failure) {
    if (failure instanceof Refused) return failure.message
    throw failure
  }
}

async function logStart(
  tx: Tx,
  open: OpenRecord,
  { plan, planned, by, at }: PlanStart & { planned: ActivityRow[] },
): Promise<void> {
  const people = await assigneesOf(tx, planned)
  const lines: string[] = []
  for (const { activity_type_id, summary, due_on, assignee_id } of planned) {
    const type = await activityTypeInUse(tx, activity_type_id)
    const who = people.find(({ id }) => id === assignee_id)?.name ?? 'nobody'
    lines.push(`- ${titleOf({ type_name: type.name, summary })}, ${showDay(due_on)}, ${who}`)
  }
  const text = `The plan "${plan.name}" has been started:\n\n${lines.join('\n')}`
  const message = await logNote(tx, open.thread, { author: by, text, subtype: ACTIVITIES, at })
  const details = { plan: plan.id, activities: planned.map(({ id }) => id) }
  const about = { thread: open.thread.id, message: message.id, person: by.id, details, at }
  await recordEvent(tx, { kind: 'activity plan started', ...about })
}

async function assigneesOf(tx: Tx, planned: ActivityRow[]): Promise<PersonRow[]> {
  const ids = new Set(planned.map(({ assignee_id }) => assignee_id).filter((id) => id !== null))
  const found: PersonRow[] = []
  for (const id of ids) {
    const person = await findPerson(tx, id)
    if (person) found.push(person)
  }
  return found
}
