import { Refused } from '../../lib/errors.ts'
import type { Field, Money } from '../../store/tables/threads.ts'

/**
 * Which mark parts decimals: a program and a form write a dot; of what people type, 1.234 may be either, so it is asked back.
 */
export type DecimalMark = '.' | ',' | 'asked'

const SIGNS: Record<string, string> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' }

/** 1234.5, 1.234,50 and 1,234.50. @throws Refused for what may be read in two ways, and for what is no number */
export function readNumber(said: string, field: Field, mark: DecimalMark): number {
  const plain = said.replace(/[\s\u00a0\u202f'’_]/gu, '').slice(0, 40)
  const wrong = new Refused(
    'bad-input',
    `${field.label} takes a number, not "${said.slice(0, 80)}".`,
  )
  if (!/^[+-]?\d{1,15}(?:[.,]\d{1,15}){0,6}$/.test(plain)) throw wrong
  const marks = plain.replace(/[^.,]/g, '')
  if (marks === '') return sound(plain, wrong)
  const last = marks.at(-1)!
  const isOnly = marks.indexOf(last) === marks.length - 1
  const isDecimal = mark === 'asked' || mark === last ? isOnly : isOnly && !mayBeThousands(plain)
  const whole = isDecimal ? plain.slice(0, plain.lastIndexOf(last)) : plain
  if (marks.length > (isDecimal ? 1 : 0) && !/^[+-]?\d{1,3}(?:[.,]\d{3})*$/.test(whole)) throw wrong
  if (marks.length === 1 && mark !== last && mayBeThousands(plain)) mustBeClear(said, plain, mark)
  const decimals = isDecimal ? `.${plain.slice(plain.lastIndexOf(last) + 1)}` : ''
  return sound(whole.replace(/[.,]/g, '') + decimals, wrong)
}

/** An amount with or without its currency. @throws Refused where the field is in another one */
export function readMoney(said: string, field: Field, mark: DecimalMark): number | Money {
  const named = /[€$£¥]|\b[a-z]{3}\b/i.exec(said)?.[0]
  const usual = field.currency ?? 'EUR'
  const currency = named ? (SIGNS[named] ?? named.toUpperCase()) : usual
  if (currency !== usual && !field.anyCurrency)
    throw new Refused('bad-input', `${field.label} is in ${usual}.`)
  mustBeCurrency(currency)
  const amount = readNumber(named ? said.replace(named, '').trim() : said, field, mark)
  return currency === storedIn(field) ? amount : { amount, currency }
}

/** The currency of the amounts that are stored without one. */
export function storedIn(field: Field): string {
  return field.storedIn ?? field.currency ?? 'EUR'
}

/** @throws Refused for what is not three letters */
export function mustBeCurrency(currency: string): void {
  if (!/^[A-Z]{3}$/.test(currency))
    throw new Refused('bad-input', `${currency} is no currency. Write three letters, such as EUR.`)
}

/** 1.234 and 1,234: one to three digits, a mark, three digits. */
function mayBeThousands(plain: string): boolean {
  return /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(plain)
}

/** A file that says which mark is the decimal one has said what the other one is. */
function mustBeClear(said: string, plain: string, mark: DecimalMark): void {
  if (mark !== 'asked' && !(mark === '.' && plain.includes(','))) return
  throw new Refused(
    'bad-input',
    `"${said.slice(0, 80)}" may be ${plain.replace(/[.,]/, '')} or ${plain.replace(/[.,]/, '.')}0: write one of them.`,
  )
}

function sound(text: string, wrong: Refused): number {
  const number = Number(text)
  if (!Number.isFinite(number)) throw wrong
  return number
}
