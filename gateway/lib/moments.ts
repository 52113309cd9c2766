import { DAY, HOUR, MINUTE } from './clock.ts'
import { Refused } from './errors.ts'

/** A moment as somebody means it: `hasTime` where they named an hour, not only a day. */
export type Moment = { at: number; hasTime: boolean }

/** From where a date is read. */
export type Now = { now: number; zone: string }

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const SPANS: Record<string, number> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }
const LONGEST = 20 * 366 * DAY

/**
 * Reads `tomorrow`, `fri 14:00`, `+3d`, `2w`, `2026-01-31`, in the zone of who wrote it.
 * @throws Refused that names the forms there are
 */
export function readMoment(text: string, { now, zone }: Now): Moment {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^(?:until|till|for|in|on|by|at)\s+/, '')
  const moment = readSpan(plain, now) ?? readDay(plain, { now, zone: soundZone(zone) })
  if (moment && Math.abs(moment.at - now) < LONGEST) return moment
  throw new Refused(
    'bad-input',
    `"${text.slice(0, 80)}" is no date here. Write tomorrow, fri 14:00, 3d or 2026-01-31.`,
  )
}

/** Would `readMoment` understand it? */
export function isMoment(text: string): boolean {
  try {
    return readMoment(text, { now: 0, zone: 'UTC' }).at > 0
  } catch {
    return false
  }
}

/** `Fri 27 Nov 2026, 14:00 (Europe/Berlin)`: what a date was understood as. */
export function showMoment({ at, hasTime }: Moment, zone: string): string {
  const timeZone = soundZone(zone)
  const { weekday, day, month, year, hour, minute } = partsAt(at, timeZone)
  const date = `${weekday} ${day} ${month} ${year}`
  return hasTime ? `${date}, ${hour}:${minute} (${timeZone})` : date
}

/** `2026-01-31`, in a zone: what a date field keeps. */
export function dayOf(at: number, zone: string): string {
  const [year, month, day] = wallOf(at, soundZone(zone))
  return [String(year), two(month + 1), two(day)].join('-')
}

/** `2026-01-31T14:00`, in a zone: what a form for a moment takes. */
export function wallText(at: number, zone: string): string {
  const [, , , hours, minutes] = wallOf(at, soundZone(zone))
  return `${dayOf(at, zone)}T${two(hours)}:${two(minutes)}`
}

/** A day written out, 2026-01-31 or 31.1.2026, however long ago; null where the text is none. */
export function dayWritten(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim())
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text.trim())
  const [year, month, day] = iso?.slice(1) ?? dotted?.slice(1).reverse() ?? []
  if (!year || !realDay(Number(year), Number(month) - 1, Number(day))) return null
  return [year, two(Number(month)), two(Number(day))].join('-')
}

/** A moment written out, `2026-01-31 14:00` in a zone, or with its offset; null where the text is none. */
export function momentWritten(text: string, zone: string): number | null {
  const [, day = '', hours, minutes, offset] =
    /^(\S{8,12})[T ](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?$/i.exec(
      text.trim(),
    ) ?? []
  const date = dayWritten(day)
  if (!date || Number(hours) > 23 || Number(minutes) > 59) return null
  const [year, month, on] = date.split('-').map(Number) as [number, number, number]
  const wall: Wall = [year, month - 1, on, Number(hours), Number(minutes)]
  return offset ? Date.UTC(...wall) - offsetOf(offset) : instantOf(wall, soundZone(zone))
}

function offsetOf(text: string): number {
  if (/z/i.test(text)) return 0
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text)!
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE)
}

function readSpan(text: string, now: number): Moment | null {
  const found =
    /^\+?\s?(\d{1,4})\s?(m|min|minutes?|h|hours?|d|days?|w|weeks?)$/.exec(text) ?? undefined
  if (!found) return null
  return { at: now + Number(found[1]) * SPANS[found[2]![0]!]!, hasTime: true }
}

function readDay(text: string, { now, zone }: Now): Moment | null {
  const [, dayText, timeText] = /^(.*?)(?:(?:^|\s+(?:at\s+)?)(\d{1,2}:\d{2}))?$/.exec(text) ?? []
  const day = dayText === '' ? wallOf(now, zone).slice(0, 3) : dayNamed(dayText ?? '', now, zone)
  if (!day || text === '') return null
  const [hours = 0, minutes = 0] = (timeText ?? '').split(':').map(Number)
  if (hours > 23 || minutes > 59) return null
  const [year, month, date] = day as [number, number, number]
  return { at: instantOf([year, month, date, hours, minutes], zone), hasTime: Boolean(timeText) }
}

/** Year, month (from 0) and day. */
function dayNamed(text: string, now: number, zone: string): number[] | null {
  const [year, month, day] = wallOf(now, zone)
  if (text === 'today') return [year, month, day]
  if (text === 'tomorrow') return [year, month, day + 1]
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (iso) return realDay(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]))
  const name = text.replace(/^next\s+/, '').replace(/\.$/, '')
  const wanted = name.length < 3 ? -1 : WEEKDAYS.findIndex((one) => one.startsWith(name))
  if (wanted < 0) return null
  const today = new Date(Date.UTC(year, month, day)).getUTCDay()
  return [year, month, day + ((wanted - today + 6) % 7) + 1]
}

/** 31 February is no day. */
function realDay(year: number, month: number, day: number): number[] | null {
  const date = new Date(Date.UTC(year, month, day))
  return date.getUTCMonth() === month && date.getUTCDate() === day ? [year, month, day] : null
}

type Wall = [number, number, number, number, number]

/** The instant of a wall clock in a zone; in the hour that a summer time leaves out: the hour after. */
function instantOf(wall: Wall, zone: string): number {
  const guess = Date.UTC(...wall)
  const first = guess - offsetAt(guess, zone)
  return guess - offsetAt(first, zone)
}

function offsetAt(at: number, zone: string): number {
  const [year, month, day, hours, minutes] = wallOf(at, zone)
  return Date.UTC(year, month, day, hours, minutes) - Math.floor(at / MINUTE) * MINUTE
}

function wallOf(at: number, zone: string): Wall {
  const parts = partsAt(at, zone, '2-digit')
  const [year, month, day, hour, minute] = ['year', 'month', 'day', 'hour', 'minute'].map((name) =>
    Number(parts[name]),
  ) as Wall
  return [year, month - 1, day, hour, minute]
}

function partsAt(
  at: number,
  timeZone: string,
  month: 'short' | '2-digit' = 'short',
): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month,
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** Zones come from forms and from other systems. */
function soundZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    return 'UTC'
  }
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
