import { expect, test } from 'vitest'
import { unfollow } from '../../gateway/chatter/followers/follow.ts'
import { kim, nora, vic } from '../cast.ts'
import { openHouse } from '../house.ts'

test('with INTERNAL_TRUST=token a colleague is believed at their own answer address, and only in its thread', async () => {
  const house = await openHouse({ INTERNAL_TRUST: 'token' })
  const ticket = await house.ticketFrom(nora)
  const own = await house.replyAddress(ticket, kim)
  expect(await house.receive({ from: kim, to: own, text: 'On it.' })).toMatchObject({
    state: 'filed',
    verified: 1,
  })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ new_text: 'On it.', verified: 1 })

  const both = await house.receive({
    from: kim,
    to: [own, 'support@example.test'],
    text: 'Also a new one.',
  })
  expect(both).toMatchObject({ state: 'held', reason: 'unverified colleague' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ new_text: 'Also a new one.' })
  expect(await house.recordCount()).toBe(1)
})

for (const kind of ['b', 'u'] as const) {
  test(`with INTERNAL_TRUST=token an address of kind ${kind} proves nothing: others see it`, async () => {
    const house = await openHouse({ INTERNAL_TRUST: 'token' })
    const ticket = await house.ticketFrom(nora)
    const seen = await house.replyAddress(ticket, kim, kind)
    const mail = await house.receive({
      from: kim,
      to: [seen, 'ticket+1@example.test'],
      text: 'Pay them.',
    })
    expect(mail).toMatchObject({ state: 'held' })
    expect(await house.entries(ticket)).toHaveLength(1)
  })
}

test("the signed address of one record proves nothing in another's", async () => {
  const house = await openHouse({ INTERNAL_TRUST: 'token' })
  const first = await house.ticketFrom(nora)
  const second = await house.ticketFrom(vic, { subject: 'Other' })
  const own = await house.replyAddress(first, kim)
  await house.receive({ from: kim, to: [own, 'ticket+2@example.test'], text: 'Pay them.' })
  expect(await house.entries(second)).toHaveLength(1)
})

test('whom a user has taken out is heard by users only, though they wrote there before and know their old address', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, vic)
  const token = await house.replyAddress(ticket, vic)
  await house.send({ from: vic, to: token, text: 'First.' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ audience: 'everyone' })

  await house.site.store.write(async (tx) =>
    unfollow(tx, {
      thread: ticket.thread.id,
      person: await house.idOf(vic),
      how: 'removed',
      by: await house.idOf(kim),
      at: house.clock.now(),
    }),
  )
  for (const to of [token, 'ticket+1@example.test']) {
    await house.send({ from: vic, to, text: `To ${to}.` })
    expect((await house.entries(ticket)).at(-1)).toMatchObject({
      new_text: `To ${to}.`,
      audience: 'users',
    })
  }
})

test('who left by themselves and writes again is still part of the talk', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const person = await house.idOf(nora)
  await house.site.store.write((tx) =>
    unfollow(tx, { thread: ticket.thread.id, person, how: 'link', at: house.clock.now() }),
  )
  await house.send({ from: nora, to: 'ticket+1@example.test', text: 'One more thing.' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ audience: 'everyone' })
})

test('a mail that says it comes from our own alias, as forms of web sites send them, waits for an operator', async () => {
  const house = await openHouse()
  const mail = await house.receive({
    from: { name: 'Web form', email: 'support@example.test' },
    to: 'support@example.test',
    subject: 'Contact form',
    text: 'A visitor asks for a quote.',
  })
  expect(mail).toMatchObject({ state: 'held', reason: 'from our own address' })
  await house.release(mail.id)
  expect(await house.recordCount()).toBe(1)
})

test('mail in the name of a colleague who has left is held like that of any colleague', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'On it.' })
  await house.site.store.write((tx) =>
    tx.all(`update people set disabled_at = 1 where name = 'Kim Larsen'`),
  )
  house.sent.length = 0
  const forged = await house.receive({
    from: kim,
    to: 'ticket+1@example.test',
    text: 'Our bank account has changed.',
  })
  expect(forged).toMatchObject({ state: 'held' })
  expect(house.sent).toEqual([])
  await house.release(forged.id)
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ audience: 'users' })
  expect(house.sent.map(({ to }) => to)).not.toContain(nora.email)
})

for (const order of ['before', 'after'] as const) {
  test(`an answer to a note's address stays inside when another address of the record stands ${order} it`, async () => {
    const house = await openHouse()
    const ticket = await house.ticketFrom(nora)
    await house.follow(ticket, vic)
    const note = await house.replyAddress(ticket, vic, 'n')
    const others = ['ticket+1@example.test', await house.replyAddress(ticket, vic)]
    for (const other of others) {
      house.sent.length = 0
      const to = order === 'before' ? [other, note] : [note, other]
      await house.send({ from: vic, to, text: `About ${other}.` })
      expect((await house.entries(ticket)).at(-1)).toMatchObject({ kind: 'note' })
      expect(house.sent.map((mail) => mail.to)).not.toContain(nora.email)
    }
  })
}
