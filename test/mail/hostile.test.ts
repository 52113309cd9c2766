import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMail } from '../../gateway/mail/read-mail.ts'
import { openReadPool } from '../../gateway/mail/read-pool.ts'
import { door, mailOf, readText } from './mails.ts'

const size = 300_000
const of = (piece: string): string => piece.repeat(Math.ceil(size / piece.length))
const nested = (depth: number): string =>
  Array.from(
    { length: depth },
    (_, n) => `--b${n}\nContent-Type: multipart/mixed; boundary=b${n + 1}\n\n`,
  ).join('')

const bombs: [name: string, type: string, body: string][] = [
  [
    'blanks in quoted-printable',
    'text/plain\r\nContent-Transfer-Encoding: quoted-printable',
    `a${of(' ')}=`,
  ],
  ['one endless line', 'text/plain', of('a')],
  ['quote marks', 'text/plain', of('>')],
  ['attributions', 'text/plain', of('On Monday 2026-01-01 Kim <k@x> wrote:\n')],
  ['half attributions', 'text/plain', of('On Monday 12 the\n')],
  ['colons', 'text/plain', of(':\n')],
  ['rules', 'text/plain', of('_____\n\n')],
  ['angle brackets', 'text/html', of('<')],
  ['open elements', 'text/html', of('<b>')],
  ['open tables', 'text/html', of('<table><tr><td>')],
  ['comments', 'text/html', of('<!--')],
  ['styles', 'text/html', `<p style="${of('color:red;')}">`],
  ['nested multiparts', 'multipart/mixed; boundary=b0', nested(5000)],
  ['many parts', 'multipart/mixed; boundary=cut', of('--cut\n\nx\n')],
  ['an endless calendar', 'text/calendar', `BEGIN:VEVENT\n${of('ATTENDEE;X=":mailto:a@b.test\n')}`],
  ['an endless report', 'message/delivery-status', of('Final-Recipient: rfc822; a@b.test\n\n')],
]

// "in time": a reader that is not linear does not end before the test's own limit
test.each(bombs)('a mail of %s is read in time', async (_name, type, body) => {
  const mail = await readText(body, { 'Content-Type': type })
  expect(mail.from[0]?.address).toBe('vic@vendor.test')
})

const headers: [name: string, field: string, value: string][] = [
  ['recipients', 'To', of('a@b.test, ')],
  ['quotes', 'To', of('"')],
  ['comments', 'To', of('(')],
  ['encoded words', 'Subject', of('=?utf-8?q?a')],
  ['ids', 'References', of('<a@b> ')],
  ['parameters', 'X-Any: x\r\nContent-Type', `text/plain; ${of('a*1=b; ')}`],
]

test.each(headers)('a header of %s is read in time', async (_name, field, value) => {
  const mail = await readText('Hello', { [field]: value })
  expect(mail.text.trim()).toBe('Hello')
})

const pieces = fc.constantFrom(
  'From: a@b.test\r\n',
  'Subject: =?utf-8?B?',
  '?=',
  '\r\n',
  '\n',
  '\r\n\r\n',
  '--cut',
  '--cut--\r\n',
  '--cut \r\n',
  'Content-Type: multipart/mixed; boundary=cut\r\n',
  'Content-Type: text/html; charset=utf-16\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  'Content-Type: message/rfc822\r\n',
  '> ',
  'On 1.1.2026 a@b.test wrote:',
  'From: x\nTo: y\nSubject: z\n',
  '-- \n',
  '<p>',
  '</p>',
  '<script>',
  '=',
  '=4',
  '\u0000',
  '\u00ff',
  '(',
  '"',
  '<',
  '>',
  ',',
  ';',
  ':',
  'BEGIN:VEVENT\r\n',
  'Final-Recipient: rfc822;a@b\r\n',
  '/close\n',
)

test('whatever bytes come, there is a reading and no text is lost', async () => {
  const mails = fc
    .array(fc.oneof(pieces, fc.string({ maxLength: 8 })), { maxLength: 60 })
    .map((list) => Buffer.from(list.join(''), 'latin1'))
  await fc.assert(
    fc.asyncProperty(mails, async (source) => {
      const mail = await readMail(source, door)
      expect(mail.unparsed).toBe(null)
      expect(mail.parts.map((part) => part.text).join('\n')).toBe(mail.text)
      expect(mail.html ?? '').not.toMatch(/<script/i)
    }),
    { numRuns: 1500 },
  )
})

/** Some 200 MB while it is read. */
const heavy = mailOf('<p title="x"><b>word</b></p>'.repeat(130_000), {
  'Content-Type': 'text/html',
})

test('the pool reads mail off the main thread, files included', async () => {
  const pool = openReadPool({ threads: 1, deadlineMs: 5000, memoryMb: 200 })
  const source = mailOf('SGVsbG8=', {
    'Content-Type': 'application/pdf; name=a.pdf',
    'Content-Transfer-Encoding': 'base64',
  })
  const [mail, other] = await Promise.all([
    pool.read(source, door),
    pool.read(mailOf('Second'), door),
  ])
  expect(Buffer.from(mail.attachments[0]!.content).toString()).toBe('Hello')
  expect(other.text).toBe('Second')
  await pool.close()
})

test('a mail that takes too long keeps its header, and the next one is read', async () => {
  const pool = openReadPool({ threads: 1, deadlineMs: 400, memoryMb: 512 })
  const slow = mailOf('<p>Hello<b>x</b>'.repeat(200_000), { 'Content-Type': 'text/html' })
  const [late, next] = await Promise.all([pool.read(slow, door), pool.read(mailOf('Next'), door)])
  expect([late.unparsed, late.subject, late.from[0]?.address]).toEqual([
    'time limit',
    'Re: The broken table',
    'vic@vendor.test',
  ])
  expect(next.unparsed ?? next.text).toBe('Next')
  await pool.close()
})

test('a mail that takes too much memory keeps its header', async () => {
  const pool = openReadPool({ threads: 1, deadlineMs: 20_000, memoryMb: 48 })
  expect((await pool.read(heavy, door)).unparsed).toBe('memory limit')
  await pool.close()
})

test.each(['&#x', '<', '& '])(
  'HTML of nothing but %j is shown as the text it is',
  async (piece) => {
    const mail = await readText(of(piece).repeat(2), { 'Content-Type': 'text/html' })
    expect(mail.flaws).toContain('html-broken')
    expect(mail.text.startsWith(piece.repeat(20).trimEnd())).toBe(true)
    expect(mail.html).not.toMatch(/<(?!\/?div)/)
  },
)

test('HTML with some stray brackets and ampersands is still HTML', async () => {
  const mail = await readText(`<b>a < b & c</b>${'<p>word</p>'.repeat(50_000)}`, {
    'Content-Type': 'text/html',
  })
  expect(mail.flaws).not.toContain('html-broken')
  expect(mail.html).toContain('<b>a &lt; b &amp; c</b>')
})

test('a thread that a mail has left with a swollen heap is replaced, and the next mail is read', async () => {
  const pool = openReadPool({ threads: 1, deadlineMs: 10_000, memoryMb: 256 })
  const readings = [await pool.read(heavy, door), await pool.read(mailOf('Second'), door)]
  expect(readings.map((mail) => mail.unparsed)).toEqual([null, null])
  expect(readings[1]!.text).toContain('Second')
  await pool.close()
})
