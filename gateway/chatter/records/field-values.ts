import { dayIn, momentIn, moneyIn, NEUTRAL, numberIn, type Tongue } from '../../lib/locale.ts'
import { readJson } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import type {
  Change,
  Field,
  FieldKind,
  FieldValue,
  FieldValues,
  RecordRow,
} from '../../store/tables/threads.ts'
import { peopleById } from '../people/people.ts'
import type { RecordType } from './record-types.ts'
import { storedIn } from './typed-numbers.ts'

/** What a value is shown with: whose eyes see it, and the names of people. */
export type Glance = { type: RecordType; tongue: Tongue; names: Map<number, string> }

/** Words that stand for values. */
export type ValueWords = { yes: string; no: string }

const ENGLISH: ValueWords = { yes: 'yes', no: 'no' }

/** A value as its reader writes such values; empty where there is none. */
export function showValue(field: Field, value: FieldValue | undefined, glance: Glance): string {
  const full = withCurrency(field, value)
  return formatted(field.kind, full, glance.tongue) ?? textOf(field, full, glance)
}

/** A stage's label, also of one that was taken out of the type. */
export function stageLabel(type: RecordType, code: string | null): string {
  const all = [...type.stages, ...type.removed.stages]
  return all.find((stage) => stage.code === code)?.label ?? code ?? ''
}

/** The names of the people in values, for `showValue`. No field of that kind: no statement. */
export async function namesIn(
  reader: Reader,
  type: RecordType,
  ...values: FieldValues[]
): Promise<Map<number, string>> {
  const ids = [...type.fields, ...type.removed.fields]
    .filter((field) => field.kind === 'person')
    .flatMap(({ code }) => values.map((one) => one[code]))
    .filter((value) => typeof value === 'number')
  if (ids.length === 0) return new Map()
  return new Map([...(await peopleById(reader, ids))].map(([id, { name }]) => [id, name]))
}

/** One value of a change, or null where it is what it was. */
export function changeOf(
  { field, was, is }: { field: Field; was: FieldValue | undefined; is: FieldValue | undefined },
  glance: Omit<Glance, 'tongue'>,
): Change | null {
  const [before, after] = [withCurrency(field, was), withCurrency(field, is)]
  if (JSON.stringify(before) === JSON.stringify(after)) return null
  const text = (value: FieldValue) =>
    neutral(field.kind, value) ?? textOf(field, value, { ...glance, tongue: NEUTRAL })
  const { code, label, kind } = field
  return { field: code, label, from: text(before), to: text(after), kind, was: before, is: after }
}

/** A change as its reader writes such values; `none` stands for what is empty. */
export function shownChange(
  change: Change,
  tongue: Tongue,
  words: ValueWords & { none: string },
): Change {
  const shown = (value: FieldValue | undefined, text: string) =>
    (change.kind && formatted(change.kind, value ?? null, tongue, words)) || text || words.none
  return { ...change, from: shown(change.was, change.from), to: shown(change.is, change.to) }
}

/** The values as scripts take them: one of another currency as "12 USD". */
export function plainValues(
  type: RecordType,
  record: Pick<RecordRow, 'field_values'>,
): Record<string, string | number | boolean | null> {
  const values = readJson(record.field_values)
  return Object.fromEntries(
    Object.entries(values).map(([code, value]) => {
      const field = type.fields.find((one) => one.code === code)
      const full = field ? withCurrency(field, value) : value
      if (typeof full !== 'object' || full === null) return [code, full]
      const isUsual = full.currency === (field?.currency ?? 'EUR')
      return [code, isUsual ? full.amount : `${full.amount} ${full.currency}`]
    }),
  )
}

/** Money always with its currency, so that its text stays right when the field's currency changes. */
function withCurrency(field: Field, value: FieldValue | undefined): FieldValue {
  if (value === undefined || value === '') return null
  return field.kind === 'money' && typeof value === 'number'
    ? { amount: value, currency: storedIn(field) }
    : value
}

/** null where the kind is not written differently from language to language, or the value is of an older kind. */
function formatted(
  kind: FieldKind,
  value: FieldValue,
  tongue: Tongue,
  words: ValueWords = ENGLISH,
): string | null {
  if (typeof value === 'object' && value !== null)
    return moneyIn(tongue, value.amount, value.currency)
  if (kind === 'number' && typeof value === 'number') return numberIn(tongue, value)
  if (kind === 'date' && typeof value === 'string') return dayIn(tongue, value)
  if (kind === 'date-time' && typeof value === 'number') return momentIn(tongue, value)
  return typeof value === 'boolean' ? words[value ? 'yes' : 'no'] : null
}

/** The text that is kept: the same for everybody, and for programs. */
function neutral(kind: FieldKind, value: FieldValue): string | null {
  if (kind === 'date-time' && typeof value === 'number')
    return `${new Date(value).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  if (kind === 'date' || kind === 'number') return value === null ? '' : String(value)
  return formatted(kind, value, NEUTRAL)
}

function textOf(field: Field, value: FieldValue, { type, names }: Glance): string {
  if (value === null) return ''
  if (field.kind === 'stage') return stageLabel(type, String(value))
  if (field.kind === 'person' && typeof value === 'number')
    return names.get(value) ?? 'somebody who is gone'
  return String(value)
}
