import { Refused } from '../../lib/errors.ts'
import { find, insert, list, readJson, toJson, update } from '../../store/rows.ts'
import { forget } from '../../store/seldom.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type Field,
  type RecordTypeRow,
  recordTypes,
  type Stage,
  type TypeSettings,
} from '../../store/tables/threads.ts'
import { type TypeVersionRow, typeVersions } from '../../store/tables/types.ts'
import { recordEvent } from '../threads/events.ts'
import { KEPT_TYPES, knownTo, openedType, type RecordType } from './record-types.ts'
import type { Act } from './rest.ts'
import { soundFields, soundStages, withRemoved, withStoredCurrency } from './type-parts.ts'
import { mustBeCurrency } from './typed-numbers.ts'

/** What changes of a type. Lists are whole: what is not in them is taken out. */
export type TypeChanges = Act & {
  label?: string
  plural?: string
  fields?: Field[]
  stages?: Stage[]
  settings?: Partial<TypeSettings>
}

/**
 * Changes label, fields, stages or settings, at once and for all records; code, prefix and mail address stay, since mails out there
 * name them. Fields and stages that are taken out are kept aside with the values of records, and `undoTypeChange` brings all back.
 */
export async function changeRecordType(
  tx: Tx,
  type: RecordType,
  changes: TypeChanges,
): Promise<RecordType> {
  const { by, at } = changes
  const settings = { ...type.settings, ...changes.settings, address: type.settings.address }
  if (settings.currency) mustBeCurrency(settings.currency)
  const known = await knownTo(tx, type.id, settings)
  const before = [...type.fields, ...type.removed.fields]
  const fields = changes.fields
    ? soundFields(changes.fields, known).map((field) => withStoredCurrency(field, before))
    : type.fields
  const stages = changes.stages ? soundStages(changes.stages, known) : type.stages
  return write(tx, type, {
    by,
    at,
    set: {
      label: changes.label ?? type.label,
      plural: changes.plural ?? type.plural,
      fields: toJson(withRemoved(before, fields, at)),
      stages: toJson(withRemoved([...type.stages, ...type.removed.stages], stages, at)),
      settings: toJson(settings),
    },
  })
}

/**
 * Takes a type out of use: no new records. Those there are keep their threads and their mail.
 * @throws Refused where an alias still opens records of it: mail to it must go somewhere
 */
export async function removeRecordType(tx: Tx, type: RecordType, act: Act): Promise<RecordType> {
  if (type.removed_at !== null) return type
  const alias = await tx.one<{ address: string }>(
    'select address from aliases where record_type_id = $1 and record_id is null order by id limit 1',
    [type.id],
  )
  if (alias)
    throw new Refused(
      'not-allowed',
      `${alias.address} opens records of this type. Remove that alias, or lead it elsewhere, first.`,
    )
  return write(tx, type, { ...act, set: { removed_at: act.at } })
}

export async function restoreRecordType(tx: Tx, type: RecordType, act: Act): Promise<RecordType> {
  return type.removed_at === null ? type : write(tx, type, { ...act, set: { removed_at: null } })
}

/**
 * Takes back the last change of a type; again: the one before. A field that the change had added goes aside with its values.
 * @throws Refused where nothing is left to take back
 */
export async function undoTypeChange(tx: Tx, type: RecordType, act: Act): Promise<RecordType> {
  const last = await lastVersion(tx, type.id)
  if (!last) throw new Refused('bad-input', `No change of ${type.label} is left to take back.`)
  await tx.all('delete from type_versions where id = $1', [last.id])
  const [fields, stages] = [readJson(last.fields), readJson(last.stages)]
  const { label, plural, settings, removed_at } = last
  const [row] = await update(
    tx,
    recordTypes,
    { id: type.id },
    {
      ...{ label, plural, settings, removed_at },
      fields: toJson(withRemoved([...type.fields, ...type.removed.fields], fields, act.at)),
      stages: toJson(withRemoved([...type.stages, ...type.removed.stages], stages, act.at)),
    },
  )
  await tell(tx, row!, { ...act, undone: true })
  return openedType(row!)
}

/** The last change of a type that can be taken back: who made it and when. */
export async function lastVersion(reader: Reader, type: number): Promise<TypeVersionRow | null> {
  const where = { record_type_id: type }
  return (await list(reader, typeVersions, { where, order: 'id desc', limit: 1 }))[0] ?? null
}

/** Writes a type, and what it was before beside it; a change that changes nothing leaves no trace. */
async function write(
  tx: Tx,
  type: RecordType,
  { by, at, set }: Act & { set: Partial<RecordTypeRow> },
): Promise<RecordType> {
  const before = (await find(tx, recordTypes, { id: type.id }))!
  const after = { ...before, ...set }
  if (JSON.stringify(after) === JSON.stringify(before)) return openedType(before)
  const { label, plural, fields, stages, settings, removed_at } = before
  await insert(tx, typeVersions, {
    record_type_id: type.id,
    ...{ label, plural, fields, stages, settings, removed_at },
    changed_by: by.id,
    changed_at: at,
  })
  const [row] = await update(tx, recordTypes, { id: type.id }, set)
  await tell(tx, row!, { by, at })
  return openedType(row!)
}

async function tell(
  tx: Tx,
  { code }: RecordTypeRow,
  { by, at, undone }: Act & { undone?: true },
): Promise<void> {
  forget(tx, KEPT_TYPES)
  const details = { type: code, ...(undone ? { undone } : {}) }
  await recordEvent(tx, { kind: 'record type changed', person: by.id, details, at })
}
