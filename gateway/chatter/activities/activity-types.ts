import { Refused } from '../../lib/errors.ts'
import { find, insert, list, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type ActivityTypeRow, activityTypes } from '../../store/tables/threads.ts'
import { mustBeUser } from '../people/people.ts'
import { recordTypeById } from '../records/record-types.ts'

/** The kinds of planned follow-up, for one record type or for all. */
export type ActivityTypeWish = Omit<ActivityTypeRow, 'id' | 'removed_at' | 'code'>

/** The one that stands in for a removed type. */
export const TO_DO = 'todo'
export const MEETING = 'meeting'

const STANDARD: Partial<ActivityTypeRow>[] = [
  { code: TO_DO, name: 'To Do', icon: 'check', delay_count: 5, position: 10 },
  { code: 'call', name: 'Call', icon: 'phone', delay_count: 2, category: 'phone', position: 20 },
  { code: MEETING, name: 'Meeting', icon: 'calendar', category: 'meeting', position: 30 },
  { name: 'Email', icon: 'mail', position: 40 },
  { name: 'Upload Document', icon: 'upload', delay_count: 5, category: 'upload', position: 50 },
  { name: 'Request Signature', icon: 'pen', delay_count: 3, position: 60 },
]

/** Into a new store all of them; into any the ones that the gateway itself plans with. */
export async function addStandardActivityTypes(tx: Tx): Promise<void> {
  const there = await list(tx, activityTypes)
  for (const type of STANDARD) {
    const isMissing = type.code ? there.every(({ code }) => code !== type.code) : false
    if (there.length === 0 || isMissing) await insert(tx, activityTypes, type)
  }
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

/**
 * Takes a type out of the lists; what is planned with it counts as To Do from then on.
 * @throws Refused for one that the gateway itself plans with
 */
export async function removeActivityType(tx: Tx, id: number, at: number): Promise<void> {
  const type = await findActivityType(tx, id)
  if (type?.code)
    throw new Refused('not-allowed', `${type.name} is always there: change it instead.`)
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

/** The types that records of one type offer: their own and the common ones. */
export async function activityTypesFor(
  reader: Reader,
  recordType: number,
): Promise<ActivityTypeRow[]> {
  const all = await listActivityTypes(reader)
  return all.filter(
    ({ record_type_id }) => record_type_id === null || record_type_id === recordType,
  )
}

/** @throws Refused where the gateway lacks one of its own types */
export async function activityTypeByCode(reader: Reader, code: string): Promise<ActivityTypeRow> {
  const type = await find(reader, activityTypes, { code })
  if (!type) throw new Refused('not-found', `There is no activity type of the kind ${code}.`)
  return type
}

/** A type by its id; a removed one counts as To Do. @throws Refused where there is none */
export async function activityTypeInUse(reader: Reader, id: number): Promise<ActivityTypeRow> {
  const type = await findActivityType(reader, id)
  if (!type) throw new Refused('not-found', 'There is no such activity type.')
  return type.removed_at === null ? type : activityTypeByCode(reader, TO_DO)
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
