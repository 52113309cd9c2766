import { Refused } from '../../lib/errors.ts'
import { count, find, insert, list, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type ActivityTypeRow, activityTypes } from '../../store/tables/threads.ts'
import { mustBeUser } from '../people/people.ts'
import { recordTypeById } from '../records/record-types.ts'

/** The kinds of planned follow-up. Scheduling one comes with its own verbs. */
export type ActivityTypeWish = Omit<ActivityTypeRow, 'id' | 'removed_at'>

const STANDARD: Partial<ActivityTypeRow>[] = [
  { name: 'To Do', icon: 'check', delay_count: 5, position: 10 },
  { name: 'Call', icon: 'phone', delay_count: 2, position: 20 },
  { name: 'Meeting', icon: 'calendar', position: 30 },
  { name: 'Email', icon: 'mail', position: 40 },
  { name: 'Upload Document', icon: 'upload', delay_count: 5, position: 50 },
  { name: 'Request Signature', icon: 'pen', delay_count: 3, position: 60 },
]

export async function addStandardActivityTypes(tx: Tx): Promise<void> {
  if ((await count(tx, activityTypes)) > 0) return
  for (const type of STANDARD) await insert(tx, activityTypes, type)
}

/** @throws Refused without a name, or where the name is in use */
export async function addActivityType(
  tx: Tx,
  wish: Partial<ActivityTypeWish> & { name: string },
): Promise<ActivityTypeRow> {
  await mustBeUsable(tx, wish)
  return insert(tx, activityTypes, { icon: 'check', ...wish })
}

/** @throws Refused where there is no such type */
export async function changeActivityType(
  tx: Tx,
  id: number,
  wish: Partial<ActivityTypeWish>,
): Promise<ActivityTypeRow> {
  if (wish.name !== undefined) await mustBeUsable(tx, { ...wish, name: wish.name }, id)
  if (wish.next_type_id === id)
    throw new Refused('bad-input', 'An activity type cannot be followed by itself at once.')
  const [changed] = await update(tx, activityTypes, { id, removed_at: null }, wish)
  if (!changed) throw new Refused('not-found', 'There is no such activity type.')
  return changed
}

/** Takes a type out of the lists; activities of this type keep it. */
export async function removeActivityType(tx: Tx, id: number, at: number): Promise<void> {
  await update(tx, activityTypes, { next_type_id: id }, { next_type_id: null })
  const removed = await update(tx, activityTypes, { id, removed_at: null }, { removed_at: at })
  if (removed.length === 0) throw new Refused('not-found', 'There is no such activity type.')
}

/** @throws Refused where there is no such type */
export async function restoreActivityType(tx: Tx, id: number): Promise<void> {
  const back = await update(tx, activityTypes, { id }, { removed_at: null })
  if (back.length === 0) throw new Refused('not-found', 'There is no such activity type.')
}

export async function findActivityType(
  reader: Reader,
  id: number,
): Promise<ActivityTypeRow | null> {
  return find(reader, activityTypes, { id })
}

export async function listActivityTypes(reader: Reader): Promise<ActivityTypeRow[]> {
  return list(reader, activityTypes, { where: { removed_at: null }, order: 'position, id' })
}

async function mustBeUsable(
  tx: Tx,
  wish: Partial<ActivityTypeWish> & { name: string },
  id = 0,
): Promise<void> {
  if (wish.name.trim() === '') throw new Refused('bad-input', 'An activity type needs a name.')
  const same = await find(tx, activityTypes, {
    name: wish.name,
    record_type_id: wish.record_type_id ?? null,
    removed_at: null,
  })
  if (same && same.id !== id)
    throw new Refused('already-there', `There is an activity type "${wish.name}".`)
  await mustLeadSomewhere(tx, wish)
}

async function mustLeadSomewhere(
  reader: Reader,
  { assignee_id, next_type_id, record_type_id }: Partial<ActivityTypeWish>,
): Promise<void> {
  if (assignee_id) await mustBeUser(reader, assignee_id)
  if (record_type_id) await recordTypeById(reader, record_type_id)
  if (next_type_id && !(await findActivityType(reader, next_type_id)))
    throw new Refused('bad-input', 'There is no such next type.')
}
