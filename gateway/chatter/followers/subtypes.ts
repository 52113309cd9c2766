import { Refused } from '../../lib/errors.ts'
import { insert, list, remove, update } from '../../store/rows.ts'
import { forget, keptForASecond } from '../../store/seldom.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type SubtypeRow, subtypes } from '../../store/tables/threads.ts'

/** The kinds of update that a follower may subscribe to. These three exist for every record type. */
export const DISCUSSIONS = 'discussions'
export const NOTE = 'note'
export const ACTIVITIES = 'activities'

export const STAGE_CHANGED = 'stage'
export const CREATED = 'created'

/** The name under which all subtypes are kept in memory. */
const KEPT = 'subtypes'

const COMMON: Partial<SubtypeRow>[] = [
  { code: DISCUSSIONS, label: 'Discussions', internal: 0, default_on: 1, position: 10 },
  { code: NOTE, label: 'Note', internal: 1, default_on: 1, position: 20 },
  { code: ACTIVITIES, label: 'Activities', internal: 1, default_on: 0, position: 90 },
]

export async function addCommonSubtypes(tx: Tx): Promise<void> {
  for (const subtype of COMMON) await insert(tx, subtypes, subtype)
}

export async function addSubtype(
  tx: Tx,
  subtype: Partial<SubtypeRow> & { code: string; label: string },
): Promise<SubtypeRow> {
  const taken = (await subtypesOf(tx, subtype.record_type_id ?? null)).some(
    (one) => one.code === subtype.code,
  )
  if (taken) throw new Refused('already-there', `There is a subtype "${subtype.code}" here.`)
  forget(tx, KEPT)
  const added = await insert(tx, subtypes, subtype)
  await mustStandForOne(tx, added)
  return added
}

/** What stands for a subtype of linked records stands for one that they have; and it is never for more people than that one. */
async function mustStandForOne(reader: Reader, subtype: SubtypeRow): Promise<void> {
  const { heard_type_id: type, heard_code, record_type_id, internal } = subtype
  if (type === null) return
  const heard = (await listSubtypes(reader)).find(
    (one) => one.code === heard_code && (one.record_type_id ?? type) === type,
  )
  if (!heard || record_type_id === null || heard.heard_type_id !== null)
    throw new Refused('bad-input', `Linked records have no subtype "${heard_code}" to hear of.`)
  if (heard.internal && !internal)
    throw new Refused('not-allowed', `"${heard.label}" is for users only, so this is as well.`)
}

/** What a follower of this record type can hear of: the common subtypes and its own. */
export async function subtypesOf(reader: Reader, recordType: number | null): Promise<SubtypeRow[]> {
  return (await everySubtype(reader)).filter(
    (subtype) => subtype.record_type_id === null || subtype.record_type_id === recordType,
  )
}

/** Those of all record types, kept in memory for a second. */
export async function everySubtype(reader: Reader): Promise<SubtypeRow[]> {
  return keptForASecond(reader, KEPT, () => list(reader, subtypes, { order: 'position, id' }))
}

export async function listSubtypes(reader: Reader): Promise<SubtypeRow[]> {
  return list(reader, subtypes, { order: 'coalesce(record_type_id, 0), position, id' })
}

export type SubtypeChanges = Partial<
  Pick<
    SubtypeRow,
    'label' | 'internal' | 'default_on' | 'hidden' | 'heard_type_id' | 'heard_code' | 'heard_by'
  >
>

/** @throws Refused where there is no such subtype, or it would become one that cannot be */
export async function changeSubtype(
  tx: Tx,
  id: number,
  changes: SubtypeChanges,
): Promise<SubtypeRow> {
  const [changed] = await update(tx, subtypes, { id }, changes)
  if (changed) await mustStandForOne(tx, changed)
  if (changed?.code === NOTE && !changed.internal)
    throw new Refused('not-allowed', 'Notes are internal, always.')
  if (!changed) throw new Refused('not-found', 'There is no such subtype.')
  forget(tx, KEPT)
  return changed
}

export async function removeSubtype(tx: Tx, id: number): Promise<void> {
  forget(tx, KEPT)
  const [removed] = await remove(tx, subtypes, { id })
  if (removed && removed.record_type_id === null)
    throw new Refused('not-allowed', 'This subtype belongs to every record type.')
  // what stood for it stands for nothing any more
  if (removed)
    await remove(tx, subtypes, {
      heard_type_id: removed.record_type_id,
      heard_code: removed.code,
    })
}

/** The codes that somebody hears of who has chosen nothing. Outsiders never have internal ones. */
export function defaultSubtypes(offered: SubtypeRow[], isUser: boolean): string[] {
  return offered
    .filter((subtype) => subtype.default_on && (isUser || !subtype.internal))
    .map((subtype) => subtype.code)
}
