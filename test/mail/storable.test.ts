import { expect, test } from 'vitest'
import { readIds, readMessageId } from '../../gateway/mail/header/ids.ts'
import { fileNameOf } from '../../gateway/mail/parts/file-names.ts'
import { readHeadOnly, readMail } from '../../gateway/mail/read-mail.ts'
import type { Reading } from '../../gateway/mail/reading.ts'
import { door, mailOf, multipart, readText } from './mails.ts'

/** Every text in a reading, however deep. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return []
  return Object.values(value).flatMap(textsOf)
}

const nul = '\u0000'
const withNuls = `${multipart(
  `Content-Type: text/plain\n\nHel${nul}lo\n-- \nV${nul}ic`,
  `Content-Type: text/html\n\n<p>Hel${nul}lo <scr${nul}ipt>x</scr${nul}ipt></p>`,
  `Content-Type: application/pdf; name="a${nul}b.pdf"\nContent-ID: <a${nul}b>\n\nbytes`,
)}`

test('no text of a reading holds a U+0000, and the flaw is named', async () => {
  const mail = await readText(withNuls, {
    From: `V${nul}ic <vic${nul}@vendor.test>`,
    Subject: '=?utf-8?B?SGVsAGxv?=',
    'Message-ID': `<1${nul}@vendor.test>`,
    'Content-Type': 'multipart/mixed; boundary=cut',
  })
  expect(textsOf(mail).filter((text) => text.includes(nul))).toEqual([])
  expect(mail.text).toContain('Hello')
  expect(mail.html).not.toMatch(/<script/)
  expect(mail.flaws).toContain('nul-removed')
})

test('a U+0000 that only an encoded word held is gone too', async () => {
  const mail = await readText('Hello', { Subject: '=?utf-8?Q?a=00b?= <=?utf-8?Q?a=00b?=>' })
  expect(textsOf(mail).filter((text) => text.includes(nul))).toEqual([])
})

test('half a surrogate pair is read as U+FFFD', async () => {
  const bytes = Buffer.from('a\ud800', 'utf16le')
  const mail = await readText(bytes.toString('base64'), {
    'Content-Type': 'text/plain; charset=utf-16le',
    'Content-Transfer-Encoding': 'base64',
  })
  expect(mail.text).toBe('a\ufffd')
  expect(textsOf(mail).every((text) => text.isWellFormed())).toBe(true)
})

test.each(['From', 'To', 'Cc', 'Reply-To', 'Sender', 'Delivered-To'])(
  'an address of 2700 octets in %s is no address, and the flaw is named',
  async (field) => {
    const mail = await readText('Hello', { [field]: `<${'x'.repeat(2700)}@vendor.test>` })
    const longest = Math.max(...addressesOf(mail).map((address) => Buffer.byteLength(address)))
    expect(longest).toBeLessThanOrEqual(320)
    expect(mail.flaws).toContain('address-too-long')
  },
)

function addressesOf(mail: Reading): string[] {
  const boxes = [...mail.from, ...mail.to, ...mail.cc, ...mail.replyTo, mail.sender]
  return [...boxes.map((box) => box?.address ?? ''), ...mail.deliveredTo]
}

test('an address of 320 octets is still one', async () => {
  const address = `${'l'.repeat(64)}@${'d'.repeat(250)}.test`
  const mail = await readText('Hello', { From: address })
  expect(mail.from).toEqual([{ name: '', address }])
})

test('an id too long for an index is read as its digest: equal ones stay equal, others differ', () => {
  const long = (end: string): string => `<${'i'.repeat(2000)}${end}@vendor.test>`
  const [one, other] = readIds(`${long('1')} ${long('2')}`)
  expect(one).not.toBe(other)
  expect(readMessageId(long('1'))).toBe(one)
  expect(Buffer.byteLength(one!)).toBeLessThan(200)
  expect(readIds(`${'w'.repeat(2000)} words without an id`)).toEqual([])
})

test.each([
  ['.htaccess', '_htaccess'],
  ['.env', '_env'],
  ['.user.ini', '_user.ini'],
  ['...hidden.txt', '_hidden.txt'],
  ['files/.profile', '_profile'],
  ['report.pdf', 'report.pdf'],
])('a file named %j is stored as %j', (given, kept) => {
  expect(fileNameOf(given)).toBe(kept)
})

test('the header alone is read of a bounded number of bytes, however long the mail is', () => {
  const source = mailOf(`${'x'.repeat(1_000_000)}`, { 'X-Last': 'y'.repeat(8_000_000) })
  const mail = readHeadOnly(source, 'time limit')
  expect(mail).toMatchObject({ messageId: '1@vendor.test', unparsed: 'time limit', text: '' })
})

test('a header of junk lines is read in linear time', async () => {
  const junk = `${'?\n'.repeat(290)}To: a@b.test\n`.repeat(1500)
  const source = Buffer.from(`From: vic@vendor.test\n${junk}\n\nHello`)
  const mail = await readMail(source, door)
  expect(mail.from[0]?.address).toBe('vic@vendor.test')
})

test('a long name of a file fits into 200 bytes, in whole characters, with its ending', async () => {
  const letters = '漢字🙂'.repeat(60)
  const name = Buffer.from(`${letters}.pdf`).toString('base64')
  const { attachments } = await readMail(
    Buffer.from(
      `From: a@b.test\r\nContent-Type: application/pdf; name="=?utf-8?B?${name}?="\r\nContent-Disposition: attachment\r\n\r\nx`,
    ),
    { mailFrom: null, ownDomains: [] },
  )
  const kept = attachments[0]!.filename
  expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(200)
  expect(Buffer.byteLength(kept)).toBeGreaterThan(190)
  expect(kept).toMatch(/^[漢字🙂]+\.pdf$/u)
})
