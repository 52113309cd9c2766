import { expect, test } from 'vitest'
import { multipart, readText } from './mails.ts'

const daemon = {
  From: 'Mail Delivery System <MAILER-DAEMON@mx.test>',
  Subject: 'Undelivered Mail Returned to Sender',
  'Content-Type': 'multipart/report; report-type=delivery-status; boundary=cut',
}
const copy =
  'From: support@postern.test\nTo: gone@vendor.test\nMessage-ID: <m.7@postern.test>\nSubject: x\n\nx'

/** A report of these words and fields on that mail. */
function report(words: string, fields: string, original = copy): string {
  return multipart(
    `Content-Type: text/plain\n\n${words}`,
    `Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\n${fields}`,
    `Content-Type: message/rfc822\n\n${original}`,
  )
}

const gone = 'Final-Recipient: rfc822; gone@vendor.test\nAction: failed\n'

const categories: [category: string, status: string, kind: string][] = [
  ['bad-mailbox', '5.2.1', 'hard'],
  ['bad-domain', '5.4.0', 'hard'],
  ['quota-issues', '5.0.0', 'soft'],
  ['inactive-mailbox', '5.1.1', 'soft'],
  ['policy-related', '5.0.0', 'policy'],
  ['bad-mailbox', '4.2.1', 'soft'],
]

test.each(categories)('PowerMTA calls it %s with %s', async (category, status, kind) => {
  const fields = `${gone}Status: ${status}\nX-PowerMTA-BounceCategory: ${category}\n`
  const mail = await readText(report('It failed.', fields), daemon)
  expect(mail.bounce?.recipients).toMatchObject([{ address: 'gone@vendor.test', status, kind }])
})

test('a category that says nothing leaves the word to the server', async () => {
  const words = 'Diagnostic-Code: smtp; 550 5.1.1 User unknown\n'
  const fields = `${gone}Status: 5.1.1\n${words}X-PowerMTA-BounceCategory: other\n`
  const mail = await readText(report('It failed.', fields), daemon)
  expect(mail.bounce?.recipients[0]?.kind).toBe('hard')
})

test('a mail that has left the queue of OpenSMTPD has failed, though its report says delayed', async () => {
  const words = `    A message is delayed for more than 0 seconds for the following
    list of recipients:

late@vendor.test: Envelope expired

    Please note that this is only a temporary failure report.
    The message is kept in the queue for up to 7 days.
    You DO NOT NEED to re-send the message to these recipients.
`
  const fields = 'Final-Recipient: rfc822; late@vendor.test\nAction: delayed\nStatus: 4.4.7\n'
  const mail = await readText(report(words, fields), daemon)
  expect(mail.class).toBe('bounce')
  expect(mail.bounce?.recipients).toMatchObject([
    { address: 'late@vendor.test', action: 'failed', status: '5.4.7', kind: 'soft' },
  ])
  const waiting = words.replace('Envelope expired', '421 4.7.0 Try again later')
  const later = await readText(report(waiting, fields.replace('4.4.7', '4.0.0')), daemon)
  expect(later.class).toBe('delay')
  expect(later.bounce?.recipients[0]).toMatchObject({ status: '4.7.0', replyCode: '421' })
})

test('words that the fields leave out are found beside the address, each its own', async () => {
  const words =
    'gone@vendor.test: 550 5.1.1 No such user\n\nfull@vendor.test: 552 5.2.2 Over quota\n'
  const fields = `${gone}Status: 5.0.0\n\n${gone.replace('gone', 'full')}Status: 5.0.0\n`
  const mail = await readText(report(words, fields), daemon)
  expect(mail.bounce?.recipients).toMatchObject([
    { address: 'gone@vendor.test', status: '5.1.1', kind: 'hard' },
    { address: 'full@vendor.test', status: '5.2.2', kind: 'soft' },
  ])
})

test('a code of one recipient is not given to another', async () => {
  const words =
    'The following addresses had problems.\n\n550 5.1.1 <gone@vendor.test>... User unknown\n'
  const late = 'Final-Recipient: rfc822; late@vendor.test\nAction: delayed\nStatus: 4.0.0\n'
  const mail = await readText(report(words, `${gone}Status: 5.1.1\n\n${late}`), daemon)
  expect(mail.bounce?.recipients[1]).toMatchObject({ status: '4.0.0', replyCode: null })
})

test('the list to which a copy was addressed has not failed', async () => {
  const words = 'One of the recipients is not a valid user of the system.'
  const header = { ...daemon, 'Content-Type': 'multipart/mixed; boundary=cut' }
  const posting = copy.replace('To: gone@', 'List-Post: <mailto:talk@vendor.test>\nTo: talk@')
  const body = (original: string): string =>
    multipart(`Content-Type: text/plain\n\n${words}`, `Content-Type: message/rfc822\n\n${original}`)
  expect((await readText(body(posting), header)).bounce?.recipients).toEqual([])
  const plain = await readText(body(copy), header)
  expect(plain.bounce?.recipients).toMatchObject([{ address: 'gone@vendor.test' }])
})

test('an author of ours who is named first is not the one who failed', async () => {
  const words =
    'A message from <support@example.test>\nto: gone@vendor.test\n\nDelivery of the email was stopped!\n'
  const mail = await readText(words, {
    ...daemon,
    'Content-Type': 'text/plain',
    To: 'support@example.test',
  })
  expect(mail.bounce?.recipients).toMatchObject([{ address: 'gone@vendor.test' }])
})
