import { expect, test } from 'vitest'
import { systemPerson } from '../../gateway/chatter/people/people.ts'
import { changeRecordType } from '../../gateway/chatter/records/change-type.ts'
import { ada, kim, nora, vic } from '../cast.ts'
import { openDesk } from './desk.ts'

test('a mistyped command publishes nothing: the text is kept as a note, and its author hears how to send it', async () => {
  const desk = await openDesk()
  await desk.says('/nto\nCosts us a fortune.')
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'note' })
  expect(desk.toNora()).toEqual([])
  expect(desk.receipts()).toHaveLength(1)
  expect(desk.receipt()).toMatch(/kept internal, as a note in T-1/)
  expect(desk.receipt()).toMatch(/Not known: “\/nto”\. Near it: “\/note”/)
})

test('the answer /send to that receipt publishes the text, without the mistyped line, and only once', async () => {
  const desk = await openDesk()
  await desk.says('/nto\nThe leg is on its way.')
  const reading = desk.receipts()[0]!.reading
  expect(reading.replyTo[0]!.address).toBe(await desk.house.replyAddress(desk.ticket, kim, 'n'))

  await desk.answers('/send')
  expect((await desk.posted()).at(-1)).toMatchObject({
    kind: 'message',
    new_text: 'The leg is on its way.',
    author_name: kim.name,
  })
  expect(desk.toNora().map((mail) => mail.reading.newText)).toEqual([
    expect.stringContaining('The leg is on its way.'),
  ])
  expect(desk.toNora()[0]!.source).not.toContain('nto')

  await desk.answers('/send')
  expect(desk.toNora()).toHaveLength(1)
  expect(desk.receipt()).toMatch(/Not done: “\/send”\. No text of yours waits here/)
})

test('a file of the kept text is sent with it', async () => {
  const desk = await openDesk()
  await desk.says('/nto\nSee the drawing.', {
    attachments: [{ filename: 'leg.txt', content: 'a leg' }],
  })
  await desk.answers('/send')
  expect(desk.toNora()[0]!.reading.attachments.map(({ filename }) => filename)).toEqual(['leg.txt'])
})

test('what a kept text quotes is not sent with it', async () => {
  const desk = await openDesk()
  await desk.says('/nto\nFine.\n\nOn 20 Nov 2026, Ada Byrne wrote:\n> Costs us a fortune.\n')
  await desk.answers('/send')
  expect(desk.toNora()).toHaveLength(1)
  expect(desk.toNora()[0]!.source).not.toContain('fortune')
  expect((await desk.posted()).at(-1)!.body).not.toContain('fortune')
})

test('where two texts wait, the answered receipt tells which is meant', async () => {
  const desk = await openDesk()
  await desk.says('/nto\nFirst.')
  await desk.says('/nto\nSecond.')
  await desk.says('/send')
  expect(desk.toNora()).toEqual([])
  expect(desk.receipt()).toMatch(/2 texts of yours wait here: answer the receipt/)

  const first = desk.receipts()[0]!.reading
  await desk.says('/send', {
    references: [...first.references, first.messageId!].map((id) => `<${id}>`),
  })
  expect(desk.toNora().map((mail) => mail.reading.text)).toEqual([
    expect.stringContaining('First.'),
  ])
})

test("nobody else's /send publishes it", async () => {
  const desk = await openDesk()
  await desk.says('/nto\nCosts us a fortune.')
  const { references, messageId } = desk.receipts()[0]!.reading
  await desk.says('/send', {
    who: ada,
    references: [...references, messageId!].map((id) => `<${id}>`),
  })
  expect(desk.toNora()).toEqual([])
  expect(await desk.posted()).toHaveLength(2)
})

const slips = [
  '/note: Costs us a fortune.',
  '/ note\nCosts us a fortune.',
  '//note\nCosts us a fortune.',
  '\\note\nCosts us a fortune.',
  ' /Note!\nCosts us a fortune.',
  '/internal note\nCosts us a fortune.',
  'Costs us a fortune.\n\n/nto',
  'Costs us a fortune.\n/note\nBy far.',
  'Costs us a fortune.\n\n/note',
  '/assign kim\n/nto\nCosts us a fortune.',
  '/send\n/note\nCosts us a fortune.',
  '/send\n/nto\nCosts us a fortune.',
]
test.each(slips)('%j stays inside', async (text) => {
  const desk = await openDesk()
  await desk.says(text)
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'note' })
  expect(desk.toNora()).toEqual([])
})

