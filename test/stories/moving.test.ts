import { expect, test } from 'vitest'
import { moveTo } from '../../gateway/chatter/aliases/refile.ts'
import { findMessage } from '../../gateway/chatter/messages/thread-entries.ts'
import { addPerson, personByAddress } from '../../gateway/chatter/people/people.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import { kim, nora, type Player, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const SUPPORT = 'support@example.test'

async function moved(
  house: House,
  message: MessageRow | undefined,
  to: string,
  { by = kim, andLater = false }: { by?: Player; andLater?: boolean } = {},
): Promise<string> {
  const record = await house.site.store.write(async (tx) =>
    moveTo(tx, {
      message: (await findMessage(tx, message!.id))!,
      to,
      by: await personByAddress(tx, by.email),
      at: house.clock.now(),
      andLater,
    }),
  )
  await house.settle()
  return house.reference(record)
}

test('a moved mail takes its answers with it, by whatever they find their way', async () => {
  const house = await openHouse()
  const wrong = await house.ticketFrom(nora, { messageId: '<m1@customer.test>' })
  const right = await house.ticketFrom(nora, { subject: 'The same printer' })
  await moved(house, (await house.entries(wrong))[0], 'T-2')
  await house.send({ from: nora, to: SUPPORT, inReplyTo: '<m1@customer.test>', text: 'More.' })
  expect((await house.entries(right)).map((one) => one.new_text)).toContain('More.')
  expect((await house.entries(right)).find((one) => one.new_text === 'More.')).toMatchObject({
    rung: 'in-reply-to',
    audience: 'everyone',
  })
  expect(await house.recordCount()).toBe(2)
})

test('an answer to the signed address of the old record follows the message that it answers', async () => {
  const house = await openHouse()
  const wrong = await house.ticketFrom(nora)
  const right = await house.ticketFrom(nora, { subject: 'The same printer' })
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  const { reading } = house.sent.find((mail) => mail.to === nora.email)!
  await moved(house, (await house.entries(wrong))[0], 'T-2', { andLater: true })
  expect((await house.entries(wrong)).every((one) => one.kind === 'change')).toBe(true)

  const answer = { from: nora, to: reading.replyTo[0]!.address, subject: 'Re: Printer' }
  await house.send({ ...answer, inReplyTo: `<${reading.messageId}>`, text: 'The second.' })
  expect((await house.entries(right)).at(-1)).toMatchObject({
    new_text: 'The second.',
    rung: 'token',
    audience: 'everyone',
  })
  expect((await house.entries(right)).at(-1)!.evidence).toContain('"via":"T-1"')
})

test('whoever follows only the old record is a newcomer where its message was moved to', async () => {
  const house = await openHouse()
  const wrong = await house.ticketFrom(nora)
  await house.follow(wrong, vic)
  const right = await house.ticketFrom(nora, { subject: 'Confidential' })
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  const { reading } = house.sent.find((mail) => mail.to === vic.email)!
  await moved(house, (await house.entries(wrong))[1], 'T-2')

  const answer = { from: vic, to: reading.replyTo[0]!.address, subject: 'Re: Printer' }
  await house.send({ ...answer, inReplyTo: `<${reading.messageId}>`, text: 'The second.' })
  expect((await house.entries(right)).at(-1)).toMatchObject({
    author_name: vic.name,
    audience: 'users',
  })
  expect(await house.followersOf(right)).not.toContain(vic.email)
})

test('both records say who moved what, and no follower of the other one is sent it', async () => {
  const house = await openHouse()
  const wrong = await house.ticketFrom(nora)
  const right = await house.ticketFrom(vic, { subject: 'Other' })
  house.sent.length = 0
  await moved(house, (await house.entries(wrong))[0], 't-2')
  for (const record of [wrong, right])
    expect((await house.entries(record)).at(-1)).toMatchObject({
      kind: 'change',
      author_name: kim.name,
      body: `Message of ${nora.name}: T-1 → T-2`,
    })
  expect(house.sent).toEqual([])
  expect((await house.record('T-2')).thread.message_count).toBe(3)
})

