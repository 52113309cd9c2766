import { DAY, MINUTE } from './clock.ts'

/** What a clock on the wall of a zone shows; `weekday`: 1 is Monday, 7 is Sunday. */
export type Wall = {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  weekday: number
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

export function wallAt(at: number, zone: string): Wall {
  const parts = Object.fromEntries(
    formatFor(soundZone(zone))
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return {
    year: Number(parts['year']),
    month: Number(parts['month']),
    day: Number(parts['day']),
    hour: Number(parts['hour']),
    minute: Number(parts['minute']),
    weekday: WEEKDAYS.indexOf(parts['weekday']!) + 1,
  }
}

/**
 * The instant at which the clock of a zone shows this; a day past the end of a month is one of the next. Where a change of the clocks
 * leaves the time out, it is as much later; where the time comes twice, it is the first.
 */
export function instantAt(wall: Omit<Wall, 'weekday'>, zone: string): number {
  const guess = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)
  // no zone changes its clocks twice within two days
  const [before, after] = [guess - offsetAt(guess - DAY, zone), guess - offsetAt(guess + DAY, zone)]
  const shown = [before, after].filter((at) => at + offsetAt(at, zone) === guess)
  return shown.length > 0 ? Math.min(...shown) : before
}

/** Zones come from forms and from other systems: what is none counts as UTC. */
export function soundZone(zone: string): string {
  return isZone(zone) ? zone : 'UTC'
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minute } = wallAt(at, zone)
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE) * MINUTE
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timeZone, format)
  return format
}
