import { expect, test } from 'vitest'
import { unpackRtf } from '../../gateway/mail/parts/rtf-compressed.ts'
import { readRtf } from '../../gateway/mail/parts/rtf-text.ts'
import { openTnef } from '../../gateway/mail/parts/tnef.ts'
import { multipart, readText } from './mails.ts'

function u32(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [n, number] of numbers.entries()) bytes.writeUInt32LE(number >>> 0, n * 4)
  return bytes
}

function attribute(level: number, id: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([level]), u32(id, value.length), value, Buffer.alloc(2)])
}

/** A property of a variable length: one value, filled up to four octets. */
function property(id: number, type: number, value: Buffer): Buffer {
  const filling = Buffer.alloc((4 - (value.length % 4)) % 4)
  return Buffer.concat([u32(id * 0x10000 + type, 1, value.length), value, filling])
}

function properties(...list: Buffer[]): Buffer {
  return Buffer.concat([u32(list.length), ...list])
}

function winmail(...attributes: Buffer[]): Buffer {
  return Buffer.concat([u32(0x223e9f78), Buffer.from([1, 0]), ...attributes])
}

const priority = Buffer.concat([u32(0x0017 * 0x10000 + 3, 1)])
const file = (name: string, content: string): Buffer[] => [
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from('SHORT.PDF\0')),
  attribute(2, 0x0006800f, Buffer.from(content)),
  attribute(
    2,
    0x00069005,
    properties(priority, property(0x3707, 0x1f, Buffer.from(`${name}\0`, 'utf16le'))),
  ),
]
const htmlBody = attribute(
  1,
  0x00069003,
  properties(property(0x1013, 0x102, Buffer.from('<p>Hello <b>Nora</b></p>'))),
)

function mailWith(packed: Buffer, text: string): Promise<Awaited<ReturnType<typeof readText>>> {
  const body = multipart(
    `Content-Type: text/plain\n\n${text}`,
    `Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n${packed.toString('base64')}`,
  )
  return readText(body, { 'Content-Type': 'multipart/mixed; boundary=cut' })
}

test('the files in a winmail.dat are files, by their long names', async () => {
  const mail = await mailWith(winmail(...file('Übersicht 2026.pdf', '%PDF-')), 'Hello')
  expect(mail.attachments).toMatchObject([
    { filename: 'Übersicht 2026.pdf', contentType: 'application/pdf', size: 5 },
  ])
  expect([mail.text.trim(), mail.flaws]).toEqual(['Hello', ['unpacked-winmail']])
})

test('the words in a winmail.dat count where the mail has none', async () => {
  expect((await mailWith(winmail(htmlBody), '')).text.trim()).toBe('Hello Nora')
  expect((await mailWith(winmail(htmlBody, ...file('a.pdf', 'x')), 'Hello')).text.trim()).toBe(
    'Hello',
  )
})

test('a winmail.dat that cannot be opened stays a file', async () => {
  const mail = await mailWith(Buffer.from('nothing of that kind'), 'Hello')
  expect(mail.attachments).toMatchObject([{ filename: 'winmail.dat' }])
  expect(mail.flaws).toEqual(['packed-by-outlook'])
})

test('a winmail.dat that breaks off anywhere is read without harm', () => {
  const whole = winmail(htmlBody, ...file('a.pdf', 'content'))
  for (let length = 0; length < whole.length; length++)
    expect(() => openTnef(whole.subarray(0, length))).not.toThrow()
  for (let at = 6; at < whole.length; at++) {
    const broken = Buffer.from(whole)
    broken[at] = 0xff
    expect(() => openTnef(broken)).not.toThrow()
  }
})

/** The example of [MS-OXRTFCP] section 3.1. */
const packedRtf = Buffer.from(
  '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
  'hex',
)

test('compressed RTF is unpacked and its words are read', () => {
  const rtf = unpackRtf(packedRtf)
  expect(rtf).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n')
  expect(readRtf(rtf)).toEqual({ html: '', text: 'hello world' })
})

