import { expect, test } from 'vitest'
import { kim, nora, vic } from '../cast.ts'
import { openHouse } from '../house.ts'

test('a mail to an alias opens a record with its sender as customer and follower', async () => {
  const house = await openHouse()
  const mail = await house.receive({
    from: nora,
    to: 'support@example.test',
    subject: 'Printer on fire',
    text: 'It burns.',
  })

  expect(mail).toMatchObject({ state: 'filed', class: 'human' })
  const ticket = await house.record('T-1')
  expect(ticket.record.name).toBe('Printer on fire')
  expect(await house.followersOf(ticket)).toEqual([nora.email])
  expect(await house.entries(ticket)).toMatchObject([
    { kind: 'message', author_name: nora.name, new_text: 'It burns.', rung: 'alias' },
  ])
})

test('an alias gives its records default values and an owner who hears of them', async () => {
  const house = await openHouse()
  await house.alias({
    address: 'urgent@example.test',
    type: 'ticket',
    defaults: { priority: 'Urgent' },
    owner: await house.idOf(kim),
  })
  await house.send({ from: nora, to: 'urgent@example.test', subject: 'Now!', text: 'Help.' })

  const ticket = await house.record('T-1')
  expect(ticket.record.field_values).toContain('Urgent')
  expect(house.sent.map((mail) => mail.to)).toEqual([kim.email])
})

test('one mail to two aliases is one original and a message in each record', async () => {
  const house = await openHouse()
  await house.alias({ address: 'leads@example.test', type: 'lead' })
  const mail = await house.receive({
    from: nora,
    to: ['support@example.test', 'leads@example.test'],
    subject: 'Both',
    text: 'For both.',
  })

  expect((await house.entries(await house.record('T-1')))[0]!.inbound_id).toBe(mail.id)
  expect((await house.entries(await house.record('L-1')))[0]!.inbound_id).toBe(mail.id)
})

test('the same mail that comes twice is filed once', async () => {
  const house = await openHouse()
  const mail = {
    from: nora,
    to: 'support@example.test',
    subject: 'Once',
    text: 'Only once.',
    messageId: '<once@customer.test>',
    date: new Date(0),
  }
  await house.send(mail)
  expect(await house.receive(mail)).toMatchObject({ state: 'ignored', reason: 'duplicate' })
  expect(await house.recordCount()).toBe(1)
})

test('two different mails that claim one Message-ID are both kept', async () => {
  const house = await openHouse()
  const mail = { from: nora, to: 'support@example.test', messageId: '<same@customer.test>' }
  await house.send({ ...mail, subject: 'First', text: 'I was here first.' })
  await house.send({ ...mail, subject: 'Second', text: 'My real order.' })
  expect(await house.recordCount()).toBe(2)
})

test('files are kept by their content, and a picture in the text by its cid', async () => {
  const house = await openHouse()
  const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
  await house.send({
    from: nora,
    to: 'support@example.test',
    subject: 'Files',
    html: '<p>See <img src="cid:pic@x"></p>',
    attachments: [
      { filename: 'räport.txt', content: 'words' },
      { filename: 'pic.gif', content: pixel, cid: 'pic@x' },
    ],
  })

  const files = (await house.filesOf(await house.record('T-1'))).toSorted(
    (one, other) => one.size - other.size,
  )
  expect(files).toMatchObject([
    { filename: 'räport.txt', inline: 0, size: 5 },
    { filename: 'pic.gif', inline: 1, content_id: 'pic@x' },
  ])
  expect((await house.site.files.contentOf(files[0]!.sha256)).toString()).toBe('words')
})

test('an address of a record, typed by hand, posts there; a stranger is seen by users only', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  await house.send({
    from: vic,
    to: 'ticket+1@example.test',
    subject: 'Hello',
    text: 'May I join?',
  })

  const entries = await house.entries(ticket)
  expect(entries.at(-1)).toMatchObject({
    author_name: vic.name,
    audience: 'users',
    rung: 'record address',
  })
  expect(await house.followersOf(ticket)).not.toContain(vic.email)
  expect(house.sent.map((mail) => mail.to)).toEqual([kim.email])
})

test('who may not post to an alias is held, not lost, and can be let in', async () => {
  const house = await openHouse()
  await house.alias({ address: 'team@example.test', type: 'task', who: 'users' })
  const held = await house.receive({
    from: nora,
    to: 'team@example.test',
    subject: 'Hi',
    text: 'Hello',
  })
  expect(held).toMatchObject({ state: 'held', reason: 'may not post here' })
  expect(await house.recordCount()).toBe(0)

  expect(await house.release(held.id)).toMatchObject({ state: 'filed' })
  expect(await house.recordCount()).toBe(1)
})

test('a mail in the name of a colleague without proof is held and changes nothing', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const forged = await house.receive({
    from: kim,
    to: await house.replyAddress(ticket, nora),
    text: 'Give them a refund.',
  })

  expect(forged).toMatchObject({ state: 'held', reason: 'unverified colleague' })
  expect(await house.entries(ticket)).toHaveLength(1)
  // nobody hears of it but the one in whose name it came
  expect(house.sent.map(({ to }) => to)).toEqual([kim.email])
})

test('a mail that comes twice is filed once, though it would go elsewhere the second time', async () => {
  const house = await openHouse()
  const own = { messageId: '<self@customer.test>', references: ['<self@customer.test>'] }
  const date = new Date('2026-11-20T10:00:00Z')
  const mail = { from: nora, to: 'support@example.test', text: 'Hello.', date, ...own }
  await house.send(mail)
  expect(await house.receive(mail)).toMatchObject({ state: 'ignored', reason: 'duplicate' })
  expect(await house.entries(await house.record('T-1'))).toHaveLength(1)
})

test('the same words of a device without Message-ID and Date are one mail in an hour, and another one later', async () => {
  const house = await openHouse()
  const mail = {
    to: 'support@example.test',
    raw: 'From: ups@example.org\r\nSubject: Power failure\r\n\r\nOn battery.\r\n',
  }
  await house.send(mail)
  expect(await house.receive(mail)).toMatchObject({ state: 'ignored', reason: 'duplicate' })
  house.clock.forward(3_600_000)
  expect(await house.receive(mail)).toMatchObject({ state: 'filed' })
})
