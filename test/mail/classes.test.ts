import { expect, test } from 'vitest'
import { readMail } from '../../gateway/mail/read-mail.ts'
import type { MailClass } from '../../gateway/mail/reading.ts'
import { mailOf, multipart, readText } from './mails.ts'

const rules: [sign: string, header: Record<string, string>, kind: MailClass, mayAnswer: boolean][] =
  [
    ['nothing special', {}, 'human', true],
    ['Auto-Submitted: no', { 'Auto-Submitted': 'no' }, 'human', true],
    ['Auto-Submitted: no, remarked', { 'Auto-Submitted': '(typed) no' }, 'human', true],
    ['Auto-Submitted: auto-replied', { 'Auto-Submitted': 'auto-replied' }, 'auto-reply', false],
    ['Auto-Submitted: auto-generated', { 'Auto-Submitted': 'auto-generated' }, 'generated', false],
    ['X-Autoreply', { 'X-Autoreply': 'yes' }, 'auto-reply', false],
    ['Precedence: auto_reply', { Precedence: 'auto_reply' }, 'auto-reply', false],
    ['Precedence: bulk', { Precedence: 'bulk' }, 'bulk', false],
    ['List-Id', { 'List-Id': '<talk.lists.test>' }, 'list', false],
    ['our own Message-ID', { 'Message-ID': '<m.1.2.abcdefghij234567@postern.test>' }, 'own', false],
    [
      'X-Auto-Response-Suppress on an ordinary mail',
      { 'X-Auto-Response-Suppress': 'All' },
      'human',
      false,
    ],
    [
      'a rule of Exchange that forwards',
      { 'X-MS-Exchange-Inbox-Rules-Loop': 'a@b.test' },
      'human',
      false,
    ],
    ['a no-reply author', { From: 'Shop <no-reply@shop.test>' }, 'human', false],
    ['a loop header of another program', { 'X-Loop': 'bugs@other.test' }, 'human', false],
    ['cron', { 'X-Cron-Env': '<SHELL=/bin/sh>' }, 'generated', false],
    [
      'Apple Mail, which unsubscribes its user',
      { Subject: 'unsubscribe', 'Auto-Submitted': 'auto-replied' },
      'complaint',
      false,
    ],
    ['a person who wants to unsubscribe', { Subject: 'Unsubscribe me, please' }, 'human', true],
    [
      'an absence of Exchange',
      { 'X-MS-Exchange-Inbox-Rules-Loop': 'a@b.test', 'X-Auto-Response-Suppress': 'All' },
      'out-of-office',
      false,
    ],
    [
      'an absence by its subject, as an answer',
      { Subject: 'Automatic reply: The table', 'In-Reply-To': '<9@postern.test>' },
      'auto-reply',
      false,
    ],
    [
      'a vacation in German',
      { Subject: 'Abwesenheitsnotiz: Tisch', 'Auto-Submitted': 'auto-replied' },
      'out-of-office',
      false,
    ],
    [
      'a person who answers an automatic reply',
      { Subject: 'Re: Automatic reply: The table', 'In-Reply-To': '<9@x>' },
      'human',
      true,
    ],
    [
      'a person who writes about bounces',
      { Subject: 'Undelivered mail, what to do?' },
      'human',
      true,
    ],
  ]

test.each(rules)('mail with %s is read as it should be', async (_sign, header, kind, mayAnswer) => {
  const mail = await readText('The table is here.', header)
  expect([mail.class, mail.mayAnswer]).toEqual([kind, mayAnswer])
})

test('an empty return path forbids an answer and is no proof of anything', async () => {
  const mail = await readMail(mailOf('Hello.'), { mailFrom: '', ownDomains: [] })
  expect([mail.class, mail.mayAnswer, mail.classReasons]).toEqual(['human', false, ['null-sender']])
})

test('a complaint and a read receipt are named by their report type', async () => {
  const body = multipart('Content-Type: text/plain\n\nHello')
  const reports: [string, string][] = [
    ['feedback-report', 'complaint'],
    ['disposition-notification', 'receipt'],
  ]
  for (const [type, kind] of reports) {
    const header = { 'Content-Type': `multipart/report; report-type=${type}; boundary=cut` }
    expect((await readText(body, header)).class).toBe(kind)
  }
})

const abuse =
  'Feedback-Type: abuse\nUser-Agent: Provider/1.0\nVersion: 1\nOriginal-Rcpt-To: nora@customer.test\n'

test('a report of abuse is a complaint, whole or in pieces', async () => {
  const whole = multipart(
    'Content-Type: text/plain\n\nThis is an abuse report.',
    `Content-Type: message/feedback-report\n\n${abuse}`,
  )
  const types = [
    'multipart/report; report-type=feedback-report; boundary=cut',
    'multipart/mixed; boundary=cut',
  ]
  for (const type of types)
    expect((await readText(whole, { 'Content-Type': type })).class).toBe('complaint')
  expect((await readText(`An abuse report.\n\n${abuse}`)).class).toBe('complaint')
  expect((await readText('Feedback-Type: what is that?\n')).class).toBe('human')
})

const persons: [subject: string, text: string][] = [
  ['Message not delivered', 'The parcel could not be delivered yesterday, nobody was at home.'],
  ['Delivery failure', 'The table was not delivered. Please send it again.'],
  [
    'Problem: mail delivery failed',
    "When I write to sales@example.test I get 'user unknown'. Can you help?",
  ],
  ['Rejected invoice', 'Your invoice was rejected, the address does not exist in our books.'],
  ['Returned mail', 'The letter came back: returned to sender, the address is unknown.'],
  [
    'Undeliverable: mail to you',
    'Our mails come back: 550 5.1.1 <kim@postern.test>: user unknown.',
  ],
  ['Out of office request form', 'Where is the form for the out of office request?'],
  [
    'Automatic response system broken',
    'Your automatic response comes without words. Please mend it.',
  ],
  ['On vacation', 'We are on vacation next week, can the table come later?'],
]

test.each(persons)('a person who writes "%s" is a person', async (subject, text) => {
  const mail = await readText(text, { Subject: subject })
  expect([mail.class, mail.bounce]).toEqual(['human', null])
})

test('a program that answers without any sign but its words is a program', async () => {
  const away = await readText('I am out of the office until Monday.', { Subject: 'Out of office' })
  const machine = await readText('This is an automated reply.', { Subject: 'Auto: The table' })
  expect([away.class, machine.class]).toEqual(['out-of-office', 'auto-reply'])
})
