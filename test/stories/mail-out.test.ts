import { expect, test } from 'vitest'
import {
  deliveriesOf,
  findKeptMail,
  retryDelivery,
} from '../../gateway/chatter/notifications/deliveries.ts'
import { HOUR, MINUTE } from '../../gateway/lib/clock.ts'
import { kim, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'
import { openDesk } from './desk.ts'

async function ticketWithKim(house: House) {
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  return ticket
}

async function lastDeliveries(house: House, reference: string) {
  const entry = (await house.entries(await house.record(reference))).at(-1)!
  return house.site.store.read((reader) => deliveriesOf(reader, [entry.id]))
}

test('a relay that says "later" is tried again, with the same Message-ID, until it takes the mail', async () => {
  const house = await openHouse()
  const ticket = await ticketWithKim(house)
  house.relay.mood = () => ({ code: 451, text: '4.2.1 Mailbox busy' })
  await house.send({
    from: nora,
    to: await house.replyAddress(ticket, nora),
    text: 'Anybody there?',
  })
  expect(await lastDeliveries(house, 'T-1')).toMatchObject([{ state: 'deferred', attempts: 1 }])

  house.relay.mood = () => null
  house.clock.forward(2 * MINUTE)
  await house.settle()
  expect(await lastDeliveries(house, 'T-1')).toMatchObject([{ state: 'sent', attempts: 2 }])
  expect(house.sent).toHaveLength(1)
})

test('a relay that says "never" ends the delivery at once, in its own words, and it can be sent again by hand', async () => {
  const house = await openHouse()
  const ticket = await ticketWithKim(house)
  house.relay.mood = () => ({ code: 550, text: '5.1.1 No such user' })
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'Hello?' })
  const [failed] = await lastDeliveries(house, 'T-1')
  expect(failed).toMatchObject({ state: 'failed', attempts: 1 })
  expect(failed!.response).toContain('No such user')

  house.relay.mood = () => null
  await house.site.store.write((tx) => retryDelivery(tx, failed!.id, house.clock.now()))
  await house.settle()
  expect(house.sent.map((mail) => mail.to)).toEqual([kim.email])
})

test('one follower whose mail is refused does not keep the others waiting', async () => {
  const house = await openHouse()
  const ticket = await ticketWithKim(house)
  await house.follow(ticket, vic)
  house.relay.mood = (address) => (address === vic.email ? { code: 451, text: '4.4.1 away' } : null)
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'To all.' })
  expect(house.sent.map((mail) => mail.to)).toEqual([kim.email])
})

test('after five days the relay is no longer asked', async () => {
  const house = await openHouse()
  const ticket = await ticketWithKim(house)
  house.relay.mood = () => ({ code: 451, text: '4.4.1 away' })
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'Hello?' })
  house.clock.forward(121 * HOUR)
  await house.settle()
  expect(await lastDeliveries(house, 'T-1')).toMatchObject([{ state: 'failed', attempts: 2 }])
})

test('with no relay the mail is kept as it would have been sent', async () => {
  const house = await openHouse({ RELAY_URL: '' })
  const ticket = await ticketWithKim(house)
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'Hello?' })
  const [delivery] = await lastDeliveries(house, 'T-1')
  const kept = await house.site.store.read((reader) => findKeptMail(reader, delivery!.id))
  expect(kept!.source.toString()).toContain('To: "Kim Larsen" <kim@example.test>')
})

test('both parts say everything: words, who wrote, why one gets it, how to leave', async () => {
  const house = await openHouse()
  const ticket = await ticketWithKim(house)
  await house.send({
    from: nora,
    to: await house.replyAddress(ticket, nora),
    text: 'It <b>burns</b> & smokes.\n\nNora',
  })
  const { reading, source } = house.sent[0]!
  for (const fact of [
    'It <b>burns</b> & smokes.',
    'Nora Quist',
    'T-1',
    'because you follow',
    'https://postern.example.test/u/',
  ]) {
    expect(reading.text).toContain(fact)
  }
  expect(reading.html).toContain('It &lt;b&gt;burns&lt;/b&gt; &amp; smokes.')
  expect(reading.html).toContain('because you follow')
  expect(Math.max(...source.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
})

test('who cannot sign in gets no button to the record, and no marker for answers of users', async () => {
  const house = await openHouse()
  const ticket = await ticketWithKim(house)
  await house.receiveFrom(kim, { to: await house.replyAddress(ticket, kim), text: 'Which floor?' })
  const { reading } = house.sent.find((mail) => mail.to === nora.email)!
  expect(reading.text.trimStart()).toMatch(/^Printer on fire\n/)
  expect(reading.text).not.toContain('Open T-1')
  expect(reading.html).not.toMatch(/Open T-1|href=""/)
})

test('a template language in a mail stays words', async () => {
  const house = await openHouse()
  const ticket = await ticketWithKim(house)
  await house.send({
    from: { ...nora, name: '{{ 7 | times: 6 }}' },
    to: await house.replyAddress(ticket, nora),
    text: '{{ 7 | times: 191 }} {% raw %} \uE000reason\uE001',
  })
  expect(house.sent[0]!.reading.text).toContain('{{ 7 | times: 191 }} {% raw %} reason')
})

test('a colleague can leave by one click, and the header says so; a customer is on no list', async () => {
  const house = await openHouse()
  const ticket = await ticketWithKim(house)
  await house.follow(ticket, vic)
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'Hello' })
  const [forKim, forVic] = [kim, vic].map(
    (who) => house.sent.find((mail) => mail.to === who.email)!.source,
  )
  expect(forKim).toMatch(
    /^List-Unsubscribe: <https:\/\/postern\.example\.test\/u\/[^>]+>,\s+<mailto:ticket\+1\./m,
  )
  expect(forKim).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m)
  expect(forVic).not.toMatch(/^List-/m)
})

