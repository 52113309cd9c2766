import { expect, test } from 'vitest'
import { type DigestTimes, nextDigest } from '../../gateway/chatter/notifications/digest-times.ts'
import { HOUR } from '../../gateway/lib/clock.ts'
import { instantAt } from '../../gateway/lib/wall-clock.ts'

const WORKDAYS = [1, 2, 3, 4, 5]
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const daily = (hour: number, days = EVERY_DAY): DigestTimes => ({ every: 'daily', hour, days })

const cases: { says: string; times: DigestTimes; zone: string; after: string; next: string }[] = [
  {
    says: 'daily at eight in Lisbon, later the same day',
    times: daily(8),
    zone: 'Europe/Lisbon',
    after: '2026-11-19T07:59:00Z',
    next: '2026-11-19T08:00:00Z',
  },
  {
    says: 'the moment itself is over',
    times: daily(8),
    zone: 'Europe/Lisbon',
    after: '2026-11-19T08:00:00Z',
    next: '2026-11-20T08:00:00Z',
  },
  {
    says: 'a weekend is skipped by who works from Monday to Friday',
    times: daily(8, WORKDAYS),
    zone: 'Europe/Lisbon',
    after: '2026-11-20T09:00:00Z',
    next: '2026-11-23T08:00:00Z',
  },
  {
    says: 'working days are those of the person, not of the server: Monday has begun in Auckland',
    times: daily(8, WORKDAYS),
    zone: 'Pacific/Auckland',
    after: '2026-11-22T10:00:00Z',
    next: '2026-11-22T19:00:00Z',
  },
  {
    says: 'eight stays eight when the clocks go forward',
    times: daily(8),
    zone: 'Europe/Berlin',
    after: '2026-03-28T07:00:00Z',
    next: '2026-03-29T06:00:00Z',
  },
  {
    says: 'eight stays eight when the clocks go back',
    times: daily(8),
    zone: 'Europe/Berlin',
    after: '2026-10-24T06:00:00Z',
    next: '2026-10-25T07:00:00Z',
  },
  {
    says: 'an hour that the clocks leave out comes an hour later',
    times: daily(2),
    zone: 'Europe/Berlin',
    after: '2026-03-28T12:00:00Z',
    next: '2026-03-29T01:00:00Z',
  },
  {
    says: 'so it is west of Greenwich',
    times: daily(2),
    zone: 'America/New_York',
    after: '2026-03-07T12:00:00Z',
    next: '2026-03-08T07:00:00Z',
  },
  {
    says: 'an hour that comes twice counts once, the first time',
    times: daily(2),
    zone: 'Europe/Berlin',
    after: '2026-10-24T12:00:00Z',
    next: '2026-10-25T00:00:00Z',
  },
  {
    says: 'and after the first time it is over for the day',
    times: daily(2),
    zone: 'Europe/Berlin',
    after: '2026-10-25T00:00:00Z',
    next: '2026-10-26T01:00:00Z',
  },
  {
    says: 'half an hour of clock change, in Lord Howe',
    times: daily(8),
    zone: 'Australia/Lord_Howe',
    after: '2026-10-03T12:00:00Z',
    next: '2026-10-03T21:00:00Z',
  },
  {
    says: 'a zone with three quarters of an hour',
    times: daily(8),
    zone: 'Asia/Kathmandu',
    after: '2026-11-19T03:00:00Z',
    next: '2026-11-20T02:15:00Z',
  },
  {
    says: 'every four hours of the day, from the hour chosen',
    times: { every: '4h', hour: 8, days: EVERY_DAY },
    zone: 'UTC',
    after: '2026-11-19T12:00:00Z',
    next: '2026-11-19T16:00:00Z',
  },
  {
    says: 'every four hours ends with the day: nobody is mailed at night',
    times: { every: '4h', hour: 8, days: EVERY_DAY },
    zone: 'UTC',
    after: '2026-11-19T20:00:00Z',
    next: '2026-11-20T08:00:00Z',
  },
  {
    says: 'weekly on the first working day',
    times: { every: 'weekly', hour: 9, days: [2, 3] },
    zone: 'UTC',
    after: '2026-11-17T09:00:00Z',
    next: '2026-11-24T09:00:00Z',
  },
  {
    says: 'an unknown zone counts as UTC',
    times: daily(8),
    zone: 'Mars/Olympus',
    after: '2026-11-19T07:00:00Z',
    next: '2026-11-19T08:00:00Z',
  },
]

test.each(cases)('$says', ({ times, zone, after, next }) => {
  expect(new Date(nextDigest(times, zone, Date.parse(after))).toISOString()).toBe(
    new Date(next).toISOString(),
  )
})

test('a year of digests has one for each day, whatever the clocks did', () => {
  for (const zone of ['Europe/Berlin', 'America/Sao_Paulo', 'Africa/Casablanca', 'Asia/Tehran']) {
    const end = Date.parse('2027-06-01T12:00:00Z')
    let at = Date.parse('2026-06-01T12:00:00Z')
    let count = 0
    for (at = nextDigest(daily(2), zone, at); at < end; count++) {
      const next = nextDigest(daily(2), zone, at)
      expect(next - at).toBeGreaterThan(22 * HOUR)
      at = next
    }
    expect(count).toBe(365)
  }
})

test('a time that a clock shows is found again', () => {
  const wall = { year: 2026, month: 12, day: 32, hour: 0, minute: 30 }
  expect(instantAt(wall, 'Asia/Kolkata')).toBe(Date.parse('2026-12-31T19:00:00Z'))
})
