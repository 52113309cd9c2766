import { toJson, update } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import {
  type Cause,
  type Change,
  type FieldValues,
  type MessageRow,
  type RecordRow,
  records,
} from '../../store/tables/threads.ts'
import { followByRule } from '../followers/follow.ts'
import { NOTE, STAGE_CHANGED, subtypesOf } from '../followers/subtypes.ts'
import { logChange } from '../messages/post.ts'
import { mustBeUser } from '../people/people.ts'
import { recordEvent } from '../threads/events.ts'
import { changesBetween } from './changes.ts'
import { followLinked } from './parents.ts'
import { readValues } from './read-values.ts'
import { indexRecordAgain } from './record-index.ts'
import { type OpenRecord, valuesOf } from './records.ts'
import { askForTemplate } from './stage-templates.ts'
import { timesAfterMove } from './stage-times.ts'
import type { DecimalMark } from './typed-numbers.ts'

/** What one save changes: field values as people type them, `stage` among them, the assignee and the customer. */
export type Save = {
  by: PersonRow
  /** By which door it comes. */
  cause?: Cause | undefined
  values?: Record<string, string>
  /** Who wrote the values, where it is not who is credited; and how they write decimals. */
  writtenBy?: PersonRow
  mark?: DecimalMark
  assignee?: number | null
  customer?: number | null
  name?: string
  /** Nobody is told: the change stands in the thread. */
  quietly?: boolean
  at: number
}

/**
 * Saves a record and logs all tracked changes of the save as one entry.
 * @returns the entry, or null where nothing tracked has changed
 * @throws Refused for a value that a field does not take; then nothing is saved
 */
export async function saveRecord(
  tx: Tx,
  asRead: OpenRecord,
  save: Save,
): Promise<MessageRow | null> {
  const open = await asItIsNow(tx, asRead)
  const { by, writtenBy = by, mark, at } = save
  const hand = { by: writtenBy, mark, at, values: save.values ?? {} }
  const { stage, ...values } = await readValues(tx, open.type, hand)
  if (save.assignee && save.assignee !== open.record.assignee_id)
    await mustBeUser(tx, save.assignee)
  const after = await writeRecord(tx, open, save, {
    stage: (stage as string | undefined) ?? open.record.stage,
    values,
  })
  if (isFoundOtherwise(open.record, after)) await indexRecordAgain(tx, after.id)
  await followNewLinks(tx, open, { after, at })
  const changes = await changesBetween(tx, open.type, { before: open.record, after })
  if (changes.length === 0) return null

  await followTheirRecord(tx, open, after, save)
  return logSave(tx, { ...open, record: after }, { save, changes })
}

/** The record, kept from others until this save is done: of two saves at once neither takes back what the other one has written. */
async function asItIsNow(tx: Tx, open: OpenRecord): Promise<OpenRecord> {
  const record = await tx.one<RecordRow>(
    'update records set name = name where id = $1 returning *',
    [open.record.id],
  )
  return { ...open, record: record ?? open.record }
}

/** Who follows what a link field names now, and hears of such records, follows from now on. */
async function followNewLinks(
  tx: Tx,
  { type, record }: OpenRecord,
  { after, at }: { after: RecordRow; at: number },
): Promise<void> {
  const [was, values] = [valuesOf(record), valuesOf(after)]
  const links = type.fields.filter(
    ({ kind, code }) => kind === 'link' && was[code] !== values[code],
  )
  if (links.length > 0) await followLinked(tx, { record: after, fields: links, values }, at)
}

/** The entry, the event, and the template that the new stage names. */
async function logSave(
  tx: Tx,
  open: OpenRecord,
  { save, changes }: { save: Save; changes: Change[] },
): Promise<MessageRow> {
  const { by, at, cause, quietly } = save
  const { id: thread } = open.thread
  const details = { changes, cause }
  await recordEvent(tx, { kind: 'field changed', thread, person: by.id, details, at })
  const subtype = await subtypeFor(tx, open, changes)
  const draft = { author: by, changes, subtype, cause, at }
  const change = await logChange(tx, open.thread, quietly ? { ...draft, hush: 'everybody' } : draft)
  const template = stageEntered(open, changes)?.template
  if (template)
    await askForTemplate(tx, open, { template, change, by, at, ...(cause ? { cause } : {}) })
  return change
}

/** The stage says what a move is a kind of, else the first field that says it; a subtype that is gone says nothing any more. */
async function subtypeFor(tx: Tx, open: OpenRecord, changes: Change[]): Promise<string> {
  const stage = stageEntered(open, changes)
  const ofFields = open.type.fields
    .filter(({ code }) => changes.some(({ field }) => field === code))
    .map(({ subtype }) => subtype)
  const moved = changes.some(({ field }) => field === 'stage')
  const wished = [stage?.subtype, ...(moved ? [STAGE_CHANGED] : []), ...ofFields]
  const named = wished.filter((code) => code !== undefined)
  if (named.length === 0) return NOTE
  const offered = await subtypesOf(tx, open.type.id)
  return named.find((code) => offered.some((one) => one.code === code)) ?? NOTE
}

function stageEntered({ type, record }: OpenRecord, changes: Change[]) {
  const moved = changes.some(({ field }) => field === 'stage')
  return moved ? type.stages.find(({ code }) => code === record.stage) : undefined
}

/** What a record is found by: its name and the words of its fields. */
function isFoundOtherwise(before: RecordRow, after: RecordRow): boolean {
  return before.name !== after.name || before.field_values !== after.field_values
}

/** A new assignee and a new customer follow where the record type says so. */
async function followTheirRecord(
  tx: Tx,
  { record, thread, type }: OpenRecord,
  after: RecordRow,
  { by, at }: Save,
): Promise<void> {
  const { follow } = type.settings
  const add = (person: number, reason: 'assignee' | 'follower_customer') =>
    followByRule(tx, { thread: thread.id, person, reason, addedBy: by.id, at })
  const { assignee_id: assignee, customer_id: customer } = after
  if (follow.assignee && assignee && assignee !== record.assignee_id)
    await add(assignee, 'assignee')
  if (follow.customer && customer && customer !== record.customer_id)
    await add(customer, 'follower_customer')
}

async function writeRecord(
  tx: Tx,
  open: OpenRecord,
  save: Save,
  set: { stage: string | null; values: FieldValues },
): Promise<RecordRow> {
  const { record, type } = open
  const all = [...type.stages, ...type.removed.stages]
  const closes = all.find((stage) => stage.code === set.stage)?.closed ?? false
  const times = set.stage === record.stage ? null : timesAfterMove(record, type, save.at)
  const [after] = await update(
    tx,
    records,
    { id: record.id },
    {
      name: save.name?.trim() || record.name,
      stage: set.stage,
      assignee_id: save.assignee === undefined ? record.assignee_id : save.assignee,
      customer_id: save.customer === undefined ? record.customer_id : save.customer,
      field_values: toJson({ ...valuesOf(record), ...set.values }),
      stage_times: times ? toJson(times) : record.stage_times,
      closed_at: closes ? (record.closed_at ?? save.at) : null,
    },
  )
  return after!
}
