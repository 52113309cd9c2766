import { expect, test } from 'vitest'
import { readHtml, readText } from './mails.ts'

async function verbs(body: string): Promise<string[]> {
  return (await readText(body)).commands.map(({ verb }) => verb)
}

test('orders count in the first and in the last lines, those between are named as stray', async () => {
  const mail = await readText('/note\n\n/Assign kim\n\nThe leg:\n/stage won\nis here.\n\n/close\n')
  expect(mail.commands).toEqual([
    { verb: 'note', arguments: '', line: 1 },
    { verb: 'assign', arguments: 'kim', line: 3 },
    { verb: 'close', arguments: '', line: 9 },
  ])
  expect(mail.strayCommands).toEqual([{ verb: 'stage', arguments: 'won', line: 6 }])
})

test.each([
  'Best regards,\nVic',
  'Thanks!',
  'Vic',
  'Mit freundlichen Grüßen\n\nVic Vendor\nVendor Ltd',
  '-- \nVic',
  'Sent from my iPhone',
  'Vic Vendor\nvic@vendor.test\n+351 555 123 456',
])('the last lines end above %j', async (closing) => {
  expect(await verbs(`It is done.\n\n/close\n\n${closing}\n`)).toEqual(['close'])
})

test.each([
  '> /close',
  'On 5 Jan 2026, Nora <nora@example.test> wrote:\n/close',
  '-----Original Message-----\n/close',
  'From: Nora <nora@example.test>\nSent: Monday\nTo: Vic\nSubject: x\n\n/close',
  '---------- Forwarded message ---------\nFrom: Nora <nora@example.test>\nDate: Mon\nSubject: x\n\n/close',
  '-- \n/close',
])('nothing runs out of %j', async (quoted) => {
  expect(await verbs(`It is done.\n\n${quoted}\n`)).toEqual([])
})

test('where the text may be quoted without marks nothing runs, and the order is named as stray', async () => {
  const mail = await readText('On 5 Jan 2026, Nora <nora@example.test> wrote:\n\n/close\n')
  expect([mail.commands, mail.strayCommands.map(({ verb }) => verb)]).toEqual([[], ['close']])
})

test('an order in an indented paragraph does not run, for it may be quoted', async () => {
  const mail = await readHtml(
    '<p>a</p><blockquote>/close</blockquote><p>b</p><blockquote>x</blockquote>',
  )
  expect([mail.commands, mail.strayCommands.length]).toEqual([[], 1])
})

test.each([
  '/etc/passwd is broken',
  '1/2 a leg',
  '/',
  '/x1',
  'see /close',
  'x\n /close',
  '//close',
  '/close/reopen',
])('%j is no order', async (text) => {
  const mail = await readText(`${text}\n`)
  expect([mail.commands, mail.strayCommands]).toEqual([[], []])
})

test.each([
  ['／done all', 'done', 'all'],
  ['\u200b/Done\u00a0all', 'done', 'all'],
  ['/snooze –2d', 'snooze', '-2d'],
  ['/ÜBERNEHMEN', 'übernehmen', ''],
])('what a phone makes of an order is understood: %j', async (text, verb, words) => {
  expect((await readText(text)).commands).toEqual([{ verb, arguments: words, line: 1 }])
})

test('no more than twenty orders count', async () => {
  const mail = await readText('/note x\n'.repeat(30))
  expect([mail.commands.length, mail.strayCommands.length]).toEqual([20, 10])
})

test.each([
  ['Done.', 'done', ''],
  ['yes 👍', 'yes', ''],
  ['+1', '+1', ''],
  ['mute 3d\n\nSent from my iPhone', 'mute', '3d'],
])('the whole of %j may be an order', async (text, verb, words) => {
  const quote = '\n\nOn 5 Jan 2026, Nora <nora@example.test> wrote:\n> Is it done?\n'
  expect((await readText(text + quote)).wholeBody).toMatchObject({ verb, arguments: words })
})

test('a sentence is no order', async () => {
  expect((await readText('Done.\nThe leg is here.')).wholeBody).toBeNull()
  expect((await readText('It is done, and the leg is on its way to you.')).wholeBody).toBeNull()
})
