import { toJson, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import {
  type Change,
  type FieldValues,
  type MessageRow,
  type RecordRow,
  records,
} from '../../store/tables/threads.ts'
import { followByRule } from '../followers/follow.ts'
import { NOTE, STAGE_CHANGED } from '../followers/subtypes.ts'
import { logChange } from '../messages/post.ts'
import { findPerson, mustBeUser } from '../people/people.ts'
import { recordEvent } from '../threads/events.ts'
import { readValues, showValue, stageLabel } from './field-values.ts'
import { indexRecordAgain } from './record-index.ts'
import { type OpenRecord, valuesOf } from './records.ts'

/** What one save changes: field values as people type them, `stage` among them, the assignee and the customer. */
export type Save = {
  by: PersonRow
  values?: Record<string, string>
  assignee?: number | null
  customer?: number | null
  name?: string
  at: number
}

/**
 * Saves a record and logs all tracked changes of the save as one entry.
 * @returns the entry, or null where nothing tracked has changed
 * @throws Refused for a value that a field does not take; then nothing is saved
 */
export async function saveRecord(tx: Tx, open: OpenRecord, save: Save): Promise<MessageRow | null> {
  const { stage, ...values } = readValues(open.type, save.values ?? {})
  if (save.assignee && save.assignee !== open.record.assignee_id)
    await mustBeUser(tx, save.assignee)
  const after = await writeRecord(tx, open, save, {
    stage: (stage as string | undefined) ?? open.record.stage,
    values,
  })
  if (isFoundOtherwise(open.record, after)) await indexRecordAgain(tx, after.id)
  const changes = await changesBetween(tx, open, after)
  if (changes.length === 0) return null

  await followTheirRecord(tx, open, after, save)
  const subtype = after.stage !== open.record.stage ? STAGE_CHANGED : NOTE
  await recordEvent(tx, {
    kind: 'field changed',
    thread: open.thread.id,
    person: save.by.id,
    details: { changes },
    at: save.at,
  })
  return logChange(tx, open.thread, { author: save.by, changes, subtype, at: save.at })
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
  const closes = open.type.stages.find((stage) => stage.code === set.stage)?.closed ?? false
  const [after] = await update(
    tx,
    records,
    { id: open.record.id },
    {
      name: save.name?.trim() || open.record.name,
      stage: set.stage,
      assignee_id: save.assignee === undefined ? open.record.assignee_id : save.assignee,
      customer_id: save.customer === undefined ? open.record.customer_id : save.customer,
      field_values: toJson({ ...valuesOf(open.record), ...set.values }),
      closed_at: closes ? (open.record.closed_at ?? save.at) : null,
    },
  )
  return after!
}

async function changesBetween(
  reader: Reader,
  { record, type }: OpenRecord,
  after: RecordRow,
): Promise<Change[]> {
  const before = valuesOf(record)
  const now = valuesOf(after)
  const changes: Change[] = [
    { field: 'name', label: 'Name', from: record.name, to: after.name },
    {
      field: 'stage',
      label: 'Stage',
      from: stageLabel(type, record.stage),
      to: stageLabel(type, after.stage),
    },
    {
      field: 'assignee',
      label: 'Assignee',
      from: await nameOf(reader, record.assignee_id),
      to: await nameOf(reader, after.assignee_id),
    },
    {
      field: 'customer',
      label: 'Customer',
      from: await nameOf(reader, record.customer_id),
      to: await nameOf(reader, after.customer_id),
    },
  ]
  for (const field of type.fields.filter((one) => one.tracked)) {
    changes.push({
      field: field.code,
      label: field.label,
      from: showValue(field, before[field.code]),
      to: showValue(field, now[field.code]),
    })
  }
  return changes.filter((change) => change.from !== change.to)
}

async function nameOf(reader: Reader, person: number | null): Promise<string> {
  return person === null ? '' : ((await findPerson(reader, person))?.name ?? '')
}