test('what waited for outsiders who do not follow the new record is not sent any more', async () => {
  const house = await openHouse()
  const wrong = await house.ticketFrom(nora)
  await house.follow(wrong, vic)
  const right = await house.ticketFrom(nora, { subject: 'Confidential' })
  house.relay.mood = (to) => (to === vic.email ? { code: 451, text: 'later' } : null)
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  await moved(house, (await house.entries(wrong)).at(-1), 'T-2')
  house.relay.mood = () => null
  house.clock.forward(3_600_000)
  await house.settle()
  expect(house.sent.filter((mail) => mail.to === vic.email)).toEqual([])
  expect(await house.entries(right)).toHaveLength(3)
})

test('an alias opens a new record for a message, linked to the old one, and its author is the customer there', async () => {
  const house = await openHouse()
  await house.alias({
    address: 'leads@example.test',
    type: 'lead',
    owner: await house.idOf(kim),
  })
  const ticket = await house.ticketFrom(nora, { messageId: '<m1@customer.test>' })
  house.sent.length = 0
  expect(await moved(house, (await house.entries(ticket))[0], 'leads')).toBe('L-1')
  const lead = await house.record('L-1')
  expect(lead.record).toMatchObject({
    name: 'Printer on fire',
    linked_record_id: ticket.record.id,
    customer_id: await house.idOf(nora),
  })
  expect(await house.followersOf(lead)).toEqual([kim.email, nora.email])
  expect(house.sent.filter((mail) => mail.to === nora.email)).toEqual([])

  await house.send({ from: nora, to: SUPPORT, inReplyTo: '<m1@customer.test>', text: 'How much?' })
  expect((await house.entries(lead)).at(-1)).toMatchObject({ new_text: 'How much?' })
})

test('a note stays a note, and moving back undoes it all', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const other = await house.ticketFrom(vic, { subject: 'Other' })
  await house.receiveFrom(kim, { to: await noteAddress(house, 'T-1'), text: 'Too dear.' })
  const note = (await house.entries(ticket)).at(-1)!
  await moved(house, note, 'T-2')
  expect((await house.entries(other)).find((one) => one.id === note.id)).toMatchObject({
    kind: 'note',
  })
  await moved(house, note, 'T-1')
  expect((await house.entries(ticket)).find((one) => one.id === note.id)).toMatchObject({
    kind: 'note',
  })
  await house.receiveFrom(kim, { to: await noteAddress(house, 'T-1'), text: 'Far too dear.' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ new_text: 'Far too dear.' })
  expect(house.sent.map((mail) => mail.to)).not.toContain(vic.email)
})

async function noteAddress(house: House, reference: string): Promise<string> {
  return house.replyAddress(await house.record(reference), kim, 'n')
}

test('who may not post may not move, and a change or a wrong place is refused', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const rita = { name: 'Rita', email: 'rita@example.test' }
  await house.site.store.write((tx) =>
    addPerson(tx, { name: rita.name, address: rita.email, role: 'reader' }, house.clock.now()),
  )
  const message = (await house.entries(ticket))[0]
  await house.ticketFrom(nora, { subject: 'Second' })
  await expect(moved(house, message, 'T-2', { by: rita })).rejects.toThrow('may not')
  await expect(moved(house, message, 'T-2', { by: nora })).rejects.toThrow('may not')
  await expect(moved(house, message, 'T-1')).rejects.toThrow('It is in T-1 already.')
  await expect(moved(house, message, 'nowhere')).rejects.toThrow('support@example.test')
  await moved(house, message, 'T-2')
  await expect(moved(house, (await house.entries(ticket))[0], 'T-2')).rejects.toThrow(
    'Only messages and notes',
  )
})
