import { expect, test } from 'vitest'
import { readJson } from '../../gateway/store/rows.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import { kim, mallory, nora, vic } from '../cast.ts'
import { openHouse } from '../house.ts'

const ALIAS = 'support@example.test'

function losersOf(message: MessageRow | undefined) {
  return message?.evidence ? readJson(message.evidence).losers : null
}

for (const header of ['Delivered-To', 'X-Original-To', 'Envelope-To']) {
  test(`a signed address that a forwarding server left in ${header} leads to its thread`, async () => {
    const house = await openHouse()
    const ticket = await house.ticketFrom(nora)
    const token = await house.replyAddress(ticket, nora)
    await house.send({ from: nora, to: ALIAS, headers: { [header]: token }, text: 'Still hot.' })
    expect((await house.entries(ticket)).at(-1)).toMatchObject({
      new_text: 'Still hot.',
      rung: 'header token',
    })
  })
}

test('an answer of which only the quote survived finds its thread by our reference in it', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  const { reading } = house.sent.find((mail) => mail.to === nora.email)!
  const quoted = reading.text.replace(/^/gm, '> ')
  await house.send({
    from: nora,
    to: ALIAS,
    subject: 'Antwort',
    text: `The second.\n\nOn Saturday Kim wrote:\n${quoted}`,
  })

  expect((await house.entries(ticket)).at(-1)).toMatchObject({
    new_text: expect.stringContaining('The second.'),
    rung: 'footer reference',
    audience: 'everyone',
  })
  expect(await house.recordCount()).toBe(1)
})

test('a reference with another signature is no evidence, and a stranger with a true one changes nothing', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  const { reading } = house.sent.find((mail) => mail.to === nora.email)!
  const reference = /T-1-[a-z2-7]{8}/.exec(reading.text)![0]
  const guess = `T-1-${reference.endsWith('a') ? 'b' : 'a'}${reference.slice(5)}`
  await house.send({ from: nora, to: ALIAS, subject: 'One', text: `Hello\n\n> Ref ${guess}` })
  expect((await house.record('T-2')).record.linked_record_id).toBeNull()

  await house.send({ from: vic, to: ALIAS, subject: 'Two', text: `Hello\n\n> Ref ${reference}` })
  expect((await house.record('T-3')).record.linked_record_id).toBe(ticket.record.id)
  expect(await house.entries(ticket)).toHaveLength(2)
})

const tags = [
  { who: 'a participant who has shown who they are', from: nora, proved: true, posts: true },
  {
    who: 'somebody with a participant’s From and no proof',
    from: nora,
    proved: false,
    posts: false,
  },
  { who: 'a stranger who has shown who they are', from: vic, proved: true, posts: false },
  { who: 'a stranger', from: mallory, proved: false, posts: false },
]
for (const { who, from, proved, posts } of tags) {
  test(`the tag of a subject from ${who} ${posts ? 'is followed' : 'opens a linked record and leaves the old one alone'}`, async () => {
    const house = await openHouse()
    const ticket = await house.ticketFrom(nora)
    const mail = { to: ALIAS, subject: 'Aw: [T-1] Printer on fire', text: 'Any news?' }
    await (proved ? house.receiveFrom(from, mail) : house.send({ from, ...mail }))

    expect(await house.entries(ticket)).toHaveLength(posts ? 2 : 1)
    expect(await house.recordCount()).toBe(posts ? 1 : 2)
    if (posts)
      return expect((await house.entries(ticket))[1]).toMatchObject({ rung: 'subject tag' })
    const opened = await house.record('T-2')
    expect(opened.record.linked_record_id).toBe(ticket.record.id)
    expect(losersOf((await house.entries(opened))[0])).toMatchObject([
      { rung: 'subject tag', to: 'T-1' },
    ])
  })
}

test('a stranger’s mail with our tag tells nobody of the old record', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  house.sent.length = 0
  await house.send({ from: mallory, to: ALIAS, subject: '[T-1] Refund', text: 'Pay me.' })
  expect(house.sent).toEqual([])
})

test('tags of other systems are no evidence here, and stay in the subject of the record and of our answers', async () => {
  const house = await openHouse()
  const subject = 'Re: Invoice [ref:00D1x.500x2:ref] [JIRA-77]'
  const text = 'Please keep\nref:00D1x.500x2:ref\nin your answer.'
  const ticket = await house.ticketFrom(nora, { subject, text })
  expect(losersOf((await house.entries(ticket))[0])).toEqual([])
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'As you say.' })
  expect(house.sent[0]!.reading.subject).toContain('[ref:00D1x.500x2:ref] [JIRA-77]')
})

