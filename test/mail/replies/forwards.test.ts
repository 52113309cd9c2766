import { expect, test } from 'vitest'
import { multipart, readHtml, readText } from '../mails.ts'
import { forwardBlocks, forwardHeads } from './forward-rows.ts'

const body = 'The leg is broken.\n\nPlease send a new one.'
const original = {
  from: { name: 'Nora Customer', address: 'nora@example.test' },
  date: '2026-01-05T08:00:00.000Z',
  subject: 'The table',
  before: 'Can you look at this?',
  body,
  via: 'inline',
  declared: true,
}

test.each(forwardHeads)('who wrote the mail below %j is told', async (head) => {
  const marked = head.includes('\n> ') ? body.replace(/^/gm, '> ') : body
  const mail = await readText(`Can you look at this?\n\n${head}${marked}\n`, { Subject: 'Table' })
  expect(mail.forwarded).toEqual(original)
  expect(mail.newText).toBe('Can you look at this?')
})

test.each(forwardBlocks)('under the subject of a forward, so does %j', async (head) => {
  const mail = await readText(`Can you look at this?\n\n${head}${body}\n`, { Subject: 'WG: Table' })
  expect(mail.forwarded).toEqual(original)
})

test('Yandex names the author in one line below its title, and says where the mail ends', async () => {
  const mail = await readText(
    `See below.\n\n-------- Пересылаемое сообщение --------\n05.01.2026, 09:00, "Nora Customer" <nora@example.test>:\n\n${body}\n\n-------- Завершение пересылаемого сообщения --------\n`,
  )
  expect(mail.forwarded).toEqual({ ...original, subject: null, before: 'See below.' })
})

test('mutt says where a forwarded mail ends', async () => {
  const mail = await readText(
    `----- Forwarded message from Nora Customer <nora@example.test> -----\n\nDate: Mon, 5 Jan 2026 09:00:00 +0100\nFrom: Nora Customer <nora@example.test>\nSubject: The table\n\n${body}\n\n----- End forwarded message -----\n`,
  )
  expect(mail.forwarded?.body).toBe(body)
})

test('the HTML of a forward keeps the forwarder’s words apart', async () => {
  const mail = await readHtml(
    '<div>Can you look?</div><br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: <b>Nora Customer</b> &lt;<a href="mailto:nora@example.test">nora@example.test</a>&gt;<br>Date: Mon, Jan 5, 2026 at 9:00 AM<br>Subject: The table<br>To: Vic<br></div><br><p>The leg is <i>broken</i>.</p></div>',
  )
  expect(mail.forwarded).toMatchObject({ from: original.from, date: original.date, declared: true })
  expect(mail.htmlParts.map((part) => part.kind)).toEqual(['new', 'forwarded'])
  expect(mail.htmlParts[1]!.html).toContain('<i>broken</i>')
})

const attached =
  'Content-Type: message/rfc822\n\nFrom: Nora Customer <nora@example.test>\nDate: Mon, 5 Jan 2026 09:00:00 +0100\nSubject: The table\n\nThe leg is broken.\n'
const mixed = { 'Content-Type': 'multipart/mixed; boundary=cut' }

test('a mail attached to a short note is a forward, one attached to an answer is a file', async () => {
  const note = multipart('Content-Type: text/plain\n\nPlease see.\n', attached)
  expect((await readText(note, mixed)).forwarded).toMatchObject({
    from: original.from,
    subject: 'The table',
    via: 'attachment',
    declared: true,
  })
  const answer = await readText(note, { ...mixed, 'In-Reply-To': '<42@example.test>' })
  expect(answer.forwarded?.declared).toBe(false)
})

test('a forward without words of its own is shown, its orders do not run', async () => {
  const head =
    'From: Nora Customer <nora@example.test>\nDate: Mon, 5 Jan 2026 09:00:00 +0100\nSubject: x'
  const mail = await readText(
    `---------- Forwarded message ---------\n${head}\n\nThe leg is broken.\n\n/close\n\nSent from my iPhone\n`,
  )
  expect(mail.newText).toContain('The leg is broken.')
  expect(mail.forwarded).toMatchObject({ from: original.from, declared: true, before: '' })
  expect([mail.commands, mail.strayCommands.length]).toEqual([[], 1])
})
