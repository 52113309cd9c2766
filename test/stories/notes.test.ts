import { expect, test } from 'vitest'
import { changeRole } from '../../gateway/chatter/messages/change-role.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import type { OpenRecord } from '../../gateway/chatter/records/records.ts'
import { list } from '../../gateway/store/rows.ts'
import { deliveries } from '../../gateway/store/tables/followers.ts'
import { ada, kim, nora } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

/** Kim logs a note in Nora's ticket, and Ada gets it by mail. */
async function noteTo(house: House, who = ada) {
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, who)
  await house.receiveFrom(kim, {
    to: await house.replyAddress(ticket, kim, 'n'),
    text: 'Costs us a fortune.',
  })
  return { ticket, note: house.sent.find((mail) => mail.to === who.email)?.reading }
}

async function kindOfLast(house: House, ticket: OpenRecord): Promise<string> {
  return (await house.entries(ticket)).at(-1)!.kind
}

test('an answer to a note is a note when References alone survived the client', async () => {
  const house = await openHouse({ INTERNAL_TRUST: 'any' })
  const { ticket, note } = await noteTo(house)
  await house.follow(ticket, ada)
  await house.receive({
    from: ada,
    to: 'support@example.test',
    text: 'Far too much.',
    references: [...note!.references, note!.messageId!].map((id) => `<${id}>`),
  })
  expect(await kindOfLast(house, ticket)).toBe('note')
  expect(house.sent.filter((mail) => mail.to === nora.email)).toEqual([])
})

test('an answer to a message is a message, though a note stands among the ancestors in References', async () => {
  const house = await openHouse()
  const { ticket } = await noteTo(house, kim)
  await house.follow(ticket, kim)
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'And now?' })
  const asked = house.sent.findLast((mail) => mail.to === kim.email)!.reading
  await house.receiveFrom(kim, {
    to: asked.replyTo[0]!.address,
    text: 'Tomorrow.',
    inReplyTo: `<${asked.messageId}>`,
    references: [...asked.references, asked.messageId!].map((id) => `<${id}>`),
  })
  expect(await kindOfLast(house, ticket)).toBe('message')
  expect(house.sent.at(-1)).toMatchObject({ to: nora.email })
})

test('a mail with nothing but a quote sends nobody the quote', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.receiveFrom(kim, {
    to: await house.replyAddress(ticket, kim),
    text: '\n\nOn 2 Nov 2026, Ada Byrne wrote:\n> Costs us a fortune.\n',
  })
  const mail = house.sent.find(({ to }) => to === nora.email)!
  expect(mail.reading.text).not.toContain('fortune')
  expect(mail.reading.html).not.toContain('fortune')
})

test('what somebody forwards is told with it', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, ada)
  await house.receiveFrom(kim, {
    to: await house.replyAddress(ticket, kim),
    subject: 'Fwd: Leg',
    text: 'See.\n\n---------- Forwarded message ---------\nFrom: Vic <vic@vendor.test>\nDate: Mon, 2 Nov 2026 at 10:00\nSubject: Leg\nTo: Kim <kim@example.test>\n\nThe leg is sent.\n',
  })
  expect(house.sent.find(({ to }) => to === ada.email)!.reading.text).toContain('The leg is sent.')
})

const losses = [
  {
    why: 'is a contact by now',
    lose: `update people set kind = 'contact', role = null where id = $1`,
  },
  { why: 'is disabled by now', lose: 'update people set disabled_at = 1 where id = $1' },
  { why: 'has left by now', lose: 'update followers set left_at = 1 where person_id = $1' },
]
for (const { why, lose } of losses) {
  test(`a note that waits in the queue is withdrawn from somebody who ${why}`, async () => {
    const house = await openHouse()
    house.relay.mood = () => ({ code: 451, text: '4.3.0 later' })
    await noteTo(house)
    const id = await house.idOf(ada)
    await house.site.store.write((tx) => tx.all(lose, [id]))
    house.relay.mood = () => null
    house.clock.forward(3_600_000)
    await house.settle()

    expect(house.sent).toEqual([])
    const mails = await house.site.store.read((reader) =>
      list(reader, deliveries, { where: { person_id: id } }),
    )
    expect(mails).toMatchObject([{ state: 'withdrawn' }])
  })
}

const waiting = [
  { state: 'deferred', again: `update deliveries set due_at = 0 where state = 'deferred'` },
  { state: 'failed', again: `update deliveries set state = 'queued' where state = 'failed'` },
  { state: 'sending', again: `update deliveries set lease_until = 0 where state = 'sending'` },
]
for (const { state, again } of waiting) {
  test(`who loses the role of a user loses at once a ${state} note, even one that names them`, async () => {
    const house = await openHouse()
    house.relay.mood = () => ({ code: 451, text: '4.3.0 later' })
    await noteTo(house)
    await house.site.store.write(async (tx) => {
      await tx.all(
        `update deliveries set reason = 'mention', state = $1, lease_until = 9000000000000`,
        [state],
      )
      await tx.all(`update people set role = 'owner' where kind = 'user'`)
      await changeRole(tx, await personByAddress(tx, ada.email), null)
      await tx.all(again)
    })
    house.relay.mood = () => null
    house.clock.forward(3_600_000)
    await house.settle()
    expect(house.sent).toEqual([])
  })
}
