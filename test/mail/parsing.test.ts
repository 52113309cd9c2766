import { expect, test } from 'vitest'
import { decodeText } from '../../gateway/mail/charsets/charset.ts'
import { readDate } from '../../gateway/mail/header/dates.ts'
import { readMailboxes } from '../../gateway/mail/header/mailboxes.ts'
import { readParametrised } from '../../gateway/mail/header/params.ts'
import { decodeWords } from '../../gateway/mail/header/words.ts'
import { fileNameOf } from '../../gateway/mail/parts/file-names.ts'
import { readPartsLeniently } from '../../gateway/mail/parts/lenient-parts.ts'
import { readPartsWithMailparser } from '../../gateway/mail/parts/mailparser-parts.ts'
import { leavesOf } from '../../gateway/mail/parts/mime-part.ts'
import { decodeQuotedPrintable } from '../../gateway/mail/parts/transfer.ts'
import { readMail } from '../../gateway/mail/read-mail.ts'
import { door, mailOf, multipart, readText } from './mails.ts'

const addresses: [field: string, name: string, address: string][] = [
  ['vic@vendor.test', '', 'vic@vendor.test'],
  ['Vic Vendor <vic@vendor.test>', 'Vic Vendor', 'vic@vendor.test'],
  ['"Vendor, Vic" <vic@vendor.test>', 'Vendor, Vic', 'vic@vendor.test'],
  ['vic@vendor.test (Vic)', 'Vic', 'vic@vendor.test'],
  ['=?utf-8?B?VsOtYw==?= <vic@vendor.test>', 'Víc', 'vic@vendor.test'],
  ['"vic@vendor.test"', '', 'vic@vendor.test'],
  ["Vic <'vic@vendor.test'>", 'Vic', 'vic@vendor.test'],
  ['Vic < vic @ vendor.test >', 'Vic', 'vic@vendor.test'],
  ['Friends: Vic <vic@vendor.test>;', 'Vic', 'vic@vendor.test'],
  ['Víc <víc@bücher.test>', 'Víc', 'víc@bücher.test'],
  ['vic@xn--bcher-kva.test', '', 'vic@bücher.test'],
  ['"vic@good.test" <vic@evil.test>', 'vic@good.test', 'vic@evil.test'],
  [
    '=?utf-8?Q?Vendor,_V=C3=ADc_<Sales>?= <vic@vendor.test>',
    'Vendor, Víc <Sales>',
    'vic@vendor.test',
  ],
  ['=?utf-8?Q?V=C3=ADc_<V=C3=ADc?= <vic@vendor.test>', 'Víc', 'vic@vendor.test'],
  ['Vendor, Vic <vic@vendor.test>', 'Vendor, Vic', 'vic@vendor.test'],
  ["'Vendor, Vic' via List <list@vendor.test>", 'Vendor, Vic via List', 'list@vendor.test'],
  ['<<vic@vendor.test>>', '', 'vic@vendor.test'],
  ['Vic [vic@vendor.test]', 'Vic', 'vic@vendor.test'],
  ['\\"Vic\\" <vic@vendor.test>', 'Vic', 'vic@vendor.test'],
  ['vic@[192.0.2.1]', '', 'vic@[192.0.2.1]'],
  ['"Vic Vendor"@vendor.test>', '', '"Vic Vendor"@vendor.test'],
]

test.each(addresses)('the address field %j is read', (field, name, address) => {
  expect(readMailboxes(field)).toEqual([{ name, address }])
})

const words: [string, string][] = [
  ['=?iso-8859-1?Q?Gr=FC=DFe?=', 'Grüße'],
  ['=?utf-8?B?R3LDvA==?= =?utf-8?B?w59l?=', 'Grüße'],
  ['=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=', 'Grüße'],
  ['=?utf-8?Q?What?_now?=', 'What? now'],
  ['=?broken', '=?broken'],
  ['[SPAM]=?utf-8?Q?Hello?=', '[SPAM] Hello'],
]

test.each(words)('the encoded words %j are read', (value, text) => {
  expect(decodeWords(value)).toBe(text)
})

