import { Refused } from '../../lib/errors.ts'
import { find, insert, readJson, toJson } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import {
  type Cause,
  type FieldValues,
  type RecordRow,
  records,
  recordTypes,
  type ThreadRow,
} from '../../store/tables/threads.ts'
import type { Value } from '../../store/value.ts'
import { followByRule } from '../followers/follow.ts'
import { CREATED } from '../followers/subtypes.ts'
import { logChange } from '../messages/post.ts'
import { recordEvent } from '../threads/events.ts'
import { openThread } from '../threads/threads.ts'
import { followLinked } from './parents.ts'
import { readValues } from './read-values.ts'
import { mustBeOffered, type RecordType, recordTypeById } from './record-types.ts'
import type { DecimalMark } from './typed-numbers.ts'

/** A record with its type and its thread: what every verb on a record needs. */
export type OpenRecord = { record: RecordRow; type: RecordType; thread: ThreadRow }

export type NewRecord = {
  name: string
  creator: PersonRow
  customer?: PersonRow | null
  owner?: number | null
  values?: Record<string, string>
  /** Who wrote the values, where it is not the creator; and how they write decimals. */
  writtenBy?: PersonRow
  mark?: DecimalMark
  linkedTo?: number | null
  /** What brought it, for who reads the event. */
  cause?: Cause
  /** Do creator and customer follow, where the type says so? A machine does not. */
  follows?: boolean
  at: number
}

const NAME_LENGTH = 200
/** Short enough for a header line that every client shows whole. */
const SUBJECT_LENGTH = 120

/** Opens a record with its thread; creator, customer and owner follow where the type says so. */
export async function openRecord(tx: Tx, type: RecordType, wish: NewRecord): Promise<OpenRecord> {
  const { writtenBy: by = wish.creator, values: texts = {}, mark, at } = wish
  const hand = { by, mark, at, values: texts }
  const { stage, ...values } = await readValues(tx, mustBeOffered(type), hand)
  const name = cleanName(wish.name) || `New ${type.label.toLowerCase()}`
  const number = await takeNumber(tx, type)
  const tag = type.settings.subjectTag === 'none' ? '' : `[${type.prefix}-${number}] `
  const subject = `${tag}${name}`.slice(0, SUBJECT_LENGTH)
  const thread = await openThread(tx, { subject, recordType: type.id, at: wish.at })
  const record = await insert(tx, records, {
    record_type_id: type.id,
    number,
    thread_id: thread.id,
    name,
    stage: (stage as string | undefined) ?? type.stages[0]?.code ?? null,
    assignee_id: wish.owner ?? null,
    customer_id: wish.customer?.id ?? null,
    linked_record_id: wish.linkedTo ?? null,
    field_values: toJson(values as FieldValues),
    stage_times: toJson({ since: wish.at, spent: {} }),
    created_by: wish.creator.id,
    created_at: wish.at,
    closed_at: type.stages.some(({ code, closed }) => closed && code === stage) ? wish.at : null,
  })
  await followTheirRecord(tx, type, record, wish)
  const heard = await followLinked(tx, { record, fields: type.fields, values }, wish.at)
  await recordEvent(tx, {
    kind: 'record created',
    thread: thread.id,
    person: wish.creator.id,
    details: {
      ...(wish.cause ? { cause: wish.cause } : {}),
      ...(wish.owner ? { assignee: wish.owner } : {}),
    },
    at: wish.at,
  })
  if (heard.has(CREATED)) await tellOfIt(tx, { record, type, thread }, wish)
  return { record, type, thread }
}

/** Who hears of new records by the one that this is linked to is told of it, before anything is said in it. */
async function tellOfIt(
  tx: Tx,
  { record, type, thread }: OpenRecord,
  wish: NewRecord,
): Promise<void> {
  const changes = [{ field: 'created', label: `${type.label} created`, from: '', to: record.name }]
  await logChange(tx, thread, { author: wish.creator, changes, subtype: CREATED, at: wish.at })
}

/** `T-42`, as people write it. */
export function referenceOf(open: {
  record: Pick<RecordRow, 'number'>
  type: Pick<RecordType, 'prefix'>
}): string {
  return `${open.type.prefix}-${open.record.number}`
}

/** @returns the record of a reference such as T-42, in any case; null where there is none */
export async function findByReference(
  reader: Reader,
  reference: string,
): Promise<OpenRecord | null> {
  const [, prefix, number] = /^([a-z]{1,6})-(\d{1,15})$/i.exec(reference.trim()) ?? []
  const type = prefix && (await find(reader, recordTypes, { prefix: prefix.toUpperCase() }))
  return type ? findByNumber(reader, type.id, Number(number)) : null
}

/** @throws Refused where there is no such record */
export async function recordByReference(reader: Reader, reference: string): Promise<OpenRecord> {
  const found = await findByReference(reader, reference)
  if (!found) throw new Refused('not-found', `There is no record ${reference}.`)
  return found
}

export async function findByNumber(
  reader: Reader,
  type: number,
  number: number,
): Promise<OpenRecord | null> {
  return openWhere(reader, 'r.record_type_id = $1 and r.number = $2', [type, number])
}

export async function findByThread(reader: Reader, thread: number): Promise<OpenRecord | null> {
  return openWhere(reader, 'r.thread_id = $1', [thread])
}

export async function findById(reader: Reader, id: number): Promise<OpenRecord | null> {
  return openWhere(reader, 'r.id = $1', [id])
}

export function valuesOf(record: RecordRow): FieldValues {
  return readJson(record.field_values)
}

type RecordAndThread = RecordRow & {
  subject: string
  opened_at: number
  last_message_at: number
  message_count: number
}

async function openWhere(
  reader: Reader,
  condition: string,
  values: Value[],
): Promise<OpenRecord | null> {
  const found = await reader.one<RecordAndThread>(
    `select r.*, t.subject, t.created_at as opened_at, t.last_message_at, t.message_count
     from records r join threads t on t.id = r.thread_id where ${condition}`,
    values,
  )
  if (!found) return null
  const { subject, opened_at, last_message_at, message_count, ...record } = found
  const type = await recordTypeById(reader, record.record_type_id)
  const thread = {
    id: record.thread_id,
    record_type_id: type.id,
    subject,
    created_at: opened_at,
    last_message_at,
    message_count,
  }
  return { record, type, thread }
}

async function takeNumber(tx: Tx, type: RecordType): Promise<number> {
  const taken = await tx.one<{ next_number: number }>(
    'update record_types set next_number = next_number + 1 where id = $1 returning next_number',
    [type.id],
  )
  return taken!.next_number - 1
}

async function followTheirRecord(
  tx: Tx,
  type: RecordType,
  record: RecordRow,
  wish: NewRecord,
): Promise<void> {
  const { follow } = type.settings
  const add = (person: number, reason: 'follower_creator' | 'follower_customer' | 'assignee') =>
    followByRule(tx, { thread: record.thread_id, person, reason, at: wish.at })
  const { follows = true } = wish
  if (follows && follow.creator && wish.creator.kind !== 'system')
    await add(wish.creator.id, 'follower_creator')
  if (follows && follow.customer && wish.customer) await add(wish.customer.id, 'follower_customer')
  if (follow.assignee && wish.owner) await add(wish.owner, 'assignee')
}

function cleanName(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ')
    .trim()
    .slice(0, NAME_LENGTH)
}
