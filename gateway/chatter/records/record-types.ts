import { Refused } from '../../lib/errors.ts'
import { count, find, insert, list, readJson, toJson } from '../../store/rows.ts'
import { forget, keptForASecond } from '../../store/seldom.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type Field,
  type RecordTypeRow,
  recordTypes,
  type Stage,
  type TypeSettings,
} from '../../store/tables/threads.ts'
import {
  addCommonSubtypes,
  addSubtype,
  CREATED,
  STAGE_CHANGED,
  subtypesOf,
} from '../followers/subtypes.ts'
import { BUILT_IN_TYPES, type NewRecordType } from './built-in-types.ts'
import { type Known, soundFields, soundStages } from './type-parts.ts'

/** A record type with its lists opened; what was taken out of them stands apart, so that old values can be read. */
export type RecordType = Omit<RecordTypeRow, 'fields' | 'stages' | 'settings'> & {
  fields: Field[]
  stages: Stage[]
  settings: TypeSettings
  removed: { fields: Field[]; stages: Stage[] }
}

/** The name under which all types are kept in memory. */
export const KEPT_TYPES = 'record types'

/** A reply address repeats it and adds a signature; all of it must fit into 64 octets. */
const LONGEST_ADDRESS = 24

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

/** @throws Refused where code, prefix or address are taken, or cannot be used, and for a field or stage that is not sound */
export async function addRecordType(tx: Tx, type: NewRecordType, at: number): Promise<RecordType> {
  await mustBeFree(tx, type)
  const settings = settingsOf(type)
  const row = await insert(tx, recordTypes, {
    code: type.code,
    label: type.label,
    plural: type.plural,
    prefix: type.prefix.toUpperCase(),
    fields: '[]',
    stages: '[]',
    settings: toJson(settings),
    created_at: at,
  })
  await addTypeSubtypes(tx, row.id, type)
  const known = await knownTo(tx, row.id, settings)
  const [made] = await tx.all<RecordTypeRow>(
    'update record_types set fields = $1, stages = $2 where id = $3 returning *',
    [
      toJson(soundFields(type.fields ?? [], known)),
      toJson(soundStages(type.stages ?? STANDARD_STAGES, known)),
      row.id,
    ],
  )
  forget(tx, KEPT_TYPES)
  return openedType(made!)
}

export async function findRecordType(reader: Reader, code: string): Promise<RecordType | null> {
  const row = await find(reader, recordTypes, { code: code.toLowerCase() })
  return row && openedType(row)
}

/** @throws Refused where there is no type of that code; the message names those there are */
export async function recordTypeByCode(reader: Reader, code: string): Promise<RecordType> {
  const type = await findRecordType(reader, code)
  if (type) return type
  const all = (await listOfferedTypes(reader)).map((one) => one.code)
  throw new Refused('not-found', `There is no record type "${code}". There are: ${all.join(', ')}.`)
}

/** @throws Refused where there is no such type */
export async function recordTypeById(reader: Reader, id: number): Promise<RecordType> {
  const type = (await listRecordTypes(reader)).find((one) => one.id === id)
  if (!type) throw new Refused('not-found', 'There is no such record type.')
  return type
}

/** All of them, those removed too: their records are still there, and get mail. */
export async function listRecordTypes(reader: Reader): Promise<RecordType[]> {
  return keptForASecond(reader, KEPT_TYPES, async () =>
    (await list(reader, recordTypes, { order: 'position, id' })).map(openedType),
  )
}

/** Those of which new records can be opened. */
export async function listOfferedTypes(reader: Reader): Promise<RecordType[]> {
  return (await listRecordTypes(reader)).filter((type) => type.removed_at === null)
}

/** @throws Refused where the type was removed */
export function mustBeOffered(type: RecordType): RecordType {
  if (type.removed_at === null) return type
  throw new Refused('not-allowed', `The record type "${type.label}" was removed. Restore it first.`)
}

export function openedType(row: RecordTypeRow): RecordType {
  const [fields, stages] = [readJson(row.fields), readJson(row.stages)]
  return {
    ...row,
    fields: fields.filter((field) => field.removed_at === undefined),
    stages: stages.filter((stage) => stage.removed_at === undefined),
    removed: {
      fields: fields.filter((field) => field.removed_at !== undefined),
      stages: stages.filter((stage) => stage.removed_at !== undefined),
    },
    settings: readJson(row.settings),
  }
}

/** What the fields and stages of a type may name. */
export async function knownTo(tx: Tx, id: number, settings: TypeSettings): Promise<Known> {
  return {
    subtypes: (await subtypesOf(tx, id)).map(({ code }) => code),
    types: (await listRecordTypes(tx)).map(({ code }) => code),
    currency: settings.currency ?? 'EUR',
  }
}

function settingsOf(type: NewRecordType): TypeSettings {
  const given = type.settings ?? {}
  return {
    ...given,
    address: given.address ?? type.code,
    whoMayPost: given.whoMayPost ?? 'everyone',
    follow: { creator: true, assignee: true, customer: true, replier: true, ...given.follow },
  }
}

async function mustBeFree(tx: Tx, type: NewRecordType): Promise<void> {
  if (!/^[a-z][a-z0-9]{1,23}$/.test(type.code))
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
  await mustBeFreeAddress(tx, type.settings?.address ?? type.code)
}

async function mustBeFreeAddress(tx: Tx, address: string): Promise<void> {
  if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(address) || address.length > LONGEST_ADDRESS)
    throw new Refused(
      'bad-input',
      `"${address}" cannot be a mail address. Take up to ${LONGEST_ADDRESS} small letters or digits.`,
    )
  const other = (await listRecordTypes(tx)).find((one) => one.settings.address === address)
  if (other)
    throw new Refused('already-there', `The address ${address}+1@ belongs to "${other.code}".`)
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