const charsets: [title: string, bytes: Buffer, label: string | null, text: string][] = [
  ['windows-1252 on a label of latin1', Buffer.from([0x93, 0x80, 0x94]), 'iso-8859-1', '“€”'],
  ['UTF-8 on a label of latin1', Buffer.from('Grüße'), 'iso-8859-1', 'Grüße'],
  ['UTF-8 without a label', Buffer.from('Grüße'), null, 'Grüße'],
  ['latin1 on a label of UTF-8', Buffer.from('Grüße', 'latin1'), 'utf-8', 'Grüße'],
  ['gb18030 on a label of gb2312', Buffer.from([0x81, 0x30, 0x84, 0x36]), 'gb2312', '¥'],
  ['Japanese without a label', Buffer.from('\u001b$B$3\u001b(B'), null, 'こ'],
  [
    'Chinese without a label',
    Buffer.from([0xd7, 0xaa, 0xb7, 0xa2, 0xc6, 0xf3, 0xd2, 0xb5]),
    null,
    '转发企业',
  ],
  [
    'Japanese with two escapes in a row',
    Buffer.from('\u001b$B$3\u001b(B\u001b$B$3\u001b(B'),
    'iso-2022-jp',
    'ここ',
  ],
  ['Korean in seven bits', Buffer.from('\u001b$)C\u000eGQ1[\u000f ok'), 'iso-2022-kr', '한글 ok'],
  ['Chinese in seven bits', Buffer.from('~{VPND~} ~~ ok'), 'hz-gb-2312', '中文 ~ ok'],
  ['a DOS charset', Buffer.from([0x81, 0x82, 0x84]), 'cp437', 'üéä'],
  [
    'UTF-8 with a broken character, no label',
    Buffer.concat([Buffer.from('Grüße, schöne'), Buffer.from([0xc3, 0x20])]),
    null,
    'Grüße, schöneÃ ',
  ],
  ['a label in another spelling', Buffer.from([0xfc]), 'ISO 8859 15', 'ü'],
  ['UTF-7', Buffer.from('Gr+APwA3w-e'), 'utf-7', 'Grüße'],
  ['UTF-16 with its mark', Buffer.from([0xff, 0xfe, 0x41, 0]), 'utf-8', 'A'],
]

test.each(charsets)('%s is read', (_title, bytes, label, text) => {
  expect(decodeText(bytes, label).text).toBe(text)
})

const names: [raw: string, clean: string | null][] = [
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\offer.pdf', 'offer.pdf'],
  ['offer\u202efdp.exe', 'offerfdp.exe'],
  ['\u200b.htaccess', '_htaccess'],
  ['a\r\nb.txt', 'ab.txt'],
  [`${'x'.repeat(500)}.pdf`, `${'x'.repeat(196)}.pdf`],
  ['...', null],
]

test.each(names)('the file name %j is cleaned', (raw, clean) => {
  expect(fileNameOf(raw)).toBe(clean)
})

const parameters: [field: string, name: string][] = [
  ["attachment; filename*=utf-8''na%C3%AFve.txt", 'naïve.txt'],
  ['attachment; filename*0="na"; filename*1="me.txt"', 'name.txt'],
  ["attachment; filename*0*=utf-8''%E2%82; filename*1*=%AC.txt", '€.txt'],
  ['attachment; filename="=?utf-8?Q?na=C3=AFve.txt?="', 'naïve.txt'],
  ['attachment; filename=two words.txt', 'two words.txt'],
]

test.each(parameters)('the file name of %j is read', (field, name) => {
  expect(readParametrised(field).params['filename']).toBe(name)
})

