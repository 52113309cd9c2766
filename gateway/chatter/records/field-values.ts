import { Refused } from '../../lib/errors.ts'
import type { Field, FieldValues } from '../../store/tables/threads.ts'
import type { RecordType } from './record-types.ts'

type Value = FieldValues[string]

/** One entry for each kind of field: how a value is read from what people write, and how it is shown. */
const KINDS: Record<
  Field['kind'],
  { read(text: string, field: Field): Value; show(value: Value, field: Field): string }
> = {
  text: { read: (text) => text, show: String },
  number: { read: readNumber, show: String },
  money: {
    read: readNumber,
    show: (value, field) => money(Number(value), field.currency ?? 'EUR'),
  },
  date: { read: readDate, show: String },
  selection: { read: readOption, show: String },
  person: { read: (text) => text, show: String },
  boolean: {
    read: (text) => /^(1|true|yes|on)$/i.test(text),
    show: (value) => (value ? 'yes' : 'no'),
  },
}

/**
 * Reads `field=value` pairs as people type them; `stage` is read with them.
 * @throws Refused that names the field and what it takes
 */
export function readValues(type: RecordType, given: Record<string, string>): FieldValues {
  const values: FieldValues = {}
  for (const [code, text] of Object.entries(given)) {
    values[code] = code === 'stage' ? readStage(type, text) : readField(fieldOf(type, code), text)
  }
  return values
}

export function showValue(field: Field, value: Value | undefined): string {
  return value === null || value === undefined || value === ''
    ? ''
    : KINDS[field.kind].show(value, field)
}

export function stageLabel(type: RecordType, code: string | null): string {
  return type.stages.find((stage) => stage.code === code)?.label ?? code ?? ''
}

function readField(field: Field, text: string): Value {
  return text.trim() === '' ? null : KINDS[field.kind].read(text.trim(), field)
}

function fieldOf(type: RecordType, code: string): Field {
  const field = type.fields.find((one) => one.code === code)
  if (field) return field
  const codes = ['stage', ...type.fields.map((one) => one.code)]
  throw new Refused(
    'bad-input',
    `A ${type.label.toLowerCase()} has no field "${code}". It has: ${codes.join(', ')}.`,
  )
}

function readStage(type: RecordType, text: string): string {
  const wanted = text.trim().toLowerCase()
  const stage = type.stages.find((one) => one.code === wanted || one.label.toLowerCase() === wanted)
  if (stage) return stage.code
  throw new Refused(
    'bad-input',
    `There is no stage "${text}". There are: ${type.stages.map((one) => one.label).join(', ')}.`,
  )
}

function readNumber(text: string, field: Field): number {
  const number = Number(text.replace(',', '.'))
  if (!Number.isFinite(number))
    throw new Refused('bad-input', `${field.label} takes a number, not "${text}".`)
  return number
}

function readDate(text: string, field: Field): string {
  const valid = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  if (!valid)
    throw new Refused('bad-input', `${field.label} takes a date such as 2026-01-31, not "${text}".`)
  return text
}

function readOption(text: string, field: Field): string {
  const option = field.options?.find((one) => one.toLowerCase() === text.toLowerCase())
  if (option === undefined)
    throw new Refused('bad-input', `${field.label} takes one of: ${field.options?.join(', ')}.`)
  return option
}

function money(amount: number, currency: string): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount)
}
