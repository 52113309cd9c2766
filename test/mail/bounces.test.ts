import { expect, test } from 'vitest'
import { multipart, readText } from './mails.ts'

const daemon = {
  From: 'Mail Delivery System <MAILER-DAEMON@mx.test>',
  Subject: 'Undelivered Mail Returned to Sender',
}

function report(fields: string): string {
  return multipart(
    'Content-Type: text/plain\n\nYour message could not be delivered.',
    `Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\n${fields}`,
    'Content-Type: message/rfc822\n\nFrom: support@postern.test\nTo: gone@vendor.test\nMessage-ID: <m.7@postern.test>\nSubject: x\n\nx',
  )
}

const reportHeader = {
  ...daemon,
  'Content-Type': 'multipart/report; report-type=delivery-status; boundary=cut',
}

test('a report names each recipient, the code, the kind and the mail that failed', async () => {
  const gone =
    'Final-Recipient: rfc822; gone@vendor.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n'
  const full =
    'Final-Recipient: rfc822; full@vendor.test\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\n'
  const mail = await readText(report(`${gone}\n${full}`), reportHeader)
  expect(mail.class).toBe('bounce')
  expect(mail.bounce?.originalMessageId).toBe('m.7@postern.test')
  expect(mail.bounce?.recipients).toMatchObject([
    { address: 'gone@vendor.test', status: '5.1.1', replyCode: '550', kind: 'hard' },
    { address: 'full@vendor.test', status: '5.2.2', replyCode: '552', kind: 'soft' },
  ])
})

test('a report of a delay is a delay', async () => {
  const late = 'Final-Recipient: rfc822; late@vendor.test\nAction: delayed\nStatus: 4.4.1\n'
  const mail = await readText(report(late), reportHeader)
  expect([mail.class, mail.bounce?.recipients[0]?.kind]).toEqual(['delay', 'delay'])
})

test('a report of a delivery is a receipt', async () => {
  const done = 'Final-Recipient: rfc822; vic@vendor.test\nAction: delivered\nStatus: 2.0.0\n'
  expect((await readText(report(done), reportHeader)).class).toBe('receipt')
})

const homemade: [program: string, text: string, kind: string][] = [
  [
    'qmail',
    "Hi. This is the qmail-send program at mx.test.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<gone@vendor.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n",
    'hard',
  ],
  [
    'Postfix without a report',
    'The mail system\n\n<gone@vendor.test>: host mx.vendor.test said: 550 5.1.1 User unknown (in reply to RCPT TO command)\n',
    'hard',
  ],
  [
    'Exim',
    'A message that you sent could not be delivered to one or more of its recipients.\n\n  gone@vendor.test\n    SMTP error from remote mail server after RCPT TO: 550 No such user\n',
    'hard',
  ],
  [
    'Sendmail',
    '   ----- The following addresses had permanent fatal errors -----\n<gone@vendor.test>\n    (reason: 552 5.2.2 Over quota)\n',
    'soft',
  ],
  [
    'Exchange',
    'Your message did not reach the following recipient(s):\n\ngone@vendor.test on Mon, 5 Jan 2026 09:00:00 +0100\n    The recipient name is not recognized\n',
    'hard',
  ],
  [
    'a spam filter',
    'Delivery failed.\n\n<gone@vendor.test>: 554 5.7.1 Message rejected as spam by content scanner\n',
    'policy',
  ],
]

test.each(homemade)('the words of %s are understood', async (_program, text, kind) => {
  const mail = await readText(text, daemon)
  expect(mail.class).toBe('bounce')
  expect(mail.bounce?.recipients).toMatchObject([{ address: 'gone@vendor.test', kind }])
})

test('a person who forwards a report is still a person', async () => {
  const mail = await readText('Look what I got:\n\n<gone@vendor.test>: 550 User unknown\n', {
    Subject: 'Fwd: Undelivered Mail',
  })
  expect([mail.class, mail.bounce]).toEqual(['human', null])
})

const codes: [title: string, fields: string, status: string, kind: string][] = [
  [
    'stated as nothing in particular',
    'Status: 5.0.0\nDiagnostic-Code: smtp; 550 No such user',
    '5.0.0',
    'hard',
  ],
  [
    'stated by the remote server only',
    'Status: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 x',
    '5.1.1',
    'hard',
  ],
  [
    'in two ways',
    'Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.7.1 IP address on a blacklist',
    '5.7.1',
    'policy',
  ],
  ['not stated', 'Diagnostic-Code: smtp; No such user', '5.1.1', 'hard'],
  ['not stated, nor any words', 'X-None: x', '5.0.0', 'policy'],
]

test.each(codes)('a status that is %s', async (_title, fields, status, kind) => {
  const group = `Final-Recipient: rfc822; gone@vendor.test\nAction: failed\n${fields}\n`
  const mail = await readText(report(group), reportHeader)
  expect(mail.bounce?.recipients).toMatchObject([{ status, kind }])
})

test('a delay is temporary where no status is stated', async () => {
  const late = 'Final-Recipient: rfc822; late@vendor.test\nAction: delayed\n'
  expect((await readText(report(late), reportHeader)).bounce?.recipients[0]?.status).toBe('4.0.0')
})

test('a read receipt names the mail that was read, and no failure', async () => {
  const receipt = multipart(
    'Content-Type: text/plain\n\nYour mail was displayed.',
    'Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; nora@customer.test\nOriginal-Message-ID: <m.7@postern.test>\nDisposition: manual-action/MDN-sent-manually; displayed\n',
  )
  const mail = await readText(receipt, {
    'Content-Type': 'multipart/report; report-type=disposition-notification; boundary=cut',
  })
  expect([mail.class, mail.bounce]).toEqual([
    'receipt',
    { recipients: [], originalMessageId: 'm.7@postern.test' },
  ])
  expect(mail.classReasons).not.toContain('bounce-report')
})

test('a report with thousands of recipients is read in time and cut', async () => {
  const group = (n: number): string =>
    `Final-Recipient: rfc822; u${n}@vendor.test\nAction: failed\nDiagnostic-Code: smtp; 550 Unknown user\n\n`
  const groups = Array.from({ length: 20_000 }, (_, n) => group(n)).join('')
  const mail = await readText(report(groups), reportHeader)
  expect(mail.bounce?.recipients).toHaveLength(2000)
})

test('the address by which Exchange sends its reports is a robot, in any language', async () => {
  const mail = await readText(
    'nora@customer.test\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n',
    {
      From: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@customer.test>',
      Subject: 'Toimitus ei onnistu: The table',
    },
  )
  expect(mail.bounce?.recipients).toMatchObject([{ address: 'nora@customer.test', kind: 'hard' }])
})
