import { expect, test } from 'vitest'
import { postMessage } from '../../gateway/chatter/messages/post.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { bringIn } from '../../gateway/inbound/mailbag/received.ts'
import { startDelivery } from '../../gateway/processes/delivery.ts'
import { openIntake } from '../../gateway/processes/intake.ts'
import { kim, nora, vic } from '../cast.ts'
import { openHouse } from '../house.ts'

test('three couriers on one database send each mail once', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, vic)
  const others = [startDelivery(house.site), startDelivery(house.site)]
  await house.site.store.write(async (tx) => {
    const author = await personByAddress(tx, kim.email)
    for (let index = 0; index < 60; index++)
      await postMessage(tx, ticket.thread, {
        author,
        text: `Message ${index}`,
        at: house.clock.now(),
      })
  })
  await Promise.all([house.settle(), ...others.map((other) => other.courier.idle())])
  await Promise.all(others.map((other) => other.stop()))
  await house.settle()

  const ids = house.sent.map((mail) => mail.reading.messageId)
  expect(ids).toHaveLength(120)
  expect(new Set(ids).size).toBe(120)
})

test('two sorters that find the same pending mails file each once', async () => {
  const house = await openHouse()
  const mails = Array.from({ length: 40 }, (_, index) => pendingMail(index, house.clock.now()))
  await house.site.store.write((tx) => bringIn(tx, mails))
  const others = [openIntake(house.site), openIntake(house.site)]
  for (const { mail } of mails) {
    for (const intake of [house.intake, ...others]) intake.sorter.arrived(mail.id)
  }
  await Promise.all([house.intake, ...others].map((intake) => intake.sorter.idle()))
  await Promise.all(others.map((intake) => intake.stop()))
  expect(await house.recordCount()).toBe(40)
})

function pendingMail(index: number, now: number) {
  const source = Buffer.from(
    `From: nora@customer.test\r\nSubject: Mail ${index}\r\nMessage-ID: <${index}@customer.test>\r\n\r\nNumber ${index}\r\n`,
  )
  const mail = {
    id: `pending${String(index).padStart(4, '0')}`,
    door: 'pipe',
    remote: '',
    mail_from: nora.email,
    recipients: '["support@example.test"]',
    authenticated: null,
    size: source.length,
    state: 'pending' as const,
    reason: null,
    message_id: null,
    class: null,
    verified: 0 as const,
    attempts: 0,
    due_at: now,
    received_at: now,
    settled_at: null,
    trace: '[]',
  }
  return { mail, source, file: null }
}
