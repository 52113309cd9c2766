import { Refused } from '../../lib/errors.ts'
import { dayOf, dayWritten, momentWritten, readMoment } from '../../lib/moments.ts'
import { nearest } from '../../lib/nearest.ts'
import type { Reader } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Field, FieldValue, FieldValues, Stage } from '../../store/tables/threads.ts'
import { personNamed } from '../people/people-named.ts'
import { linkedReference } from './links.ts'
import type { RecordType } from './record-types.ts'
import { type DecimalMark, readMoney, readNumber } from './typed-numbers.ts'

/**
 * Who writes values, and when: dates are read in their zone, "me" is they. Without a mark, a
 * dot parts decimals; with one, people have written it, and `none` empties a field.
 */
export type Hand = { by: PersonRow; at: number; mark?: DecimalMark | undefined }

const LONGEST_TEXT = 1000
const LONGEST_LONG_TEXT = 20_000

const YES = ['yes', 'y', 'true', 'on', '1', 'ja', 'oui', 'si', 'sí']
const NO = ['no', 'n', 'false', 'off', '0', 'nein', 'non']

/** One entry for each kind of field: how its normal form is read from what people and programs write. */
const READ: Record<
  Field['kind'],
  (reader: Reader, asked: Asked) => FieldValue | Promise<FieldValue>
> = {
  text: (_reader, { said }) => said.replace(/\s*[\r\n]+\s*/g, ' ').slice(0, LONGEST_TEXT),
  'long-text': (_reader, { said }) => said.replace(/\r\n?/g, '\n').slice(0, LONGEST_LONG_TEXT),
  number: (_reader, { said, field, hand }) => readNumber(said, field, hand.mark ?? '.'),
  money: (_reader, { said, field, hand }) => readMoney(said, field, hand.mark ?? '.'),
  date: (_reader, asked) => readDate(asked),
  'date-time': (_reader, asked) => readTime(asked),
  selection: (_reader, { said, field }) => readOption(said, field),
  stage: (_reader, { said, type }) => readStage(type, said).code,
  boolean: (_reader, { said, field }) => readYes(said, field),
  person: async (reader, { said, hand }) =>
    (await personNamed(reader, said, { by: hand.by, of: 'everybody' })).id,
  link: (reader, { said, field }) => linkedReference(reader, field, said),
}

type Asked = { type: RecordType; field: Field; said: string; hand: Hand }

/**
 * Reads texts by the codes of their fields; `stage` is read with them. An empty text empties a field.
 * @throws Refused that names the field and what it takes
 */
export async function readValues(
  reader: Reader,
  type: RecordType,
  { values: given, ...hand }: Hand & { values: Record<string, string> },
): Promise<FieldValues> {
  const values: FieldValues = {}
  for (const [code, said] of Object.entries(given))
    values[code] =
      code === 'stage'
        ? readStage(type, said).code
        : await readValue(reader, { type, field: fieldOf(type, code), said, hand })
  return values
}

/** @throws Refused that names what the field takes */
export async function readValue(reader: Reader, asked: Asked): Promise<FieldValue> {
  const said = asked.said.replaceAll('\0', '').trim()
  const empties =
    asked.hand.mark !== undefined && asked.field.kind !== 'boolean' && /^(?:none|-)$/i.test(said)
  return said === '' || empties ? null : READ[asked.field.kind](reader, { ...asked, said })
}

/** @throws Refused that names the nearest stages */
export function readStage(type: RecordType, said: string): Stage {
  const wanted = unquoted(said).toLowerCase()
  const found = type.stages.find(
    ({ code, label }) => code === wanted || label.toLowerCase() === wanted,
  )
  if (found) return found
  const labels = nearest(
    wanted,
    type.stages.map(({ label }) => label),
  )
  throw new Refused(
    'bad-input',
    wanted === ''
      ? `Which stage? There are: ${labels.join(', ')}.`
      : `There is no stage "${said.slice(0, 80)}". Near it: ${labels.join(', ')}.`,
  )
}

export function unquoted(text: string): string {
  return text.trim().replace(/^["'“”„]+|["'“”„]+$/gu, '')
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

function readDate({ said, field, hand: { by, at } }: Asked): string {
  const written = dayWritten(said)
  if (written) return written
  return orSay(`${field.label} takes a date such as 2026-01-31`, said, () =>
    dayOf(readMoment(said, { now: at, zone: by.time_zone }).at, by.time_zone),
  )
}

function readTime({ said, field, hand: { by, at } }: Asked): number {
  const written = momentWritten(said, by.time_zone)
  if (written !== null) return written
  return orSay(`${field.label} takes a time such as 2026-01-31 14:00`, said, () => {
    return readMoment(said, { now: at, zone: by.time_zone }).at
  })
}

/** What was expected, with the name of the field before what else could be written. */
function orSay<Value>(expected: string, said: string, read: () => Value): Value {
  try {
    return read()
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure
    throw new Refused('bad-input', `${expected}, not "${said.slice(0, 80)}". ${failure.message}`)
  }
}

function readOption(said: string, field: Field): string {
  const options = field.options ?? []
  const wanted = unquoted(said).toLowerCase()
  const found = options.find((one) => one.toLowerCase() === wanted)
  if (found !== undefined) return found
  const near = nearest(wanted, options).join(', ')
  throw new Refused('bad-input', `${field.label} takes one of: ${near}.`)
}

function readYes(said: string, field: Field): boolean {
  const wanted = said.toLowerCase()
  if (YES.includes(wanted)) return true
  if (NO.includes(wanted)) return false
  throw new Refused('bad-input', `${field.label} takes yes or no, not "${said.slice(0, 80)}".`)
}
