import { Refused } from '../../lib/errors.ts'
import { count, find, insert, list, readJson, toJson, update } from '../../store/rows.ts'
import { forget, keptForASecond } from '../../store/seldom.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type Field,
  type RecordTypeRow,
  recordTypes,
  type Stage,
  type TypeSettings,
} from '../../store/tables/threads.ts'
import { addCommonSubtypes, addSubtype, CREATED, STAGE_CHANGED } from '../followers/subtypes.ts'
import { BUILT_IN_TYPES, type NewRecordType } from './built-in-types.ts'

/** A record type with its lists opened. */
export type RecordType = Omit<RecordTypeRow, 'fields' | 'stages' | 'settings'> & {
  fields: Field[]
  stages: Stage[]
  settings: TypeSettings
}

/** The name under which all types are kept in memory. */
const KEPT = 'record types'

const STANDARD_STAGES: Stage[] = [
  { code: 'new', label: 'New' },
  { code: 'open', label: 'In progress' },
  { code: 'done', label: 'Done', closed: true },
]

/** Writes the built-in record types into a store that has none. */
export async function addBuiltInTypes(tx: Tx, at: number): Promise<boolean> {
  if ((await count(tx, recordTypes)) > 0) return false
  await addCommonSubtypes(tx)
  for (const type of BUILT_IN_TYPES) await addRecordType(tx, type, at)
  return true
}

/** @throws Refused where code or prefix are taken, or not made of letters */
export async function addRecordType(tx: Tx, type: NewRecordType, at: number): Promise<RecordType> {
  await mustBeFree(tx, type)
  mustDiffer(type.stages ?? [])
  const row = await insert(tx, recordTypes, {
    code: type.code,
    label: type.label,
    plural: type.plural,
    prefix: type.prefix.toUpperCase(),
    fields: toJson(type.fields ?? []),
    stages: toJson(type.stages ?? STANDARD_STAGES),
    settings: toJson(settingsOf(type)),
    created_at: at,
  })
  await addTypeSubtypes(tx, row.id, type)
  forget(tx, KEPT)
  return opened(row)
}

export async function findRecordType(reader: Reader, code: string): Promise<RecordType | null> {
  const row = await find(reader, recordTypes, { code: code.toLowerCase() })
  return row && opened(row)
}

/** @throws Refused where there is no type of that code; the message names those there are */
export async function recordTypeByCode(reader: Reader, code: string): Promise<RecordType> {
  const type = await findRecordType(reader, code)
  if (type) return type
  const all = (await listRecordTypes(reader)).map((one) => one.code)
  throw new Refused('not-found', `There is no record type "${code}". There are: ${all.join(', ')}.`)
}

/** @throws Refused where there is no such type */
export async function recordTypeById(reader: Reader, id: number): Promise<RecordType> {
  const type = (await listRecordTypes(reader)).find((one) => one.id === id)
  if (!type) throw new Refused('not-found', 'There is no such record type.')
  return type
}

export async function listRecordTypes(reader: Reader): Promise<RecordType[]> {
  return keptForASecond(reader, KEPT, async () =>
    (await list(reader, recordTypes, { order: 'position, id' })).map(opened),
  )
}

/** Changes label, fields, stages or settings; code, prefix and mail address stay, since mails out there name them. */
export async function changeRecordType(
  tx: Tx,
  type: RecordType,
  changes: {
    label?: string
    plural?: string
    fields?: Field[]
    stages?: Stage[]
    settings?: Partial<TypeSettings>
  },
): Promise<RecordType> {
  mustDiffer(changes.stages ?? [])
  const [row] = await update(
    tx,
    recordTypes,
    { id: type.id },
    {
      label: changes.label ?? type.label,
      plural: changes.plural ?? type.plural,
      fields: toJson(changes.fields ?? type.fields),
      stages: toJson(changes.stages ?? type.stages),
      settings: toJson({ ...type.settings, ...changes.settings, address: type.settings.address }),
    },
  )
  forget(tx, KEPT)
  return opened(row!)
}

function opened(row: RecordTypeRow): RecordType {
  return {
    ...row,
    fields: readJson(row.fields),
    stages: readJson(row.stages),
    settings: readJson(row.settings),
  }
}

function settingsOf(type: NewRecordType): TypeSettings {
  const follow = {
    creator: true,
    assignee: true,
    customer: true,
    replier: true,
    ...type.settings?.follow,
  }
  return {
    address: type.settings?.address ?? type.code,
    whoMayPost: type.settings?.whoMayPost ?? 'everyone',
    follow,
  }
}

async function mustBeFree(tx: Tx, type: NewRecordType): Promise<void> {
  if (!/^[a-z][a-z0-9]{1,30}$/.test(type.code))
    throw new Refused('bad-input', 'A code is 2 to 24 small letters or digits.')
  if (!/^[A-Z]{1,6}$/i.test(type.prefix))
    throw new Refused('bad-input', 'A prefix is 1 to 6 letters.')
  if (await find(tx, recordTypes, { code: type.code }))
    throw new Refused('already-there', `There is a record type "${type.code}".`)
  const same = await find(tx, recordTypes, { prefix: type.prefix.toUpperCase() })
  if (same)
    throw new Refused(
      'already-there',
      `The prefix ${type.prefix.toUpperCase()} belongs to "${same.code}".`,
    )
}

async function addTypeSubtypes(tx: Tx, id: number, type: NewRecordType): Promise<void> {
  const own = [
    { code: STAGE_CHANGED, label: 'Stage changed', internal: true, on: true },
    { code: CREATED, label: `${type.label} created`, internal: true, on: true },
    ...(type.subtypes ?? []),
  ]
  for (const { code, label, internal = true, on = true } of own) {
    await addSubtype(tx, {
      record_type_id: id,
      code,
      label,
      internal: internal ? 1 : 0,
      default_on: on ? 1 : 0,
      position: 50,
    })
  }
}

function mustDiffer(stages: Stage[]): void {
  const codes = stages.map((stage) => stage.code)
  const twice = stages.find((stage, index) => codes.indexOf(stage.code) < index)
  if (twice) throw new Refused('bad-input', `There are two stages "${twice.label}".`)
}
