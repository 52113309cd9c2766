import { expect, test } from 'vitest'
import { formats } from './bounce-formats.ts'
import { readText } from './mails.ts'

test.each(formats)('a report of %s is read: %s', async (_server, kind, subject, words) => {
  const mail = await readText(words, {
    From: 'Mail Delivery System <MAILER-DAEMON@customer.test>',
    To: 'support@example.test',
    Subject: `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
  })
  expect(mail.class).toBe(kind === 'delay' ? 'delay' : 'bounce')
  expect(mail.bounce?.recipients).toMatchObject([{ address: 'nora@customer.test', kind }])
})

test('a list server that keeps a posting back is no person', async () => {
  const mail = await readText('You are not a member of this mailing list <list@customer.test>.\n', {
    From: 'list-admin@customer.test',
    Subject: 'You support@example.test are not member',
  })
  expect(mail.class).toBe('bounce')
  expect(mail.bounce?.recipients[0]?.address).toBe('list@customer.test')
})

test('a person who writes of membership is a person', async () => {
  const words = 'You are not a member of this mailing list <list@customer.test>, are you?\n'
  expect((await readText(words)).class).toBe('human')
})