test.each(['/etc/passwd is full.', 'See /close.', '1/2 a leg'])(
  '%j is an ordinary message',
  async (text) => {
    const desk = await openDesk()
    await desk.says(text)
    expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'message', new_text: text })
    expect(desk.toNora()).toHaveLength(1)
    expect(desk.receipts()).toEqual([])
  },
)

test('/note above the text makes a note; the line is not shown, and no receipt is owed', async () => {
  const desk = await openDesk()
  await desk.house.follow(desk.ticket, ada)
  await desk.says('/note\n\nCosts us a fortune.')
  const note = (await desk.posted()).at(-1)!
  expect(note).toMatchObject({ kind: 'note', new_text: 'Costs us a fortune.' })
  expect(note.parts).not.toContain('/note')
  expect(note.body).toContain('/note')
  expect(desk.house.sent.map(({ to }) => to)).toEqual([ada.email])
})

test('an answer to a note is a note, and only /send above it lifts it', async () => {
  const desk = await openDesk()
  await desk.says('Costs us a fortune.', { kind: 'n' })
  await desk.says('Too much.\n\n/send', { kind: 'n' })
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'note', new_text: 'Too much.' })
  expect(desk.toNora()).toEqual([])
  expect(desk.receipt()).toMatch(/Not run: “\/send”\. It counts above the text only/)

  await desk.says('/send\nWe will see to it.', { kind: 'n' })
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'message' })
  expect(desk.toNora()).toHaveLength(1)
})

test('what a customer writes is a message, and a line of theirs that looks like a command is text', async () => {
  const desk = await openDesk()
  await desk.says('/note\nIt burns.\n/close', { who: nora })
  expect((await desk.posted()).at(-1)).toMatchObject({
    kind: 'message',
    new_text: '/note\nIt burns.\n/close',
  })
  expect((await desk.now()).record.closed_at).toBeNull()
  expect(desk.receipts(nora)).toEqual([])
})

test('where the record type says so, what users write is a note', async () => {
  const desk = await openDesk()
  await desk.house.site.store.write(async (tx) => {
    const act = { by: await systemPerson(tx, 0), at: 0 }
    await changeRecordType(tx, desk.ticket.type, { ...act, settings: { userMail: 'note' } })
  })
  await desk.says('For the team.')
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'note' })
  await desk.says('/send\nFor Nora.')
  await desk.says('From Nora.', { who: nora })
  expect((await desk.posted()).slice(-2).map(({ kind }) => kind)).toEqual(['message', 'message'])
})

test('a mail that answers nobody knows what stays inside', async () => {
  const desk = await openDesk()
  await desk.house.receiveFrom(kim, {
    to: 'ticket+1@example.test',
    text: 'Do not tell them.',
    inReplyTo: '<somewhere@else.test>',
  })
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'note' })
  expect(desk.receipt()).toMatch(/since it answers a mail that is not known here/)
})

test("a mail to another person's answer address stays inside", async () => {
  const desk = await openDesk()
  await desk.house.receiveFrom(kim, {
    to: await desk.house.replyAddress(desk.ticket, nora),
    text: 'Do not tell them.',
  })
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'note' })
  expect(desk.toNora()).toEqual([])
})

test('a mail that opens a record is a note where /note stands above it', async () => {
  const desk = await openDesk()
  await desk.house.receiveFrom(kim, {
    to: 'support@example.test',
    subject: 'Leg',
    text: '/note\n/follow vic@vendor.test\nVic has called.',
  })
  const opened = await desk.house.record('T-2')
  expect(await desk.house.entries(opened)).toMatchObject([
    { kind: 'note', new_text: 'Vic has called.' },
  ])
  expect(desk.house.sent.map(({ to }) => to)).not.toContain(vic.email)
})