const dates: [field: string, iso: string | null][] = [
  ['Mon, 5 Jan 2026 10:00:00 +0100', '2026-01-05T09:00:00.000Z'],
  ['5 Jan 26 10:00 EST', '2026-01-05T15:00:00.000Z'],
  ['Mon, 05 Jan 2026 10.00.00 +0100 (CET)', '2026-01-05T09:00:00.000Z'],
  ['Fri, 21 Nov 1997 09(comment):  55  :  06 -0600', '1997-11-21T15:55:06.000Z'],
  ['Mon Jan  5 10:00:00 PST 2026', '2026-01-05T18:00:00.000Z'],
  ['Mon, 5 Jan 2026 12:30 AM +0100', '2026-01-04T23:30:00.000Z'],
  ['Do, 5. März 2026 10:00:00 +0100', '2026-03-05T09:00:00.000Z'],
  ['Mon, 5 Jan 2026 10:00:00 GMT-0300', '2026-01-05T13:00:00.000Z'],
  ['Mon, 5 Jan 2026 10:00:00 -03', '2026-01-05T13:00:00.000Z'],
  ['Mon, 5 Jan 2026 10:00:00 +9999', '2026-01-05T10:00:00.000Z'],
  ['yesterday', null],
]

test.each(dates)('the date %j is read, never taken for now', (field, iso) => {
  expect(readDate(field)).toBe(iso)
})

test('text and HTML alternatives give one text and one HTML', async () => {
  const body = multipart(
    'Content-Type: text/plain\n\nHello',
    'Content-Type: text/html\n\n<b>Hello</b>',
  )
  const mail = await readText(body, { 'Content-Type': 'multipart/alternative; boundary=cut' })
  expect([mail.text, mail.html, mail.attachments]).toEqual(['Hello', '<b>Hello</b>', []])
})

test('a footer that a list adds below an HTML mail does not hide it', async () => {
  const body = multipart(
    'Content-Type: text/html\n\n<p>Hello</p>',
    'Content-Type: text/plain\n\nThe list',
  )
  const mail = await readText(body, { 'Content-Type': 'multipart/mixed; boundary=cut' })
  expect(mail.text).toBe('Hello\nThe list')
})

test('files keep their bytes, names and places', async () => {
  const body = multipart(
    'Content-Type: text/plain\n\nSee the offer.',
    'Content-Type: application/pdf; name="a/b/offer.pdf"\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nSGVs\nbG8=',
    'Content-Type: image/png\nContent-ID: <logo@x>\nContent-Disposition: inline\n\nPNG',
  )
  const mail = await readText(body, { 'Content-Type': 'multipart/mixed; boundary=cut' })
  expect(mail.attachments).toMatchObject([
    { filename: 'offer.pdf', contentType: 'application/pdf', size: 5, inline: false },
    { filename: 'part-2.png', contentId: 'logo@x', inline: true },
  ])
})

const broken: [title: string, header: string, body: string, flaw: string][] = [
  [
    'blanks after the boundary',
    'multipart/mixed; boundary=cut',
    '--cut  \n\nHello\n--cut--  \n',
    'padded-boundary',
  ],
  [
    'a boundary that was never declared',
    'multipart/mixed',
    '--other\nContent-Type: text/plain\n\nHello\n--other--\n',
    'boundary-guessed',
  ],
  [
    'a multipart without parts',
    'multipart/mixed; boundary=cut',
    'Hello\n',
    'multipart-without-parts',
  ],
]

test.each(broken)('mail with %s is read all the same', async (_title, type, body, flaw) => {
  const mail = await readText(body, { 'Content-Type': type })
  expect(mail.text.trim()).toBe('Hello')
  expect(mail.flaws).toContain(flaw)
})

test('a header without an end, and one behind an mbox line, are read', async () => {
  const bare = await readMail(
    Buffer.from('From: vic@vendor.test\nHello there,\nhow are you?\n'),
    door,
  )
  expect([bare.from[0]?.address, bare.text.trim()]).toEqual([
    'vic@vendor.test',
    'Hello there,\nhow are you?',
  ])
  const mbox = await readMail(
    Buffer.concat([Buffer.from('From vic Mon Jan 5\n'), mailOf('Hello')]),
    door,
  )
  expect([mbox.from[0]?.address, mbox.text]).toEqual(['vic@vendor.test', 'Hello'])
})

test('every author is seen, and more than one is a flaw', async () => {
  const mail = await readText('Hello', {
    From: 'Nora <nora@example.test>\r\nFrom: Eve <eve@evil.test>',
  })
  expect(mail.from.map((from) => from.address)).toEqual(['nora@example.test', 'eve@evil.test'])
  expect(mail.flaws).toContain('several-from-fields')
})

