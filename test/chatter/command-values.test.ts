import { expect, test } from 'vitest'
import { type Limits, planFor } from '../../gateway/chatter/commands/plan.ts'
import { readValue } from '../../gateway/chatter/records/read-values.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import type { DecimalMark } from '../../gateway/chatter/records/typed-numbers.ts'
import { readMoment, showMoment } from '../../gateway/lib/moments.ts'
import { distance, nearest } from '../../gateway/lib/nearest.ts'
import { readCommands } from '../../gateway/mail/trimming/commands.ts'
import type { Reader } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import type { Field } from '../../gateway/store/tables/threads.ts'

/** A Saturday, 23:30 in Berlin: Sunday is near, and in Auckland it is. */
const NOW = Date.UTC(2026, 10, 21, 22, 30)

test.each([
  ['tomorrow', 'Europe/Berlin', 'Sun 22 Nov 2026'],
  ['tomorrow', 'Pacific/Auckland', 'Mon 23 Nov 2026'],
  ['today', 'America/Lima', 'Sat 21 Nov 2026'],
  ['fri', 'Europe/Berlin', 'Fri 27 Nov 2026'],
  ['Friday 14:00', 'Europe/Berlin', 'Fri 27 Nov 2026, 14:00 (Europe/Berlin)'],
  ['sat', 'Europe/Berlin', 'Sat 28 Nov 2026'],
  ['until next mon', 'Europe/Berlin', 'Mon 23 Nov 2026'],
  ['+3d', 'Europe/Berlin', 'Tue 24 Nov 2026, 23:30 (Europe/Berlin)'],
  ['for 2 weeks', 'UTC', 'Sat 5 Dec 2026, 22:30 (UTC)'],
  ['4h', 'UTC', 'Sun 22 Nov 2026, 02:30 (UTC)'],
  ['2027-01-31', 'UTC', 'Sun 31 Jan 2027'],
  ['2027-01-31 09:15', 'Asia/Kolkata', 'Sun 31 Jan 2027, 09:15 (Asia/Kolkata)'],
  // the clocks go forward in that night: 02:30 does not exist
  ['2027-03-28 02:30', 'Europe/Berlin', 'Sun 28 Mar 2027, 03:30 (Europe/Berlin)'],
  ['23:45', 'Europe/Berlin', 'Sat 21 Nov 2026, 23:45 (Europe/Berlin)'],
  ['tomorrow', 'No/Such_Zone', 'Sun 22 Nov 2026'],
])('%j in %s is %s', (text, zone, shown) => {
  expect(showMoment(readMoment(text, { now: NOW, zone }), zone)).toBe(shown)
})

test.each(['', 'soon', 'f', '2027-02-30', '25:00', 'fri 9', '9999d', '2026-13-01', '-3d'])(
  '%j is no date',
  (text) => {
    expect(() => readMoment(text, { now: NOW, zone: 'UTC' })).toThrow('is no date here')
  },
)

const by = { id: 1, kind: 'user', role: 'agent', disabled_at: null, time_zone: 'UTC' } as PersonRow
const type = { stages: [{ code: 'to-do', label: 'To do' }] } as RecordType
const typed = (kind: Field['kind'], said: string, mark: DecimalMark = 'asked') => {
  const field: Field = {
    code: 'x',
    label: 'X',
    kind,
    tracked: true,
    currency: 'EUR',
    options: ['Low', 'High'],
  }
  return readValue({} as Reader, { type, field, said, hand: { by, at: NOW, mark } })
}

test.each([
  ['number', '1234', 1234],
  ['number', '-1,5', -1.5],
  ['number', '1.234.567', 1234567],
  ['number', '1,234.5', 1234.5],
  ['number', "12'345", 12345],
  ['number', '0.125', 0.125],
  ['money', '€ 1.234,50', 1234.5],
  ['money', '99 eur', 99],
  ['date', 'fri', '2026-11-27'],
  ['date', '1.2.1999', '1999-02-01'],
  ['date-time', '2027-01-31 09:15', Date.UTC(2027, 0, 31, 9, 15)],
  ['date-time', '2027-01-31T09:15:30+02:00', Date.UTC(2027, 0, 31, 7, 15)],
  ['date-time', 'fri 14:00', Date.UTC(2026, 10, 27, 14)],
  ['boolean', 'No', false],
  ['boolean', 'ja', true],
  ['selection', 'high', 'High'],
  ['stage', 'to do', 'to-do'],
  ['text', 'as it\nis', 'as it is'],
  ['long-text', 'as it\r\nis', 'as it\nis'],
  ['date', 'none', null],
  ['text', '', null],
] as const)('a field of kind %s takes %j as %j', async (kind, said, value) => {
  expect(await typed(kind, said)).toBe(value)
})

test.each([
  ['1.234', '.', 1.234],
  ['1.234', ',', 1234],
  ['1,234', ',', 1.234],
  ['1.234,5', '.', 1234.5],
  ['1,5', '.', 1.5],
] as const)('%j with the decimal mark %j is %j', async (said, mark, value) => {
  expect(await typed('number', said, mark)).toBe(value)
})

test.each([
  ['number', '1.234'],
  ['number', '1.23.4,5'],
  ['number', 'many'],
  ['number', '1e9'],
  ['money', '12 USD'],
  ['boolean', 'perhaps'],
  ['selection', 'Middle'],
  ['stage', 'Gone'],
  ['date', 'soon'],
  ['date', '30.2.2026'],
  ['date-time', '2027-01-31 25:00'],
] as const)('a field of kind %s does not take %j', async (kind, said) => {
  await expect(typed(kind, said)).rejects.toThrow(/X|may be|no date|no stage/)
})

test('the nearest of many values come first', () => {
  expect(nearest('wating', ['New', 'Waiting', 'Solved'], 2)).toEqual(['Waiting', 'New'])
  expect([distance('nto', 'note'), distance('', 'abc'), distance('same', 'same')]).toEqual([
    2, 3, 0,
  ])
})

const free: Limits = { barred: null, quoted: new Set<string>() }
const planOf = (newText: string, limits = free) =>
  planFor(by, { ...readCommands(newText, true), newText }, limits)

test.each<[text: string, wish: string | null, doubt: unknown]>([
  ['Hello.', null, null],
  ['/note\nHello.', 'note', null],
  ['/send\nHello.', 'message', null],
  ['Hello.\n/send', null, null],
  ['/send\n/note\nHello.', 'note', expect.stringContaining('both')],
  ['/nto\nHello.', null, expect.stringContaining('no command')],
  ['/etc/passwd', null, null],
  ['/note, Hello.', null, expect.stringContaining('looks like')],
  ['Hello\n/internal\nyou.', null, expect.stringContaining('does not count')],
])('%j is wished to be a %s', (text, wish, doubt) => {
  expect(planOf(text)).toMatchObject({ wish, doubt })
})

test('where commands may not run they are named, and the text stays inside', () => {
  const plan = planOf('/close\nHello.', { barred: 'It is too old.', quoted: new Set() })
  expect(plan).toMatchObject({ run: [], left: [{ why: 'It is too old.' }], lines: new Set() })
  expect(plan.doubt).not.toBeNull()
  expect(planOf('/note\nHello.', { barred: 'It is too old.', quoted: new Set() })).toMatchObject({
    wish: 'note',
    doubt: null,
  })
})
