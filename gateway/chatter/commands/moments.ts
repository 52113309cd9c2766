import {
  type Day,
  dayAt,
  daysAfter,
  readDay as dayWritten,
  instantOf,
  soundZone,
  weekdayOf,
} from '../../lib/calendar.ts'
import { DAY, HOUR, MINUTE } from '../../lib/clock.ts'
import { Refused } from '../../lib/errors.ts'

/** A moment as somebody means it: `hasTime` where they named an hour, not only a day. */
export type Moment = { at: number; hasTime: boolean }

/** From where a date is read. */
export type Now = { now: number; zone: string }

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
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

function readSpan(text: string, now: number): Moment | null {
  const found =
    /^\+?\s?(\d{1,4})\s?(m|min|minutes?|h|hours?|d|days?|w|weeks?)$/.exec(text) ?? undefined
  if (!found) return null
  return { at: now + Number(found[1]) * SPANS[found[2]![0]!]!, hasTime: true }
}

function readDay(text: string, { now, zone }: Now): Moment | null {
  const [, dayText, timeText] = /^(.*?)(?:(?:^|\s+(?:at\s+)?)(\d{1,2}:\d{2}))?$/.exec(text) ?? []
  const day = dayText === '' ? dayAt(now, zone) : dayNamed(dayText ?? '', dayAt(now, zone))
  if (!day || text === '') return null
  const [hour = 0, minute = 0] = (timeText ?? '').split(':').map(Number)
  if (hour > 23 || minute > 59) return null
  return { at: instantOf(day, { hour, minute }, zone), hasTime: Boolean(timeText) }
}

function dayNamed(text: string, today: Day): Day | null {
  if (text === 'today') return today
  if (text === 'tomorrow') return daysAfter(today, 1)
  if (/^\d{4}-/.test(text)) return dayWritten(text)
  const name = text.replace(/^next\s+/, '').replace(/\.$/, '')
  const wanted = name.length < 3 ? 0 : WEEKDAYS.findIndex((one) => one.startsWith(name)) + 1
  if (wanted === 0) return null
  return daysAfter(today, ((wanted - weekdayOf(today) + 6) % 7) + 1)
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
