import { expect, test } from 'vitest'
import { vic } from '../../cast.ts'
import { type House, openHouse } from '../../house.ts'
import { mailOf, multipart } from '../../mail/mails.ts'

const MIXED = { 'Content-Type': 'multipart/mixed; boundary=cut' }
const HTML = { 'Content-Type': 'text/html; charset=utf-8' }
const WORDS = 'Content-Type: text/plain\n\nSee the file.'
const DOT = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

/** Vic sends this body to the support alias: the message and the files of the ticket that it opens. */
async function filed(house: House, body: string | Buffer, header: Record<string, string> = MIXED) {
  const fields = { ...header, 'Message-ID': `<${Math.random()}@vendor.test>` }
  const raw =
    typeof body === 'string' ? mailOf(body, fields) : Buffer.concat([mailOf('', fields), body])
  const ticket = await house.ticketFrom(vic, { raw })
  const [entry] = await house.entries(ticket)
  return { ticket, entry: entry!, files: await house.filesOf(ticket) }
}

function contentOf(house: House, file: { sha256: string } | undefined): Promise<Buffer> {
  return house.site.files.contentOf(file!.sha256)
}

test('a file is kept byte for byte whatever type its sender made up for it', async () => {
  const house = await openHouse()
  const types = [
    { type: 'binary/octet-stream', name: 'offer.bin', read: 'binary/octet-stream' },
    { type: '*/*', name: 'scan.pdf', read: 'application/octet-stream' },
    { type: 'pdf', name: 'scan.pdf', read: 'application/pdf' },
    { type: 'application/pdf', name: '[Ré] (1) {ü}.pdf', read: 'application/pdf' },
  ]
  for (const { type, name, read } of types) {
    const part = `Content-Type: ${type}\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\nAAEC/w==`
    const { entry, files } = await filed(house, multipart(WORDS, part))
    expect(entry.new_text).toBe('See the file.')
    expect(files).toMatchObject([{ filename: name, content_type: read }])
    expect([...(await contentOf(house, files[0]))], type).toEqual([0, 1, 2, 255])
  }
})

test('a mail that is nothing but a file opens a ticket with that file and no words', async () => {
  const house = await openHouse()
  const { entry, files } = await filed(house, 'AAEC/w==', {
    'Content-Type': 'application/pdf; name="scan.pdf"',
    'Content-Disposition': 'attachment; filename="scan.pdf"',
    'Content-Transfer-Encoding': 'base64',
  })
  expect(entry).toMatchObject({ new_text: '', html: null })
  expect(files).toMatchObject([{ filename: 'scan.pdf', content_type: 'application/pdf', size: 4 }])
})

test('words are read in every form in which they come, and two HTML parts are both shown', async () => {
  const house = await openHouse()
  const bodies: [string, Record<string, string>, text: string, html: RegExp | null][] = [
    ['It burns.\n\n-- \nVic', {}, 'It burns.', null],
    ['<b>It burns.</b>', HTML, 'It burns.', /<b>It burns\.<\/b>/],
    [multipart(WORDS, 'Content-Type: text/html\n\n<p>No</p>'), MIXED, 'See the file.', /No/],
    [
      multipart('Content-Type: text/html\n\n<p>One</p>', 'Content-Type: text/html\n\n<p>Two</p>'),
      MIXED,
      'One\nTwo',
      /One.*Two/s,
    ],
    [
      '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Fine</p></body></html>',
      HTML,
      'Fine',
      /<p>Fine<\/p>/,
    ],
  ]
  for (const [body, header, text, html] of bodies) {
    const { entry } = await filed(house, body, header)
    expect(entry.new_text).toBe(text)
    if (html) expect(entry.html).toMatch(html)
    else expect(entry.html).toBeNull()
  }
  const { entry } = await filed(house, 'It burns.\n\n-- \nVic', {})
  expect(entry.body, 'the signature is folded, not lost').toContain('-- \nVic')
})

test('a mail that carries a mail with an empty file in it keeps it whole', async () => {
  const house = await openHouse()
  const carried =
    'Content-Type: message/rfc822\n\nSubject: Inner\nContent-Type: multipart/mixed; boundary=in\n\n--in\nContent-Type: text/plain\n\nHi\n--in\nContent-Type: application/pdf; name="empty.pdf"\nContent-Disposition: attachment; filename="empty.pdf"\n\n--in--\n'
  const { entry, files } = await filed(house, multipart(WORDS, carried))
  expect(entry.new_text).toBe('See the file.')
  expect(files).toMatchObject([{ filename: 'Inner.eml', content_type: 'message/rfc822' }])
  expect((await contentOf(house, files[0])).toString()).toContain('empty.pdf')
})

