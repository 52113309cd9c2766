import { DAY, HOUR, MINUTE } from './clock.ts'

/** Days as people mean them, in a time zone. A day is written `2026-01-31`: such texts compare as the days do. */
export type Day = string

/** What calendar and clock on the wall show. */
export type Wall = {
  year: number
  /** From 1. */
  month: number
  day: number
  hour: number
  minute: number
}

export type SpanUnit = 'days' | 'weeks' | 'months'

const formats = new Map<string, Intl.DateTimeFormat>()
const MOST_FORMATS = 1000

/** Zones come from forms and from other systems: one that nobody knows counts as UTC. */
export function soundZone(zone: string): string {
  return isZone(zone) ? zone : 'UTC'
}

export function isZone(zone: string): boolean {
  try {
    formatIn(zone)
    return true
  } catch {
    return false
  }
}

export function wallAt(at: number, zone: string): Wall {
  const parts = Object.fromEntries(
    formatIn(soundZone(zone))
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const [year, month, day] = [parts['year']!, parts['month']!, parts['day']!]
  return { year, month, day, hour: parts['hour']!, minute: parts['minute']! }
}

export function dayAt(at: number, zone: string): Day {
  const { year, month, day } = wallAt(at, zone)
  return written(year, month, day)
}

/** The instant of a day's clock time in a zone; in the hour that a summer time leaves out: the hour after. */
export function instantOf(
  day: Day,
  { hour, minute = 0 }: { hour: number; minute?: number },
  zone: string,
): number {
  const guess = timeOfDay(day) + hour * HOUR + minute * MINUTE
  const first = guess - offsetAt(guess, zone)
  return guess - offsetAt(first, zone)
}

/** 31 February is no day. @returns the day as it is written; null for what is none */
export function readDay(text: string): Day | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim()) ?? []
  if (year === undefined) return null
  const plain = written(Number(year), Number(month), Number(day))
  return dayOfTime(timeOfDay(plain)) === plain ? plain : null
}

export function daysAfter(day: Day, count: number): Day {
  return dayOfTime(timeOfDay(day) + count * DAY)
}

/** So many days, weeks or months after a day; a month later than 31 January is the last of February. */
export function spanAfter(day: Day, { count, unit }: { count: number; unit: SpanUnit }): Day {
  if (unit !== 'months') return daysAfter(day, unit === 'weeks' ? 7 * count : count)
  const { year, month, day: date } = partsOf(day)
  const first = new Date(Date.UTC(year, month - 1 + count, 1))
  const [thatYear, thatMonth] = [first.getUTCFullYear(), first.getUTCMonth()]
  const last = new Date(Date.UTC(thatYear, thatMonth + 1, 0)).getUTCDate()
  return written(thatYear, thatMonth + 1, Math.min(date, last))
}

/** How many days later the second one is. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((timeOfDay(to) - timeOfDay(from)) / DAY)
}

/** From 1 (Monday) to 7 (Sunday). */
export function weekdayOf(day: Day): number {
  return ((new Date(timeOfDay(day)).getUTCDay() + 6) % 7) + 1
}

/** `Fri 27 Nov 2026`, in the words of a language. */
export function showDay(day: Day, language = 'en-GB'): string {
  const format = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    ...format,
    timeZone: 'UTC',
  }).format(timeOfDay(day) + 12 * HOUR)
}

function partsOf(day: Day): { year: number; month: number; day: number } {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return { year, month, day: date }
}

function timeOfDay(day: Day): number {
  const { year, month, day: date } = partsOf(day)
  return Date.UTC(year, month - 1, date)
}

function dayOfTime(time: number): Day {
  const date = new Date(time)
  return written(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
}

function written(year: number, month: number, day: number): Day {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minute } = wallAt(at, zone)
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE) * MINUTE
}

/** Making one costs more than using it a hundred times. @throws RangeError for a zone that nobody knows */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  if (formats.size >= MOST_FORMATS) formats.clear()
  formats.set(timeZone, format)
  return format
}
