import { readJson, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import {
  type AnswerRules,
  type Cause,
  type Change,
  type MessageRow,
  type RecordRow,
  records,
} from '../../store/tables/threads.ts'
import { NOTE, STAGE_CHANGED } from '../followers/subtypes.ts'
import { logChange } from '../messages/post.ts'
import { recordEvent } from '../threads/events.ts'
import type { RecordType } from './record-types.ts'
import type { OpenRecord } from './records.ts'
import { saveRecord } from './tracking.ts'

/** How a record rests: nobody works on it, and an answer to it follows the rule of its type. Nothing of it is erased. */
export type Rest = 'closed' | 'archived' | 'deleted'

const USUAL_RULES: AnswerRules = { closed: 'reopen', archived: 'reopen', deleted: 'new linked' }

export function restOf(record: RecordRow): Rest | null {
  if (record.deleted_at !== null) return 'deleted'
  if (record.archived_at !== null) return 'archived'
  return record.closed_at === null ? null : 'closed'
}

/** What an answer does to a record of this type that rests. Nothing is kept in a deleted one, where nobody would see it. */
export function answerRulesOf(type: Pick<RecordType, 'settings'>): AnswerRules {
  const rules = { ...USUAL_RULES, ...type.settings.answers }
  return rules.deleted === 'keep' ? { ...rules, deleted: 'new linked' } : rules
}

/** Who acts, and when; by which door, where it is told. */
export type Act = { by: PersonRow; at: number; cause?: Cause }

/** Puts a record aside: lists leave it out. Done twice it changes nothing. */
export async function archiveRecord(tx: Tx, open: OpenRecord, act: Act): Promise<void> {
  if (open.record.archived_at !== null) return
  await update(tx, records, { id: open.record.id }, { archived_at: act.at })
  await logAct(tx, open, { ...act, label: 'Archived', to: 'yes' })
}

/** Takes a record out of lists and from answers; it can be restored. Done twice it changes nothing. */
export async function deleteRecord(tx: Tx, open: OpenRecord, act: Act): Promise<void> {
  if (open.record.deleted_at !== null) return
  await update(tx, records, { id: open.record.id }, { deleted_at: act.at })
  await logAct(tx, open, { ...act, label: 'Deleted', to: 'yes' })
}

/** Brings an archived or deleted record back. Done twice it changes nothing. */
export async function restoreRecord(tx: Tx, open: OpenRecord, act: Act): Promise<void> {
  const { id, archived_at, deleted_at } = open.record
  if (archived_at === null && deleted_at === null) return
  await update(tx, records, { id }, { archived_at: null, deleted_at: null })
  const label = deleted_at === null ? 'Archived' : 'Deleted'
  await logAct(tx, open, { ...act, label, from: 'yes', to: 'no' })
}

/** Puts a closed record back into the stage that it was closed from; where nobody knows it, into the first open one. */
export async function reopenRecord(tx: Tx, open: OpenRecord, act: Act): Promise<void> {
  const stage = await lastOpenStage(tx, open)
  if (stage) await saveRecord(tx, open, { ...act, values: { stage } })
}

async function lastOpenStage(
  reader: Reader,
  { type, thread, record }: OpenRecord,
): Promise<string | null> {
  const openStages = type.stages.filter((stage) => !stage.closed)
  const left = record.stage_times && readJson(record.stage_times).open
  const known = openStages.find(({ code }) => code === left)
  if (known) return known.code
  const changes = await reader.all<Pick<MessageRow, 'changes'>>(
    `select changes from messages where thread_id = $1 and kind = 'change' and subtype = $2 order by id desc limit 20`,
    [thread.id, STAGE_CHANGED],
  )
  const before = changes
    .flatMap((row) => (row.changes ? readJson(row.changes) : []))
    .filter((change) => change.field === 'stage')
    .map((change) => openStages.find((stage) => stage.label === change.from))
    .find((stage) => stage !== undefined)
  return (before ?? openStages[0])?.code ?? null
}

async function logAct(
  tx: Tx,
  { thread }: OpenRecord,
  { by, at, cause, label, from = '', to }: Act & { label: string; from?: string; to: string },
): Promise<void> {
  const changes: Change[] = [{ field: label.toLowerCase(), label, from, to }]
  await recordEvent(tx, {
    kind: 'field changed',
    thread: thread.id,
    person: by.id,
    details: { changes, cause },
    at,
  })
  await logChange(tx, thread, { author: by, changes, subtype: NOTE, cause, at })
}
