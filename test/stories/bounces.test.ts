import { expect, test } from 'vitest'
import { DAY, MINUTE } from '../../gateway/lib/clock.ts'
import { list } from '../../gateway/store/rows.ts'
import { addresses } from '../../gateway/store/tables/people.ts'
import { kim, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

function report(to: string, status: string, words = '550 No such user'): string {
  return [
    'From: Mail Delivery <mailer-daemon@customer.test>',
    `To: <${to}>`,
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <${Math.random()}@customer.test>`,
    'Auto-Submitted: auto-replied',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It could not be delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.customer.test',
    '',
    'Final-Recipient: rfc822; nora@customer.test',
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${words}`,
    '--b--',
    '',
  ].join('\r\n')
}

async function scoreOfNora(house: House) {
  const [found] = await house.site.store.read((reader) =>
    list(reader, addresses, { where: { address: nora.email } }),
  )
  return { score: found!.bounce_score, paused: found!.paused_at !== null }
}

async function ticketWithVerp(house: House) {
  const ticket = await house.ticketFrom(nora)
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  return { ticket, verp: await house.replyAddress(ticket, nora, 'b') }
}

test('hard bounces on two days pause an address, and a mail from it lifts the pause', async () => {
  const house = await openHouse()
  const { ticket, verp } = await ticketWithVerp(house)
  await house.send({ to: verp, raw: report(verp, '5.1.1') })
  await house.send({ to: verp, raw: report(verp, '5.1.1') })
  expect(await scoreOfNora(house)).toEqual({ score: 2, paused: false })
  house.clock.forward(2 * DAY)
  await house.send({ to: verp, raw: report(verp, '5.1.1') })
  expect(await scoreOfNora(house)).toEqual({ score: 4, paused: true })

  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'Here I am.' })
  expect(await scoreOfNora(house)).toEqual({ score: 0, paused: false })
})

test('when an address is paused, the people who work in the thread are told, and nobody outside', async () => {
  const house = await openHouse()
  const { ticket, verp } = await ticketWithVerp(house)
  await house.follow(ticket, kim)
  await house.follow(ticket, vic)
  for (let day = 0; day < 2; day++) {
    house.clock.forward(2 * DAY)
    house.sent.length = 0
    await house.send({ to: verp, raw: report(verp, '5.1.1') })
  }
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ kind: 'change' })
  // changes wait a minute for others of their record
  house.clock.forward(MINUTE)
  await house.settle()
  expect(house.sent.map(({ to }) => to)).toEqual([kim.email])
  expect(house.sent[0]!.reading.text).toMatch(/Mail to nora@customer\.test.*paused.*No such user/s)
  expect(house.sent[0]!.source).toMatch(/^Auto-Submitted: auto-generated/m)
})

test('a refusal of the words, however often it comes, does not count against the address', async () => {
  const house = await openHouse()
  const { verp } = await ticketWithVerp(house)
  for (let day = 0; day < 5; day++) {
    house.clock.forward(2 * DAY)
    await house.send({ to: verp, raw: report(verp, '5.7.1', '554 5.7.1 Message rejected as spam') })
  }
  expect(await scoreOfNora(house)).toEqual({ score: 0, paused: false })
})

const forgeries: { what: string; to: (verp: string) => string }[] = [
  { what: 'to an alias', to: () => 'support@example.test' },
  { what: 'to the record', to: () => 'ticket+1@example.test' },
  { what: 'to an answer address', to: (verp) => verp },
]
for (const { what, to } of forgeries) {
  test(`a report ${what}, which is no bounce address, changes nothing`, async () => {
    const house = await openHouse()
    const { ticket } = await ticketWithVerp(house)
    const entries = (await house.entries(ticket)).length
    const address = to(await house.replyAddress(ticket, nora, 'm'))
    for (let day = 0; day < 3; day++) {
      house.clock.forward(2 * DAY)
      const mail = await house.receive({ to: address, raw: report(address, '5.1.1') })
      expect(mail).toMatchObject({ state: 'ignored' })
    }
    expect(await scoreOfNora(house)).toEqual({ score: 0, paused: false })
    expect(await house.entries(ticket)).toHaveLength(entries)
    expect(await house.recordCount()).toBe(1)
  })
}

test('a bounce address with one letter changed is refused at the door', async () => {
  const house = await openHouse()
  const { verp } = await ticketWithVerp(house)
  const forged = verp.replace(/(.)@/, (_, last: string) => `${last === 'a' ? 'b' : 'a'}@`)
  await expect(house.send({ to: forged, raw: report(forged, '5.1.1') })).rejects.toMatchObject({
    responseCode: 550,
  })
})

test('a vacation answer to the bounce address is no bounce', async () => {
  const house = await openHouse()
  const { verp } = await ticketWithVerp(house)
  const mail = await house.receive({
    from: nora,
    to: verp,
    subject: 'Out of office: Printer',
    headers: { 'Auto-Submitted': 'auto-replied' },
    text: 'I am away until Monday.',
  })
  expect(mail).toMatchObject({ state: 'ignored' })
  expect(await scoreOfNora(house)).toEqual({ score: 0, paused: false })
})

test('a person who writes to a bounce address is held, and let in by an operator', async () => {
  const house = await openHouse()
  const { ticket, verp } = await ticketWithVerp(house)
  const mail = await house.receive({
    from: nora,
    to: verp,
    subject: 'Hi',
    text: 'The second floor.',
  })
  expect(mail).toMatchObject({ state: 'held' })
  expect(await house.release(mail.id)).toMatchObject({ state: 'filed' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ new_text: 'The second floor.' })
})