test('flowed lines are joined', async () => {
  const mail = await readText('A long \nline.\n-- \nVic', {
    'Content-Type': 'text/plain; format=flowed',
  })
  expect(mail.text).toBe('A long line.\n-- \nVic')
})

test('quoted-printable is decoded as RFC 2045 says', () => {
  expect(decodeQuotedPrintable(Buffer.from('a=3Db=\r\nc  \r\nd= \r\n=ZZ')).toString()).toBe(
    'a=bc\r\nd=ZZ',
  )
})

test('the same mail has the same fingerprint by any door', async () => {
  const one = await readText('Hello', { Received: 'from a' })
  const two = await readText('Hello', { Received: 'from b' })
  expect(one.fingerprint).toBe(two.fingerprint)
  expect((await readText('Hello!')).fingerprint).not.toBe(one.fingerprint)
})

test('our lenient reader and mailparser see the same parts in regular mail', async () => {
  const inner =
    'Content-Type: multipart/alternative; boundary=in\n\n--in\n\nHello\n--in\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<b>a=3Db</b>\n--in--\n'
  const body = multipart(
    inner,
    'Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nUE5H',
  )
  const source = mailOf(body, { 'Content-Type': 'multipart/mixed; boundary=cut' })
  const lenient = leavesOf(readPartsLeniently(source).root)
  const usual = leavesOf(await readPartsWithMailparser(source))
  const seen = (leaves: typeof lenient) =>
    leaves.map((leaf) => [leaf.type, leaf.content.toString().trim()])
  expect(seen(lenient)).toEqual(seen(usual))
})

const sealed: [title: string, header: Record<string, string>, body: string, flaw: string][] = [
  [
    'S/MIME',
    { 'Content-Type': 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m' },
    'x',
    'encrypted',
  ],
  ['PGP in the text', {}, '-----BEGIN PGP MESSAGE-----\n\nx\n', 'encrypted'],
  [
    'a file of Outlook',
    { 'Content-Type': 'application/ms-tnef; name=winmail.dat' },
    'x',
    'packed-by-outlook',
  ],
]

test.each(sealed)('a mail sealed by %s says so and is kept', async (_title, header, body, flaw) => {
  const mail = await readText(body, header)
  expect(mail.flaws).toContain(flaw)
  expect(mail.attachments.length + mail.text.length).toBeGreaterThan(0)
})

test('text behind base64 is no base64, but another block is', async () => {
  const encoding = { 'Content-Transfer-Encoding': 'base64' }
  expect((await readText('SGVsbG8= ignored', encoding)).text).toBe('Hello')
  expect((await readText('SGVsbG8=\nIE5vcmE=\n', encoding)).text).toBe('Hello Nora')
})

test('a closing delimiter behind the last word is no word', async () => {
  const body = '--cut\nContent-Type: text/plain\n\nHello--cut--\n'
  expect((await readText(body, { 'Content-Type': 'multipart/mixed; boundary=cut' })).text).toBe(
    'Hello',
  )
})

test('a content type keeps its name where the semicolon behind it is missing', async () => {
  const mail = await readText('x', {
    'Content-Type': 'application/pdf name="a.pdf"',
  })
  expect(mail.attachments).toMatchObject([{ contentType: 'application/pdf', filename: 'a.pdf' }])
})

test('a comma in place of the semicolon hides neither the type nor the charset', async () => {
  const mail = await readText('Gr\u00fc\u00dfe', { 'Content-Type': 'text/plain, charset=utf-8' })
  expect([mail.text, mail.attachments]).toEqual(['Grüße', []])
})

test('a subject that was encoded twice is decoded twice', async () => {
  const once = '=?utf-8?Q?Gr=C3=BC=C3=9Fe?='
  const twice = `=?utf-8?B?${Buffer.from(once).toString('base64')}?=`
  expect((await readText('Hello', { Subject: twice })).subject).toBe('Grüße')
})