const rtfs: [title: string, rtf: string, html: string, text: string][] = [
  [
    'accents and paragraphs',
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}Gr\\'fc\\'dfe\\par Nora}",
    '',
    'Grüße\nNora',
  ],
  ['characters by number', '{\\rtf1\\uc1 \\u8364?5 \\u-10179?\\u-8704?}', '', '€5 😀'],
  [
    'HTML inside',
    '{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}Hello {\\*\\htmltag84 <b>}\\htmlrtf {\\b\\htmlrtf0 Nora{\\*\\htmltag92 </b>}\\htmlrtf }\\htmlrtf0{\\*\\htmltag72 </p>}}',
    '<p>Hello <b>Nora</b></p>',
    '',
  ],
]

test.each(rtfs)('an RTF of %s is read', (_title, rtf, html, text) => {
  expect(readRtf(rtf)).toEqual({ html, text })
})

const uuFile = 'begin 644 cat.gif\n#0V%T\n`\nend\n'

test('a uuencoded file in the text is a file, and the words round it stay', async () => {
  const mail = await readText(`Hello\n\n${uuFile}\nRegards\n`)
  expect(mail.attachments).toMatchObject([
    { filename: 'cat.gif', contentType: 'image/gif', size: 3 },
  ])
  expect(Buffer.from(mail.attachments[0]!.content).toString()).toBe('Cat')
  expect(mail.text.replace(/\s+/g, ' ').trim()).toBe('Hello Regards')
})

test('a yEnc file in the text is a file', async () => {
  const bytes = [0, 19, 214, 65].flatMap((byte) => {
    const coded = (byte + 42) & 0xff
    return [0, 10, 13, 61].includes(coded) ? [61, (coded + 64) & 0xff] : [coded]
  })
  const block = `=ybegin line=128 size=4 name=a.bin\r\n${Buffer.from(bytes).toString('latin1')}\r\n=yend size=4\r\n`
  const mail = await readText(Buffer.from(`Hello\r\n${block}`, 'latin1').toString('base64'), {
    'Content-Type': 'text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding': 'base64',
  })
  expect(mail.attachments).toMatchObject([{ filename: 'a.bin', size: 4 }])
  expect([...mail.attachments[0]!.content]).toEqual([0, 19, 214, 65])
  expect(mail.text.trim()).toBe('Hello')
})

test.each([
  'begin 644 your work on Monday\nand tell me how it went\nend\n',
  'begin 644 cat.gif\n#0V%T\n',
  '=ybegin line=128 size=4 name=a.bin\nabc\n',
])('%j stays text', async (text) => {
  const mail = await readText(text)
  expect([mail.attachments, mail.text.trim()]).toEqual([[], text.trim()])
})

const html = { 'Content-Type': 'text/html' }

test('a large picture in the HTML is a file, twice the same is one, and the words round it stay', async () => {
  const words = Buffer.alloc(3_000_000, 7).toString('base64')
  const picture = `<img src='data:image/jpg;base64,${words}' alt="">`
  const mail = await readText(`<p>One ${picture} two ${picture}</p>`, html)
  expect(mail.attachments).toMatchObject([
    { contentType: 'image/jpeg', size: 3_000_000, inline: true },
  ])
  const [file] = mail.attachments
  expect(mail.html?.match(/cid:[^"]+/g)).toEqual(Array(2).fill(`cid:${file!.contentId}`))
  expect(mail.text.replace(/\s+/g, ' ').trim()).toBe('One two')
})

test.each([
  '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
  '<img src="data:text/html;base64,PHN2Zz4=">',
  '<img src="data:image/png;base64,PHN2Zz4=',
  '<img src="data:image/png;base64,<b>">',
])('%j is no picture', async (picture) => {
  const mail = await readText(`<p>Hello ${picture}</p>`, html)
  expect(mail.attachments).toEqual([])
  expect(mail.html).not.toMatch(/cid:|data:/)
})
