import { expect, test } from 'vitest'
import { DAY } from '../../gateway/lib/clock.ts'
import { list } from '../../gateway/store/rows.ts'
import { addresses } from '../../gateway/store/tables/people.ts'
import { kim, nora } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

function report(to: string, status: string): string {
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
    'Diagnostic-Code: smtp; 550 No such user',
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
