import { Refused } from '../../lib/errors.ts'
import { find, insert, list, remove, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type ActivityPlanRow,
  type ActivityPlanStepRow,
  activityPlanSteps,
  activityPlans,
} from '../../store/tables/activities.ts'
import { mustBeUser } from '../people/people.ts'
import { recordTypeById } from '../records/record-types.ts'
import { findActivityType } from './activity-types.ts'
import { cleanLine } from './schedule.ts'

/** Several activities that are planned at once, each so many days before or after a date. */
export type Plan = ActivityPlanRow & { steps: ActivityPlanStepRow[] }

export type StepWish = Pick<ActivityPlanStepRow, 'activity_type_id'> &
  Partial<Omit<ActivityPlanStepRow, 'id' | 'plan_id'>>

const MOST_STEPS = 30

/** @throws Refused without a name, or where the name is in use */
export async function addPlan(
  tx: Tx,
  wish: { name: string; recordType: number | null },
): Promise<Plan> {
  await mustBeUsable(tx, wish)
  const row = await insert(tx, activityPlans, {
    name: cleanLine(wish.name),
    record_type_id: wish.recordType,
  })
  return { ...row, steps: [] }
}

/** @throws Refused where there is no such plan, or the name is in use */
export async function changePlan(
  tx: Tx,
  id: number,
  wish: { name: string; recordType: number | null },
): Promise<void> {
  await mustBeUsable(tx, wish, id)
  const changes = { name: cleanLine(wish.name), record_type_id: wish.recordType }
  const changed = await update(tx, activityPlans, { id, removed_at: null }, changes)
  if (changed.length === 0) throw new Refused('not-found', NO_SUCH)
}

const NO_SUCH = 'There is no such plan.'

/** @throws Refused where the step is of no type, of no user, or one too many */
export async function addStep(tx: Tx, plan: number, wish: StepWish): Promise<void> {
  const { steps } = await planById(tx, plan)
  if (steps.length >= MOST_STEPS)
    throw new Refused('bad-input', `A plan has at most ${MOST_STEPS} activities.`)
  const type = await findActivityType(tx, wish.activity_type_id)
  if (!type || type.removed_at !== null)
    throw new Refused('bad-input', 'There is no such activity type.')
  const isFixed = wish.assignee_rule === 'fixed'
  if (isFixed) await mustBeUser(tx, wish.assignee_id ?? 0)
  await insert(tx, activityPlanSteps, {
    plan_id: plan,
    activity_type_id: type.id,
    summary: cleanLine(wish.summary ?? ''),
    note: wish.note ?? '',
    delay_count: wish.delay_count ?? 0,
    delay_unit: wish.delay_unit ?? 'days',
    delay_from: wish.delay_from ?? 'after',
    assignee_rule: wish.assignee_rule ?? 'starter',
    assignee_id: isFixed ? (wish.assignee_id ?? null) : null,
  })
}

export async function removeStep(tx: Tx, plan: number, step: number): Promise<void> {
  const removed = await remove(tx, activityPlanSteps, { id: step, plan_id: plan })
  if (removed.length === 0) throw new Refused('not-found', 'The plan has no such activity.')
}

/** What it has planned stays planned. */
export async function removePlan(tx: Tx, id: number, at: number): Promise<void> {
  const removed = await update(tx, activityPlans, { id, removed_at: null }, { removed_at: at })
  if (removed.length === 0) throw new Refused('not-found', NO_SUCH)
}

export async function restorePlan(tx: Tx, id: number): Promise<void> {
  const back = await update(tx, activityPlans, { id }, { removed_at: null })
  if (back.length === 0) throw new Refused('not-found', NO_SUCH)
}

/** @throws Refused where there is none */
export async function planById(reader: Reader, id: number): Promise<Plan> {
  const row = await find(reader, activityPlans, { id, removed_at: null })
  if (!row) throw new Refused('not-found', NO_SUCH)
  const steps = await list(reader, activityPlanSteps, { where: { plan_id: id }, order: 'id' })
  return { ...row, steps }
}

/** All plans; with a record type those that its records can start. */
export async function listPlans(reader: Reader, recordType?: number): Promise<Plan[]> {
  const rows = await list(reader, activityPlans, { where: { removed_at: null }, order: 'name, id' })
  const fitting = rows.filter(
    ({ record_type_id }) =>
      recordType === undefined || record_type_id === null || record_type_id === recordType,
  )
  const ids = fitting.map(({ id }) => id)
  const steps =
    ids.length > 0
      ? await list(reader, activityPlanSteps, { where: { plan_id: ids }, order: 'id' })
      : []
  return fitting.map((row) => ({
    ...row,
    steps: steps.filter(({ plan_id }) => plan_id === row.id),
  }))
}

async function mustBeUsable(
  tx: Tx,
  { name, recordType }: { name: string; recordType: number | null },
  id = 0,
): Promise<void> {
  if (name.trim() === '') throw new Refused('bad-input', 'A plan needs a name.')
  if (recordType !== null) await recordTypeById(tx, recordType)
  const same = await find(tx, activityPlans, { name: cleanLine(name), removed_at: null })
  if (same && same.id !== id) throw new Refused('already-there', `There is a plan "${name}".`)
}
