import { expect, test } from 'vitest'
import { logNote } from '../../gateway/chatter/messages/post.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { idGivenBy } from '../../gateway/outbound/given-id.ts'
import { kim, mallory, nora, vic } from '../cast.ts'
import { openHouse } from '../house.ts'

const GIVEN = 'DB7PR01MB4444@DB7PR01MB4444.eurprd01.prod.outlook.test'

test('an answer that names only the id that the relay has given to our mail finds its thread', async () => {
  const house = await openHouse()
  house.relay.says = () => `2.6.0 <${GIVEN}> [InternalId=1] Queued mail for delivery`
  const ticket = await house.ticketFrom(nora)
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  await house.send({
    from: nora,
    to: 'support@example.test',
    text: 'The second.',
    inReplyTo: `<${GIVEN}>`,
  })
  expect(await house.recordCount()).toBe(1)
  expect((await house.entries(ticket)).at(-1)).toMatchObject({
    new_text: 'The second.',
    kind: 'message',
  })

  await house.send({
    from: mallory,
    to: 'support@example.test',
    text: 'Me, too.',
    inReplyTo: `<${GIVEN}>`,
  })
  expect(await house.recordCount()).toBe(2)
  expect(await house.followersOf(ticket)).not.toContain(mallory.email)
})

test('the id that a relay has given to a note leads no answer to the followers', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, vic)
  house.relay.says = () => `2.6.0 <${GIVEN}> Queued`
  const named = [await house.idOf(vic)]
  await house.site.store.write(async (tx) => {
    const author = await personByAddress(tx, kim.email)
    const note = { author, text: 'What does it cost us?', at: house.clock.now(), named }
    return logNote(tx, ticket.thread, note)
  })
  await house.settle()
  expect(house.sent.map(({ to }) => to)).toEqual([vic.email])
  const answer = { text: 'A fortune.', inReplyTo: `<${GIVEN}>` }
  await house.send({ from: vic, to: 'support@example.test', ...answer })
  expect(house.sent.filter(({ to }) => to === nora.email)).toEqual([])
  expect((await house.entries(ticket)).map(({ new_text: text }) => text)).not.toContain(
    'A fortune.',
  )
})

const SES = '0100018f2c3d4e5f-1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809-000000'
for (const [host, answer, id] of [
  ['email-smtp.eu-west-1.amazonaws.com', `250 Ok ${SES}`, `${SES}@eu-west-1.amazonses.com`],
  ['email-smtp.us-east-1.amazonaws.com', `250 Ok ${SES}`, `${SES}@email.amazonses.com`],
  ['relay.test', `250 Ok ${SES}`, null],
  ['relay.test', `250 2.6.0 <${GIVEN}> [InternalId=1] Queued`, GIVEN],
  ['relay.test', '250 2.6.0 <m.1.2.abcdefghij234567@example.test> Queued', null],
  ['relay.test', '250 2.1.5 <nora@customer.test> saved', null],
  ['relay.test', '250 2.0.0 Ok: queued as 4F7A21', null],
] as const) {
  test(`${host} answers "${answer.slice(0, 30)}": ${id === null ? 'our id stays' : 'it has given another id'}`, () => {
    expect(idGivenBy(answer, host)).toBe(id)
  })
}
