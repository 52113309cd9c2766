import { DAY, HOUR, MINUTE } from '../../lib/clock.ts'
import { Refused } from '../../lib/errors.ts'
import { instantAt, soundZone, wallAt } from '../../lib/wall-clock.ts'

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

/** `Fri 27 Nov 2026, 14:00 (Europe/Berlin)`: what a date was understood as. */
export function showMoment({ at, hasTime }: Moment, zone: string): string {
  const timeZone = soundZone(zone)
  const { weekday, day, month, year, hour, minute } = partsAt(at, timeZone)
  const date = `${weekday} ${day} ${month} ${year}`
  return hasTime ? `${date}, ${hour}:${minute} (${timeZone})` : date
}

/** `2026-01-31`, in a zone: what a date field keeps. */
export function dayOf(at: number, zone: string): string {
  const { year, month, day } = wallAt(at, zone)
  return [String(year), two(month), two(day)].join('-')
}

function readSpan(text: string, now: number): Moment | null {
  const found =
    /^\+?\s?(\d{1,4})\s?(m|min|minutes?|h|hours?|d|days?|w|weeks?)$/.exec(text) ?? undefined
  if (!found) return null
  return { at: now + Number(found[1]) * SPANS[found[2]![0]!]!, hasTime: true }
}

function readDay(text: string, { now, zone }: Now): Moment | null {
  const [, dayText, timeText] = /^(.*?)(?:(?:^|\s+(?:at\s+)?)(\d{1,2}:\d{2}))?$/.exec(text) ?? []
  const day = dayText === '' ? today(now, zone) : dayNamed(dayText ?? '', now, zone)
  if (!day || text === '') return null
  const [hours = 0, minutes = 0] = (timeText ?? '').split(':').map(Number)
  if (hours > 23 || minutes > 59) return null
  const [year, month, date] = day as [number, number, number]
  const wall = { year, month: month + 1, day: date, hour: hours, minute: minutes }
  return { at: instantAt(wall, zone), hasTime: Boolean(timeText) }
}

/** Year, month (from 0) and day. */
function dayNamed(text: string, now: number, zone: string): number[] | null {
  const [year, month, day] = today(now, zone)
  if (text === 'today') return [year, month, day]
  if (text === 'tomorrow') return [year, month, day + 1]
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (iso) return realDay(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]))
  const name = text.replace(/^next\s+/, '').replace(/\.$/, '')
  const wanted = name.length < 3 ? -1 : WEEKDAYS.findIndex((one) => one.startsWith(name))
  if (wanted < 0) return null
  const weekday = new Date(Date.UTC(year, month, day)).getUTCDay()
  return [year, month, day + ((wanted - weekday + 6) % 7) + 1]
}

/** 31 February is no day. */
function realDay(year: number, month: number, day: number): number[] | null {
  const date = new Date(Date.UTC(year, month, day))
  return date.getUTCMonth() === month && date.getUTCDate() === day ? [year, month, day] : null
}

/** Year, month (from 0) and day. */
function today(now: number, zone: string): [number, number, number] {
  const { year, month, day } = wallAt(now, zone)
  return [year, month - 1, day]
}

function partsAt(at: number, timeZone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
