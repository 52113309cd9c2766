import { expect, test } from 'vitest'
import { installation } from './installation.ts'

/** @returns the JSON lines that a command prints */
function commands() {
  const { json } = installation()
  return (...words: string[]): Record<string, unknown>[] => {
    const { code, rows, said } = json(...words)
    if (code !== 0) throw new Error(said)
    return rows
  }
}

test('a script lets people follow, sets how they hear, and asks why somebody was not told', () => {
  const postern = commands()
  postern('person', 'add', 'kim@example.test', '--name', 'Kim', '--role', 'agent')
  postern('record', 'add', 'ticket', '--name', 'Printer on fire')
  const added = postern(
    'follow',
    'T-1',
    'vic@vendor.test',
    'nora@customer.test',
    '--invite',
    '--by',
    'kim@example.test',
  )
  expect(added.map(({ follower, result, invitation }) => [follower, result, invitation])).toEqual([
    ['vic@vendor.test', 'added', 'sent'],
    ['nora@customer.test', 'added', 'sent'],
  ])
  expect(
    postern('notify', 'vic@vendor.test', '--record', 'T-1', '--mute', '3d', '--way', 'digest'),
  ).toMatchObject([{ record: 'T-1', way: 'digest', mutedUntil: expect.stringMatching(/^20/) }])
  expect(
    postern(
      'notify',
      'nora@customer.test',
      '--way',
      'digest',
      '--hour',
      '7',
      '--days',
      '1,3',
      '--zone',
      'Europe/Lisbon',
    ),
  ).toMatchObject([
    {
      record: null,
      way: 'digest',
      every: 'daily',
      hour: 7,
      days: [1, 3],
      zone: 'Europe/Lisbon',
      next: expect.any(String),
    },
  ])
  const [{ message }] = postern('send', 'T-1', '--by', 'kim@example.test', 'Hello.') as [
    { message: number },
  ]
  expect(postern('why', 'vic@vendor.test', String(message))).toMatchObject([
    {
      record: 'T-1',
      told: false,
      why: 'muted',
      sentence: 'They had muted the thread.',
      subtype: 'discussions',
    },
  ])
  expect(postern('why', 'nora@customer.test', String(message))).toMatchObject([
    { told: true, way: 'digest', reason: 'follower_hand', why: null },
  ])
  expect(() => postern('why', 'nobody@example.test', String(message))).toThrow(
    'Nobody here has the address',
  )
}, 120_000)

test('a script adds a subtype, hides it, lets it stand for one of linked records, and takes it away', () => {
  const postern = commands()
  const wish = ['--label', 'Task: stage', '--hears', 'task/stage', '--default', 'no']
  expect(postern('subtype', 'add', 'order', 'task-stage', ...wish)).toEqual([
    {
      type: 'order',
      code: 'task-stage',
      label: 'Task: stage',
      internal: true,
      default: false,
      hidden: false,
      hears: 'task/stage',
      by: null,
    },
  ])
  expect(postern('subtype', 'set', 'order', 'task-stage', '--hidden', 'yes')).toMatchObject([
    { hidden: true, hears: 'task/stage' },
  ])
  expect(() => postern('subtype', 'set', 'order', 'task-stage', '--internal', 'no')).toThrow(
    'for users only',
  )
  expect(() => postern('subtype', 'set', 'all', 'note', '--internal', 'no')).toThrow(
    'Notes are internal',
  )
  postern('subtype', 'remove', 'order', 'task-stage')
  expect(postern('subtype', 'list', 'order').map(({ code }) => code)).not.toContain('task-stage')
}, 120_000)
