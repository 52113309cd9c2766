import { dayAt } from '../../lib/calendar.ts'
import { Refused } from '../../lib/errors.ts'
import type { Reader } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Field } from '../../store/tables/threads.ts'
import type { RecordType } from '../records/record-types.ts'
import { readMoment } from './moments.ts'
import { nearest } from './nearest.ts'
import { personNamed } from './people-named.ts'

const YES = ['yes', 'y', 'true', 'on', '1', 'ja', 'oui', 'si', 'sí']
const NO = ['no', 'n', 'false', 'off', '0', 'nein', 'non']
const SIGNS: Record<string, string> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' }

/** Who types, and when: dates are read in their zone. */
export type Typist = { by: PersonRow; at: number }

/**
 * Reads what people type for a field, by its kind; `none` empties it.
 * @returns the text that the record takes
 * @throws Refused that names what the field takes
 */
export async function readTyped(
  reader: Reader,
  field: Field,
  { said, by, at }: Typist & { said: string },
): Promise<string> {
  if (/^(?:none|-|)$/i.test(said) && field.kind !== 'boolean') return ''
  if (field.kind === 'number') return readNumber(said, field)
  if (field.kind === 'money') return readNumber(withoutCurrency(said, field), field)
  if (field.kind === 'date') return dayAt(readMoment(said, nowFor({ by, at })).at, by.time_zone)
  if (field.kind === 'boolean') return readYes(said, field)
  if (field.kind === 'selection') return readOption(said, field)
  if (field.kind === 'person')
    return (await personNamed(reader, said, { by, of: 'everybody' })).name
  return said
}

export function nowFor({ by, at }: Typist): { now: number; zone: string } {
  return { now: at, zone: by.time_zone }
}

/** @throws Refused that names the nearest stages */
export function readStage(type: RecordType, said: string): { code: string; label: string } {
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

function readOption(said: string, field: Field): string {
  const options = field.options ?? []
  const wanted = unquoted(said).toLowerCase()
  const found = options.find((one) => one.toLowerCase() === wanted)
  if (found !== undefined) return found
  const near = nearest(wanted, options).join(', ')
  throw new Refused('bad-input', `${field.label} takes one of: ${near}.`)
}

function readYes(said: string, field: Field): string {
  const wanted = said.toLowerCase()
  if (YES.includes(wanted)) return 'yes'
  if (NO.includes(wanted)) return 'no'
  throw new Refused('bad-input', `${field.label} takes yes or no, not "${said.slice(0, 80)}".`)
}

function withoutCurrency(said: string, field: Field): string {
  const currency = field.currency ?? 'EUR'
  const named = /[€$£¥]|\b[a-z]{3}\b/i.exec(said)?.[0]
  if (!named) return said
  if ((SIGNS[named] ?? named.toUpperCase()) !== currency)
    throw new Refused('bad-input', `${field.label} is in ${currency}.`)
  return said.replace(named, '').trim()
}

/** 1234.5, 1.234,50 and 1,234.50; what may be read in two ways is asked back. */
function readNumber(said: string, field: Field): string {
  const plain = said.replace(/[\s\u00a0\u202f'’_]/gu, '').slice(0, 40)
  const marks = plain.replace(/[^.,]/g, '')
  const wrong = new Refused(
    'bad-input',
    `${field.label} takes a number, not "${said.slice(0, 80)}".`,
  )
  if (!/^[+-]?\d{1,15}(?:[.,]\d{1,15}){0,6}$/.test(plain)) throw wrong
  if (marks === '') return plain
  const last = marks.at(-1)!
  const isDecimal = marks.indexOf(last) === marks.length - 1
  const whole = isDecimal ? plain.slice(0, plain.lastIndexOf(last)) : plain
  if (marks.length > (isDecimal ? 1 : 0) && !/^[+-]?\d{1,3}(?:[.,]\d{3})*$/.test(whole)) throw wrong
  if (marks.length === 1 && /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(plain))
    throw new Refused(
      'bad-input',
      `"${said}" may be ${plain.replace(/[.,]/, '')} or ${plain.replace(/[.,]/, '.')}0: write one of them.`,
    )
  const decimals = isDecimal ? `.${plain.slice(plain.lastIndexOf(last) + 1)}` : ''
  return whole.replace(/[.,]/g, '') + decimals
}