test('pictures in the text are found by their ids, accents in their names or not', async () => {
  const house = await openHouse()
  const names = ['rosée.gif', 'été.gif', 'plain.gif']
  const pictures = names.map(
    (name, n) =>
      `Content-Type: image/gif; name="${name}"\nContent-ID: <${n}@x>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\n${DOT}`,
  )
  const shown = names.map((_, n) => `<img src="cid:${n}@x">`).join('')
  const { entry, files } = await filed(
    house,
    multipart(`Content-Type: text/html\n\n<p>${shown}</p>`, ...pictures),
    { 'Content-Type': 'multipart/related; boundary=cut' },
  )
  expect(files.map(({ filename, inline }) => [filename, inline])).toEqual(
    names.map((name) => [name, 1]),
  )
  for (const { content_id } of files) expect(entry.html).toContain(`src="cid:${content_id}"`)
})

test('a picture that a client wrote into the HTML becomes a file, and no default of the alias is lost', async () => {
  const house = await openHouse()
  await house.alias({
    address: 'urgent@example.test',
    type: 'ticket',
    defaults: { priority: 'Urgent' },
  })
  const twice = `<img src="data:image/gif;base64,${DOT}">`.repeat(2)
  const raw = mailOf(`<p>See ${twice}</p>`, HTML)
  const ticket = await house.ticketFrom(vic, { to: 'urgent@example.test', raw })
  const [file, ...others] = await house.filesOf(ticket)
  expect(others).toEqual([])
  expect(file).toMatchObject({ content_type: 'image/gif', inline: 1 })
  expect(await contentOf(house, file)).toEqual(Buffer.from(DOT, 'base64'))
  expect((await house.entries(ticket))[0]!.html).toContain(`src="cid:${file!.content_id}"`)
  expect(ticket.record.field_values).toContain('Urgent')
})

const hebrew = Buffer.from([0xf9, 0xec, 0xe5, 0xed])
const thai = Buffer.from([0xca, 0xc7, 0xd1, 0xca, 0xb4, 0xd5])

test('words in charsets that few programs know are read', async () => {
  const house = await openHouse()
  const subject = `=?iso-8859-8-i?B?${hebrew.toString('base64')}?=`
  const first = await filed(house, 'Hello', { Subject: subject })
  expect(first.ticket.record.name).toBe('שלום')
  const second = await filed(house, thai, {
    Subject: `=?windows-874?B?${thai.toString('base64')}?=`,
    'Content-Type': 'text/plain; charset=windows-874',
  })
  expect([second.ticket.record.name, second.entry.new_text]).toEqual(['สวัสดี', 'สวัสดี'])
})

test('text files are kept byte for byte, with a charset, without one, or with a wrong one', async () => {
  const house = await openHouse()
  const files = [
    { type: 'text/plain; charset=iso-8859-1', bytes: Buffer.from('Grüße', 'latin1') },
    { type: 'text/plain; charset=utf-16le', bytes: Buffer.from('Grüße', 'utf16le') },
    { type: 'text/plain; charset=windows-874', bytes: thai },
    { type: 'text/csv; charset=iso-8859-8-i', bytes: hebrew },
    { type: 'text/csv', bytes: Buffer.from('a;ü\r\n') },
    { type: 'text/plain', bytes: Buffer.from('Grüße') },
    { type: 'text/xml', bytes: Buffer.from('<a>ü</a>') },
    { type: 'text/xml; charset=us-ascii', bytes: Buffer.from('<a>\u00fc</a>', 'latin1') },
  ]
  const parts = files.map(
    ({ type, bytes }, n) =>
      `Content-Type: ${type}\nContent-Disposition: attachment; filename="${n}.txt"\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64')}`,
  )
  const { files: kept } = await filed(house, multipart(WORDS, ...parts))
  expect(kept).toHaveLength(files.length)
  for (const [n, { type, bytes }] of files.entries())
    expect(await contentOf(house, kept[n]), type).toEqual(bytes)
})
