import { DAY, HOUR } from '../../lib/clock.ts'
import { readJson } from '../../store/rows.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Cause, Condition } from '../../store/tables/rules.ts'
import type { Change, EventRow, MessageRow } from '../../store/tables/threads.ts'
import { stageLabel } from '../records/field-values.ts'
import { type OpenRecord, valuesOf } from '../records/records.ts'

/** Pure: whether what has happened is a rule's cause, whether its conditions hold, and when a deadline is. */

/** What has happened on a record, and what the record is now. */
export type Seen = {
  kind: string
  changes: Change[]
  open: OpenRecord
  /** It had an assignee when it was opened. */
  bornAssigned: boolean
  /** The message of the event, and who wrote it; null where there is none. */
  message: Pick<MessageRow, 'class' | 'id'> | null
  author: Pick<PersonRow, 'kind'> | null
}

/** The kinds of event that a rule can be about. */
export const ASKED_ABOUT = ['record created', 'field changed', 'message posted']

export function isCause(cause: Cause, seen: Seen): boolean {
  return CAUSES[cause.on](cause as never, seen)
}

const CAUSES: { [On in Cause['on']]: (cause: Cause & { on: On }, seen: Seen) => boolean } = {
  created: (_cause, { kind }) => kind === 'record created',
  changed: (cause, seen) => seen.changes.some((change) => isChange(cause, change, seen.open)),
  assigned: (_cause, { kind, changes, bornAssigned }) =>
    kind === 'record created'
      ? bornAssigned
      : changes.some(({ field, to }) => field === 'assignee' && to !== ''),
  'message received': (_cause, seen) => isFromOutside(seen),
  'no answer': (_cause, seen) => isFromOutside(seen),
  deadline: ({ field }, { kind, changes }) =>
    kind === 'record created' || changes.some((change) => change.field === field),
}

/** A person outside has written it; machines are answered by no rule. */
function isFromOutside({ kind, message, author }: Seen): boolean {
  return kind === 'message posted' && author?.kind === 'contact' && message?.class === 'human'
}

function isChange(
  { field, to }: Cause & { on: 'changed' },
  change: Change,
  { type }: OpenRecord,
): boolean {
  if (change.field !== field) return false
  if (to === '') return true
  const wanted = to.trim().toLowerCase()
  const reached = change.to.toLowerCase()
  const stored = typeof change.is === 'object' ? change.is?.amount : change.is
  return (
    reached === wanted ||
    String(stored ?? '').toLowerCase() === wanted ||
    (field === 'stage' && reached === stageLabel(type, wanted).toLowerCase())
  )
}

export function changesOf(event: Pick<EventRow, 'details'>): Change[] {
  const { changes } = readJson(event.details) as { changes?: Change[] }
  return changes ?? []
}

export function isBornAssigned(event: Pick<EventRow, 'kind' | 'details'>): boolean {
  return event.kind === 'record created' && 'assignee' in readJson(event.details)
}

/** How many rules have led to an event, one by the other. */
export function depthOf(event: Pick<EventRow, 'details'>): number {
  const { depth } = readJson(event.details) as { depth?: number }
  return depth ?? 0
}

/** The names of the people on a record, for conditions. */
export type Names = { assignee: string; customer: string }

export function allHold(conditions: Condition[], open: OpenRecord, names: Names): boolean {
  return conditions.every((condition) => holds(condition, open, names))
}

function holds({ field, is, value }: Condition, open: OpenRecord, names: Names): boolean {
  const found = namesOfValue(field, open, names)
  const [have, want] = [found.map((one) => one.toLowerCase()), value.trim().toLowerCase()]
  if (is === 'is set') return have[0] !== ''
  if (is === 'is empty') return have[0] === ''
  if (is === 'is') return have.includes(want)
  if (is === 'is not') return !have.includes(want)
  if (is === 'contains') return have.some((one) => one.includes(want))
  return compares(have[0]!, is, want)
}

/** An empty value is neither more nor less. Dates stand as 2026-01-31, so they compare as words. */
function compares(have: string, is: 'more than' | 'less than', want: string): boolean {
  if (have === '' || want === '') return false
  const [one, other] = [Number(have), Number(want.replace(',', '.'))]
  const areNumbers = !Number.isNaN(one) && !Number.isNaN(other)
  const [left, right] = areNumbers ? [one, other] : [have, want]
  return is === 'more than' ? left > right : left < right
}

/** What a field may be called by: a stage has a code and a label. */
function namesOfValue(field: string, { record, type }: OpenRecord, names: Names): string[] {
  if (field === 'stage') return [record.stage ?? '', stageLabel(type, record.stage)]
  if (field === 'name') return [record.name]
  if (field === 'assignee' || field === 'customer') return [names[field]]
  const value = valuesOf(record)[field] ?? ''
  return [String(typeof value === 'object' ? value.amount : value)]
}

/** The hour of the day (UTC) at which a deadline counts: mails of rules come in the morning. */
const MORNING = 8 * HOUR

/** When a deadline's rule is to run: so many days before its date, after it where they are negative; null without a date. */
export function deadlineAt(
  { field, days }: Cause & { on: 'deadline' },
  { record }: OpenRecord,
): number | null {
  const value = valuesOf(record)[field]
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const day = Date.parse(
    typeof value === 'number' ? new Date(value).toISOString().slice(0, 10) : value.slice(0, 10),
  )
  return Number.isNaN(day) ? null : day + MORNING - days * DAY
}