test('a bounce to the signed address marks the delivery, and pauses an address that is dead', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const answer = () => house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  await answer()
  const address = await house.replyAddress(ticket, nora, 'b')
  for (let day = 0; day < 2; day++) {
    await house.send({ to: address, raw: dsn(nora.email, String(day)) })
    house.clock.forward(25 * HOUR)
  }

  house.sent.length = 0
  await answer()
  expect(house.sent.map((mail) => mail.to)).not.toContain(nora.email)
})

test('a bounce to any other address changes nothing', async () => {
  const house = await openHouse()
  await house.ticketFrom(nora)
  const forged = await house.receive({ to: 'support@example.test', raw: dsn(kim.email, 'forged') })
  expect(forged).toMatchObject({ state: 'ignored' })
})

test('a mail to the signed leave address ends the follow', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.send({
    from: nora,
    to: await house.replyAddress(ticket, nora, 'u'),
    subject: 'unsubscribe',
    text: '',
  })
  expect(await house.followersOf(ticket)).toEqual([])
})

function dsn(recipient: string, id: string): string {
  return [
    'From: Mail Delivery System <MAILER-DAEMON@mx.customer.test>',
    `Message-ID: <dsn${id}@mx.customer.test>`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    `<${recipient}>: user unknown`,
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.customer.test',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 user unknown',
    '',
    '--b--',
    '',
  ].join('\r\n')
}

const listsInDisguise = [
  '<vic@vendor.test,@odd.test>',
  '<vic@vendor.test;@odd.test>',
  '<odd@odd.test:vic@vendor.test>',
  '"vic@vendor.test,a"@odd.test',
  '=?utf-8?q?vic=40vendor.test=2Ca=40odd.test?=',
  'vic@vendor.test\\,a@odd.test',
]
for (const from of listsInDisguise) {
  test(`an author who writes their address as ${from} adds no recipient to our mails`, async () => {
    const house = await openHouse()
    const mail = await house.receive({
      to: 'support@example.test',
      raw: `From: ${from}\r\nSubject: Hello\r\n\r\nHi.\r\n`,
    })
    if (mail.state === 'held') await house.release(mail.id)
    await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Hi.' })
    const [only] = await lastDeliveries(house, 'T-1')
    const recipients = house.sent.flatMap((mail) => mail.recipients)
    expect([[], [only!.address]]).toContainEqual(recipients)
    expect(recipients).not.toContain(vic.email)
  })
}

test('a notification of a huge message stays under 100 kB and says that there is more', async () => {
  const house = await openHouse()
  const ticket = await ticketWithKim(house)
  const line = `${'Grüße und 漢字 '.repeat(6)}\n`
  await house.send({
    from: nora,
    to: await house.replyAddress(ticket, nora),
    text: line.repeat(20_000),
  })
  const [mail] = house.sent
  expect(mail!.source.length).toBeLessThan(100_000)
  expect(mail!.reading.text).toContain('[The message is longer: all of it is in T-1.]')
  expect(mail!.reading.text).not.toContain('\uFFFD')
})

test('a customer’s mail has no button that opens nothing, and no empty head', async () => {
  const { says, toNora } = await openDesk()
  await says('Please switch it off.')
  const [mail] = toNora()
  const markup = mail!.source.slice(mail!.source.indexOf('text/html'))
  expect(markup).not.toContain('Open T-1')
  expect(markup).not.toContain('class=3D"marker"')
  expect(mail!.reading.text).toMatch(/^Printer on fire/)
})
