import type { Reader, Tx } from '../../store/store.ts'
import type { FieldValues, RecordRow } from '../../store/tables/threads.ts'
import { followByParents, hasParents, type Linked } from '../followers/parents.ts'

/** What a record is linked by: its own link, and fields that hold the reference of another record. */
type Links = {
  record: Pick<RecordRow, 'thread_id' | 'record_type_id' | 'linked_record_id'>
  fields: { code: string; kind: string }[]
  values: FieldValues
}

/**
 * Lets those follow a record who follow one that it is linked to, and hear of such records: when it is opened, and when a link of it
 * has changed.
 * @returns the subtypes that any of them hears of now
 */
export async function followLinked(tx: Tx, links: Links, at: number): Promise<Set<string>> {
  const { record } = links
  if (!(await hasParents(tx, record.record_type_id))) return new Set()
  const child = { thread: record.thread_id, recordType: record.record_type_id }
  return followByParents(tx, child, { parents: await parentsOf(tx, links), at })
}

async function parentsOf(reader: Reader, { record, fields, values }: Links): Promise<Linked[]> {
  const found: Linked[] = []
  const own = record.linked_record_id && (await byId(reader, record.linked_record_id))
  if (own) found.push({ ...own, by: null })
  for (const { code } of fields.filter(({ kind }) => kind === 'link')) {
    const linked = await byReference(reader, String(values[code] ?? ''))
    if (linked) found.push({ ...linked, by: code })
  }
  return found
}

type Found = Omit<Linked, 'by'>

const SELECT = `select r.thread_id as thread, r.record_type_id as "recordType" from records r`

async function byId(reader: Reader, id: number): Promise<Found | null> {
  return reader.one<Found>(`${SELECT} where r.id = $1`, [id])
}

async function byReference(reader: Reader, reference: string): Promise<Found | null> {
  const [, prefix, number] = /^([a-z]{1,6})-(\d{1,15})$/i.exec(reference) ?? []
  if (!prefix) return null
  return reader.one<Found>(
    `${SELECT} join record_types y on y.id = r.record_type_id where y.prefix = $1 and r.number = $2`,
    [prefix.toUpperCase(), Number(number)],
  )
}
