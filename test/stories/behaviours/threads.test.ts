import { expect, test } from 'vitest'
import { ada, kim, nora } from '../../cast.ts'
import { type House, openHouse } from '../../house.ts'

/** Two tickets of Nora's; the ids are those that her own client gave her mails. */
async function twoTickets(house: House) {
  const first = await house.ticketFrom(nora, { messageId: '<first@customer.test>' })
  const second = await house.ticketFrom(nora, {
    messageId: '<second@customer.test>',
    text: 'The printer next to it burns as well.',
  })
  return { first, second }
}

const FOREIGN = Array.from({ length: 33 }, (_, n) => `<foreign${n}@elsewhere.test>`)
const answers = [
  { names: 'In-Reply-To against the last reference', lands: 'first', id: 'first', ids: ['second'] },
  {
    names: 'two threads in References, the last of which counts',
    lands: 'second',
    ids: ['first', 'second'],
  },
  {
    names: 'the right In-Reply-To before 33 foreign references',
    lands: 'first',
    id: 'first',
    ids: FOREIGN,
  },
  {
    names: 'one known reference before 33 foreign ones',
    lands: 'first',
    ids: ['first', ...FOREIGN],
  },
  {
    names: 'an id that was folded in its middle',
    lands: 'first',
    ids: ['<first@cust\r\n omer.test>'],
  },
] as const
for (const { names, lands, ids, ...rest } of answers) {
  test(`an answer that names ${names} lands where it belongs`, async () => {
    const house = await openHouse()
    const tickets = await twoTickets(house)
    const idOf = (id: string) => (id.startsWith('<') ? id : `<${id}@customer.test>`)
    const head = [
      `From: ${nora.email}`,
      'Subject: Re: Printer',
      'Message-ID: <answer@customer.test>',
      ...('id' in rest ? [`In-Reply-To: ${idOf(rest.id)}`] : []),
      `References: ${ids.map(idOf).join('\r\n ')}`,
    ]
    const raw = `${head.join('\r\n')}\r\n\r\nThe second floor.\r\n`
    await house.send({ from: nora, to: 'support@example.test', raw })
    expect(await house.recordCount()).toBe(2)
    expect((await house.entries(tickets[lands])).at(-1)!.new_text).toBe('The second floor.')
  })
}

test('an answer to the same type stays in its thread; to another type it opens a record there, linked to the old one', async () => {
  const house = await openHouse()
  await house.alias({ address: 'leads@example.test', type: 'lead' })
  await house.alias({ address: 'help@example.test', type: 'ticket' })
  const ticket = await house.ticketFrom(nora, { messageId: '<first@customer.test>' })
  const answer = { from: nora, subject: 'Re: Printer', inReplyTo: '<first@customer.test>' }
  await house.send({ ...answer, to: 'help@example.test', text: 'The second floor.' })
  expect(await house.entries(ticket)).toHaveLength(2)

  await house.send({ ...answer, to: 'leads@example.test', text: 'And sell us another.' })
  expect(await house.entries(ticket)).toHaveLength(2)
  expect((await house.record('L-1')).record.linked_record_id).toBe(ticket.record.id)
})

const strange = [
  { id: '<unknown@elsewhere.test>', why: 'nobody here has ever seen' },
  { id: '<m.1.1.aaaaaaaaaaaaaaaa@example.test>', why: 'looks like ours and is not signed' },
  { id: '<1-openerp-1-ticket@example.test>', why: 'spells out a record' },
]
for (const { id, why } of strange) {
  test(`an answer to an id that ${why} opens a ticket of its own`, async () => {
    const house = await openHouse()
    const ticket = await house.ticketFrom(nora)
    const fields = { subject: 'Re: Hi', text: 'Yes.', inReplyTo: id, references: [id] }
    await house.send({ from: nora, to: 'support@example.test', ...fields })
    expect(await house.entries(ticket)).toHaveLength(1)
    expect((await house.record('T-2')).record.linked_record_id).toBeNull()
  })
}

test('a customer’s References name what they have seen, and no note; In-Reply-To names the last of it', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora, { messageId: '<first@customer.test>' })
  await house.follow(ticket, ada)
  await house.receiveFrom(kim, { to: await house.replyAddress(ticket, kim, 'n'), text: 'Costly.' })
  const note = house.sent.find(({ to }) => to === ada.email)!.reading
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  const { reading, source } = house.sent.find(({ to }) => to === nora.email)!
  expect(reading.inReplyTo).toEqual(['first@customer.test'])
  expect(reading.references).toEqual([note.references[0], 'first@customer.test'])
  // all copies of one message have the same beginning, before the person
  const idOfNote = note.messageId!.split('.').slice(0, 2).join('.')
  expect(source).not.toContain(`${idOfNote}.`)
})

test('of an answer with two hundred quoted lines a follower gets the new words', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  const quote = Array.from({ length: 200 }, (_, n) => `> line ${n}`).join('\n')
  const text = `The second floor.\n\nOn 2 Nov 2026, Kim Larsen wrote:\n${quote}\n`
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text })
  const [mail] = house.sent
  expect(mail!.reading.text).toContain('The second floor.')
  expect(mail!.reading.text).not.toContain('line 100')
  expect((await house.entries(ticket)).at(-1)!.body).toContain('> line 199')
})

test('the answer of a calendar says what it means, and lands where the invitation was', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const event =
    'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:1@x\r\nSUMMARY:Visit\\, at last\r\nATTENDEE;PARTSTAT=ACCEPTED;CN="Nora: N":mailto:nora@customer.test\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
  const raw = `From: nora@customer.test\r\nSubject: Accepted: Visit\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n${event}`
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), raw })
  expect((await house.entries(ticket)).at(-1)!.new_text).toBe(
    'Nora: N has accepted: Visit, at last',
  )
})

test('the same mail, brought by several servers at the same moment, is one message in one record', async () => {
  const house = await openHouse()
  const mail = { from: nora, to: 'support@example.test', text: 'Once.', date: new Date(0) }
  const same = { ...mail, messageId: '<once@customer.test>' }
  await Promise.all([house.send(same), house.send(same), house.send(same)])
  expect(await house.recordCount()).toBe(1)
  expect(await house.entries(await house.record('T-1'))).toHaveLength(1)
})

const forwards = [
  ['support@example.test', 'leads@example.test'],
  ['leads@example.test', 'support@example.test'],
  ['fire@example.test', 'leads@example.test'],
]
for (const to of forwards) {
  test(`a mail of a thread that is sent on to ${to.join(' and ')} is for the leads alone`, async () => {
    const house = await openHouse()
    await house.alias({ address: 'leads@example.test', type: 'lead' })
    const ticket = await house.ticketFrom(nora, { messageId: '<first@customer.test>' })
    await house.alias({ address: 'fire@example.test', record: 'T-1' })
    const mail = { from: nora, to, subject: 'A quote', inReplyTo: '<first@customer.test>' }
    await house.send({ ...mail, text: 'How much is another?' })
    expect(await house.entries(ticket)).toHaveLength(1)
    expect((await house.record('L-1')).record.linked_record_id).toBe(ticket.record.id)
  })
}
