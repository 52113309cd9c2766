import { expect, test } from 'vitest'
import type { PassedOn } from '../../gateway/mail/reading.ts'
import { readText } from './mails.ts'

const nora = { name: 'Nora Customer', address: 'nora@example.test' }

async function passedOn(header: Record<string, string>): Promise<PassedOn | null> {
  return (await readText('The leg is broken.', header)).passedOn
}

test('mail that came straight was passed on by nobody', async () => {
  expect(await passedOn({ 'Delivered-To': 'support@example.test' })).toBeNull()
})

test('Google Groups keeps the From that it rewrites', async () => {
  const found = await passedOn({
    From: "'Nora Customer' via Support <support@groups.test>",
    'X-Original-From': 'Nora Customer <nora@example.test>',
    'Reply-To': 'Nora Customer <nora@example.test>',
    'List-Post': '<https://groups.test/post>, <mailto:support@groups.test>',
    'X-BeenThere': 'support@groups.test',
  })
  expect(found).toEqual({
    by: [{ address: 'support@groups.test', how: 'list' }],
    author: nora,
    knownBy: 'original-from',
  })
})

test('Google Groups in German says it in German', async () => {
  const found = await passedOn({
    From: "'Nora Customer' über Support <support@groups.test>",
    'X-Original-From': 'Nora Customer <nora@example.test>',
  })
  expect(found?.author).toEqual(nora)
})

test('Mailman puts the author into Reply-To, beside the list', async () => {
  const found = await passedOn({
    From: 'Nora Customer via Tables <tables@lists.test>',
    'Reply-To': 'Tables <tables@lists.test>, Nora Customer <nora@example.test>',
    'List-Id': '<tables.lists.test>',
    'List-Post': '<mailto:tables@lists.test>',
  })
  expect(found).toEqual({
    by: [{ address: 'tables@lists.test', how: 'list' }],
    author: nora,
    knownBy: 'reply-to',
  })
})

test('groups.io writes the address of the author into its own', async () => {
  const found = await passedOn({
    From: '"Nora Customer via groups.test" <nora=example.test@groups.test>',
    'Reply-To': 'tables@groups.test',
  })
  expect(found).toEqual({ by: [], author: nora, knownBy: 'address' })
})

test('a name that only looks like it is nobody else’s', async () => {
  expect(await passedOn({ From: 'Via Roma <shop@example.test>' })).toBeNull()
  const other = await passedOn({
    From: 'Nora Customer via Support <support@groups.test>',
    'Reply-To': 'Mallory <mallory@evil.test>',
  })
  expect(other).toBeNull()
})

const forwards: [how: string, header: Record<string, string>, by: string][] = [
  [
    'Gmail',
    {
      'X-Forwarded-For': 'vic@vendor.test support@example.test',
      'X-Forwarded-To': 'support@example.test',
    },
    'vic@vendor.test',
  ],
  ['Exchange', { 'X-MS-Exchange-Inbox-Rules-Loop': 'vic@vendor.test' }, 'vic@vendor.test'],
]

test.each(forwards)('a rule of %s that forwards is named', async (_how, header, by) => {
  expect(await passedOn(header)).toEqual({
    by: [{ address: by, how: 'auto-forward' }],
    author: null,
    knownBy: null,
  })
})

test('who resends a mail is named, its author stays', async () => {
  expect(await passedOn({ 'Resent-From': 'Vic <vic@vendor.test>' })).toEqual({
    by: [{ address: 'vic@vendor.test', how: 'resent' }],
    author: null,
    knownBy: null,
  })
})

test('each mailbox that a mail was delivered to before the last has sent it on', async () => {
  const mail = await readText('x', {
    'Delivered-To': 'support@example.test\r\nDelivered-To: vic@vendor.test',
  })
  expect(mail.passedOn?.by).toEqual([{ address: 'vic@vendor.test', how: 'auto-forward' }])
})
