import { expect, test } from 'vitest'
import { kim, nora, vic } from '../cast.ts'
import { openHouse } from '../house.ts'

test('a vendor who replies becomes a follower, and the others hear of it', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  await house.unfollowed(ticket, vic)
  house.sent.length = 0
  await house.send({
    from: vic,
    to: await house.replyAddress(ticket, vic),
    subject: 'Re: Printer',
    text: 'A new leg is on its way.',
  })

  expect(await house.followersOf(ticket)).toEqual([kim.email, nora.email, vic.email])
  expect(house.sent.map((mail) => mail.to).toSorted()).toEqual([kim.email, nora.email])
})

test('each follower gets a mail of their own: own answer address, own bounce address, own id, nobody else named', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  await house.follow(ticket, vic)
  await house.receiveFrom(kim, {
    to: await house.replyAddress(ticket, kim),
    subject: 'Re: Printer',
    text: 'We are on it.',
  })

  const [forNora, forVic] = [nora, vic].map(
    (who) => house.sent.find((mail) => mail.to === who.email)!,
  )
  expect(forNora!.reading.replyTo[0]!.address).toBe(await house.replyAddress(ticket, nora))
  expect(forNora!.from).toBe(await house.replyAddress(ticket, nora, 'b'))
  expect(forNora!.reading.messageId).not.toBe(forVic!.reading.messageId)
  expect(forNora!.reading.references[0]).toBe(forVic!.reading.references[0])
  expect(forNora!.source).not.toContain(vic.email)
  expect(forNora!.source).not.toContain(kim.email)
  expect(forNora!.reading.from[0]).toMatchObject({
    name: 'Kim Larsen via Tickets',
    address: 'support@example.test',
  })
})

const evidence = [
  {
    survives: 'only the signed address',
    keep: { token: true, inReplyTo: false, references: false },
    rung: 'token',
  },
  {
    survives: 'only In-Reply-To',
    keep: { token: false, inReplyTo: true, references: false },
    rung: 'in-reply-to',
  },
  {
    survives: 'only References',
    keep: { token: false, inReplyTo: false, references: true },
    rung: 'references',
  },
]
for (const { survives, keep, rung } of evidence) {
  test(`an answer lands in the thread when ${survives} survives the client`, async () => {
    const house = await openHouse()
    const ticket = await house.ticketFrom(nora)
    await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
    const { reading } = house.sent.find((mail) => mail.to === nora.email)!
    await house.send({
      from: nora,
      to: keep.token ? reading.replyTo[0]!.address : 'support@example.test',
      subject: 'Antwort',
      text: 'The second.',
      ...(keep.inReplyTo ? { inReplyTo: `<${reading.messageId}>` } : {}),
      ...(keep.references ? { references: reading.references.map((id) => `<${id}>`) } : {}),
    })

    expect((await house.entries(ticket)).at(-1)).toMatchObject({
      new_text: 'The second.',
      rung,
      audience: 'everyone',
    })
    expect(await house.recordCount()).toBe(1)
  })
}

test('the signed address is found in Cc when the mail itself came to an alias', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const token = await house.replyAddress(ticket, nora)
  await house.send({
    from: nora,
    to: 'support@example.test',
    headers: { Cc: token },
    subject: 'Re',
    text: 'Also this.',
  })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({
    new_text: 'Also this.',
    rung: 'header token',
  })
})

test('a stranger who names a Message-ID of the thread opens a linked record and changes nothing in the old one', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora, { messageId: '<first@customer.test>' })
  await house.send({
    from: vic,
    to: 'support@example.test',
    subject: 'Re: Printer',
    text: 'Psst.',
    inReplyTo: '<first@customer.test>',
  })

  expect(await house.entries(ticket)).toHaveLength(1)
  expect((await house.record('T-2')).record.linked_record_id).toBe(ticket.record.id)
})

test('an answer to a note is a note and reaches no outsider', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  await house.receiveFrom(kim, {
    to: await house.replyAddress(ticket, kim, 'n'),
    text: 'Costs us a fortune.',
  })

  expect((await house.entries(ticket)).at(-1)).toMatchObject({
    kind: 'note',
    new_text: 'Costs us a fortune.',
  })
  expect(house.sent.filter((mail) => mail.to === nora.email)).toEqual([])
})

test('who stands in To or Cc of the mail itself gets no second copy of it', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, vic)
  house.sent.length = 0
  const token = await house.replyAddress(ticket, nora)
  await house.send({
    from: nora,
    to: token,
    headers: { Cc: `${vic.name} <${vic.email}>` },
    text: 'Vic knows.',
  })
  expect(house.sent).toEqual([])
})