test('what a mail names besides what decided is kept with it, and with why it lost', async () => {
  const house = await openHouse()
  const first = await house.ticketFrom(nora, { messageId: '<one@customer.test>' })
  const second = await house.ticketFrom(nora, { messageId: '<two@customer.test>', subject: 'Lamp' })
  const mail = await house.receive({
    from: nora,
    to: await house.replyAddress(first, nora),
    subject: 'Re: [T-2] Lamp',
    inReplyTo: '<two@customer.test>',
    references: ['<one@customer.test>'],
    text: 'Both.',
  })
  const message = (await house.entries(first)).at(-1)!
  expect(message).toMatchObject({ new_text: 'Both.', rung: 'token' })
  expect(losersOf(message)).toEqual([
    { rung: 'in-reply-to', to: 'T-2', why: 'weaker evidence' },
    { rung: 'references', to: 'T-1', why: 'points here as well' },
    { rung: 'subject tag', to: 'T-2', why: 'weaker evidence' },
  ])
  expect(mail.trace).toContain('in-reply-to T-2: weaker evidence')
  expect(await house.entries(second)).toHaveLength(1)
})

test('In-Reply-To counts more than References, however many of them are foreign', async () => {
  const house = await openHouse()
  const first = await house.ticketFrom(nora, { messageId: '<one@customer.test>' })
  await house.ticketFrom(nora, { messageId: '<two@customer.test>', subject: 'Lamp' })
  const foreign = Array.from({ length: 33 }, (_, n) => `<f${n}@elsewhere.test>`)
  await house.send({
    from: nora,
    to: ALIAS,
    inReplyTo: '<one@customer.test>',
    references: ['<two@customer.test>', ...foreign],
    text: 'Here.',
  })
  expect((await house.entries(first)).at(-1)).toMatchObject({ rung: 'in-reply-to' })
})

test('whoever answers with the signed address of somebody else is heard under their own name, by users only', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  house.sent.length = 0
  const norasOwn = await house.replyAddress(ticket, nora)
  await house.send({ from: vic, to: norasOwn, subject: 'Fwd', text: 'Forwarded to me.' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({
    author_name: vic.name,
    audience: 'users',
    verified: 0,
  })
  expect(house.sent.map((mail) => mail.to)).toEqual([kim.email])
  expect(await house.followersOf(ticket)).not.toContain(vic.email)
})

test('somebody who claims the Message-ID of another’s mail does not draw its answers to themselves', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora, { messageId: '<one@customer.test>' })
  await house.send({ from: mallory, to: ALIAS, messageId: '<one@customer.test>', text: 'Mine.' })
  await house.send({ from: nora, to: ALIAS, inReplyTo: '<one@customer.test>', text: 'And now?' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ new_text: 'And now?' })
})

test('two mails with one Message-ID are two, and the second says so', async () => {
  const house = await openHouse()
  const mail = { from: nora, to: ALIAS, messageId: '<same@customer.test>' }
  const first = await house.ticketFrom(nora, { ...mail, text: 'I was here first.' })
  const second = await house.ticketFrom(nora, { ...mail, text: 'My real order.' })
  expect((await house.entries(first))[0]).toMatchObject({ flaws: null })
  expect((await house.entries(second))[0]!.flaws).toContain('same Message-ID')
})

test('a number behind an alias means the record of its type; without such a record it is the alias', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.send({ from: nora, to: 'support+1@example.test', text: 'By the known address.' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ rung: 'record address' })
  await house.send({ from: nora, to: 'support+29@example.test', text: 'A new one.' })
  expect(await house.recordCount()).toBe(2)
  await expect(house.send({ from: nora, to: 'ticket+29@example.test' })).rejects.toThrow('550')
})

test('an id that many mails claim is looked through in bounds, and still leads its author home', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora, { messageId: '<m1@customer.test>' })
  for (let n = 0; n < 15; n++)
    await house.send({
      from: mallory,
      to: ALIAS,
      messageId: '<m1@customer.test>',
      text: `No. ${n}`,
    })
  await house.send({ from: nora, to: ALIAS, inReplyTo: '<m1@customer.test>', text: 'Mine.' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ new_text: 'Mine.' })
})

test('Thread-Index counts for nothing: two mails with the same one are two threads', async () => {
  const house = await openHouse()
  const headers = {
    'Thread-Index': 'AQHaBcDeFgHiJkLmNoPqRsTuVwXyZw==',
    'Thread-Topic': 'Printer on fire',
  }
  await house.ticketFrom(nora, { headers })
  await house.ticketFrom(nora, { headers, text: 'The other one burns, too.' })
  expect(await house.recordCount()).toBe(2)
})

test('a mail whose header names nobody lands where its envelope says', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const raw = `From: ${nora.email}\r\nTo: undisclosed-recipients:;\r\nSubject: More\r\n\r\nIt smokes.\r\n`
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), raw })
  expect((await house.entries(ticket)).at(-1)!.new_text).toBe('It smokes.')
})
