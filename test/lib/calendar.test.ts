import { expect, test } from 'vitest'
import {
  dayAt,
  daysAfter,
  daysBetween,
  instantOf,
  readDay,
  showDay,
  spanAfter,
  weekdayOf,
} from '../../gateway/lib/calendar.ts'

const iso = (at: number) => new Date(at).toISOString()

test('a day begins at midnight of its zone, whatever the clock of the server says', () => {
  const at = Date.UTC(2026, 10, 21, 23, 30)
  expect(dayAt(at, 'UTC')).toBe('2026-11-21')
  expect(dayAt(at, 'Europe/Berlin')).toBe('2026-11-22')
  expect(dayAt(at, 'America/New_York')).toBe('2026-11-21')
  expect(dayAt(at, 'Pacific/Kiritimati')).toBe('2026-11-22')
  expect(dayAt(at, 'Nowhere/Land')).toBe('2026-11-21')
})

test('eight in the morning is eight in the morning on both sides of a clock change', () => {
  const eight = (day: string, zone: string) => iso(instantOf(day, { hour: 8 }, zone))
  expect(eight('2026-10-24', 'Europe/Berlin')).toBe('2026-10-24T06:00:00.000Z')
  expect(eight('2026-10-25', 'Europe/Berlin')).toBe('2026-10-25T07:00:00.000Z')
  expect(eight('2026-03-29', 'Europe/Berlin')).toBe('2026-03-29T06:00:00.000Z')
  expect(eight('2026-11-01', 'America/New_York')).toBe('2026-11-01T13:00:00.000Z')
})

test('an hour that summer time leaves out is the hour after', () => {
  const at = instantOf('2026-03-29', { hour: 2, minute: 30 }, 'Europe/Berlin')
  expect(iso(at)).toBe('2026-03-29T01:30:00.000Z')
})

test('days, weeks and months are counted on the calendar, not in hours', () => {
  expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01')
  expect(daysAfter('2026-10-25', 1)).toBe('2026-10-26')
  expect(spanAfter('2026-11-21', { count: 2, unit: 'weeks' })).toBe('2026-12-05')
  expect(spanAfter('2027-01-31', { count: 1, unit: 'months' })).toBe('2027-02-28')
  expect(spanAfter('2027-03-31', { count: -1, unit: 'months' })).toBe('2027-02-28')
  expect(spanAfter('2026-11-30', { count: 14, unit: 'months' })).toBe('2028-01-30')
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
})

test('a day is written in one way, and what is none is refused', () => {
  expect(readDay('2028-02-29')).toBe('2028-02-29')
  expect(readDay('2026-02-29')).toBeNull()
  expect(readDay('21.11.2026')).toBeNull()
  expect(weekdayOf('2026-11-21')).toBe(6)
  expect(showDay('2026-11-21')).toBe('Sat, 21 Nov 2026')
})
