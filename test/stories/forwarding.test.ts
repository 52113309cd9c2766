import { expect, test } from 'vitest'
import { ada, kim, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const COPY = `---------- Forwarded message ---------
From: Nora Quist <nora@customer.test>
Date: Mon, 16 Nov 2026 at 09:00
Subject: Printer on fire
To: Kim Larsen <kim@example.test>

It burns, and it smells.
`

const FORWARD = {
  to: 'support@example.test',
  subject: 'Fwd: Printer on fire',
  text: `She is furious, be quick.\n\n${COPY}`,
}

async function entriesOf(house: House, reference = 'T-1') {
  const open = await house.record(reference)
  const entries = await house.entries(open)
  return { open, entries, message: entries.find(({ kind }) => kind === 'message')! }
}

test('what a colleague passes on is its author’s: the record is theirs, and the colleague’s own words stay inside', async () => {
  const house = await openHouse()
  await house.receiveFrom(kim, { ...FORWARD, messageId: '<forward@example.test>' })
  const { open, entries, message } = await entriesOf(house)
  expect(message).toMatchObject({
    author_name: 'Nora Quist',
    author_address: nora.email,
    new_text: 'It burns, and it smells.',
    message_id: null,
    verified: 0,
  })
  expect(JSON.parse(message.evidence!)).toMatchObject({ forwardedBy: kim.name })
  expect(open.record).toMatchObject({
    name: 'Printer on fire',
    customer_id: await house.idOf(nora),
  })
  const note = entries.find(({ kind }) => kind === 'note')!
  expect(note).toMatchObject({
    author_id: await house.idOf(kim),
    new_text: FORWARD.text.split('\n')[0],
  })
  expect(house.sent).toEqual([])

  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Help is on its way.' })
  const answer = house.sent.find(({ to }) => to === nora.email)!
  expect(answer.reading.subject).toContain('Printer on fire')
  expect(answer.source).not.toMatch(/furious|forward@/)
  await house.send({
    from: nora,
    to: answer.reading.replyTo[0]!.address,
    text: 'Thank you!',
    inReplyTo: `<${answer.reading.messageId}>`,
  })
  expect((await entriesOf(house)).entries.at(-1)).toMatchObject({ new_text: 'Thank you!' })
})

test('a mail passed on as a file is its author’s as well', async () => {
  const house = await openHouse()
  const content = `From: Vic Vendor <vic@vendor.test>\r\nSubject: Leg of a table\r\nMessage-ID: <leg@vendor.test>\r\n\r\nThe leg is late.\r\n`
  const attachments = [{ filename: 'leg.eml', contentType: 'message/rfc822', content }]
  await house.receiveFrom(kim, { ...FORWARD, subject: 'FW: Leg', text: 'See below.', attachments })
  const { open, message } = await entriesOf(house)
  expect(message).toMatchObject({
    author_address: vic.email,
    new_text: expect.stringContaining('late'),
  })
  expect(open.record).toMatchObject({ name: 'Leg of a table', customer_id: await house.idOf(vic) })
})

test('commands above what is passed on run, and no word of the note is a message', async () => {
  const house = await openHouse()
  await house.receiveFrom(kim, { ...FORWARD, text: `/take\n\n${COPY}` })
  const { open, entries } = await entriesOf(house)
  expect(open.record.assignee_id).toBe(await house.idOf(kim))
  expect(entries.filter(({ kind }) => kind !== 'change')).toHaveLength(1)
})

const OURS = COPY.replace('nora@customer.test', 'support@example.test')
const ADAS = COPY.replace('Nora Quist <nora@customer.test>', `Ada Byrne <${ada.email}>`)
for (const { what, mail } of [
  { what: 'a mail of another colleague', mail: { ...FORWARD, text: `See.\n\n${ADAS}` } },
  { what: 'a mail of our own', mail: { ...FORWARD, text: `See.\n\n${OURS}` } },
  { what: 'a mail with /note above it', mail: { ...FORWARD, text: `/note\nSee.\n\n${COPY}` } },
  {
    what: 'an answer with a copied header',
    mail: {
      ...FORWARD,
      subject: 'Re: Printer on fire',
      text: `Yes.\n\n${COPY.slice(COPY.indexOf('From:')).replace('Date:', 'Sent:')}`,
    },
  },
]) {
  test(`${what} stays the colleague’s who passes it on`, async () => {
    const house = await openHouse()
    await house.receiveFrom(kim, mail)
    const { open, entries } = await entriesOf(house)
    expect(new Set(entries.map(({ author_id: id }) => id))).toEqual(
      new Set([await house.idOf(kim)]),
    )
    expect(open.record.customer_id).toBeNull()
  })
}

test('what a customer passes on stays theirs, and a colleague without proof passes on nothing', async () => {
  const house = await openHouse()
  await house.receiveFrom(vic, FORWARD)
  const { open, message } = await entriesOf(house)
  expect(message.author_address).toBe(vic.email)
  expect(open.record.customer_id).toBe(await house.idOf(vic))
  expect(await house.receive({ ...FORWARD, from: kim })).toMatchObject({ state: 'held' })
  expect(await house.recordCount()).toBe(1)
})
