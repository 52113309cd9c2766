import type { Reader } from '../../store/store.ts'
import type { Change, Field, RecordRow } from '../../store/tables/threads.ts'
import { peopleById } from '../people/people.ts'
import { changeOf, namesIn } from './field-values.ts'
import type { RecordType } from './record-types.ts'
import { valuesOf } from './records.ts'

const of = (code: string, label: string, kind: Field['kind']): Field => ({
  code,
  label,
  kind,
  tracked: true,
})

/** What every record has beside the fields of its type, always tracked. */
const COMMON: { field: Field; of(record: RecordRow): string | number | null }[] = [
  { field: of('name', 'Name', 'text'), of: (record) => record.name },
  { field: of('stage', 'Stage', 'stage'), of: (record) => record.stage },
  { field: of('assignee', 'Assignee', 'person'), of: (record) => record.assignee_id },
  { field: of('customer', 'Customer', 'person'), of: (record) => record.customer_id },
]

/** What is tracked and differs, in the order of the type: before a save and after it, or all that a new record begins with. */
export async function changesBetween(
  reader: Reader,
  type: RecordType,
  { before, after }: { before: RecordRow | null; after: RecordRow },
): Promise<Change[]> {
  const [old, now] = [before ? valuesOf(before) : {}, valuesOf(after)]
  const names = await namesIn(reader, type, old, now)
  for (const [id, name] of await namesOf(reader, before ? [before, after] : [after]))
    names.set(id, name)
  const glance = { type, names }
  const common = COMMON.map(({ field, of: read }) =>
    changeOf({ field, was: before && read(before), is: read(after) }, glance),
  )
  const own = type.fields
    .filter((field) => field.tracked)
    .map((field) => changeOf({ field, was: old[field.code], is: now[field.code] }, glance))
  return [...common, ...own].filter((change) => change !== null)
}

async function namesOf(reader: Reader, all: RecordRow[]): Promise<[number, string][]> {
  const people = all.flatMap(({ assignee_id, customer_id }) => [assignee_id, customer_id])
  const ids = [...new Set(people.filter((id) => id !== null))]
  if (ids.length === 0) return []
  return [...(await peopleById(reader, ids))].map(([id, { name }]) => [id, name])
}
