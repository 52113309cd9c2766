import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import {
  changeRecordType,
  recordTypeByCode,
} from '../../../gateway/chatter/records/record-types.ts'
import { findInbound } from '../../../gateway/inbound/mailbag/received.ts'
import { MINUTE } from '../../../gateway/lib/clock.ts'
import type { Field } from '../../../gateway/store/tables/threads.ts'
import { kim, mallory, nora, vic } from '../../cast.ts'
import { type House, openHouse } from '../../house.ts'

/** Their addresses are nearly Kim's. */
const nearly = [
  { name: kim.name, email: 'im@example.test' },
  { name: kim.name, email: 'kim@example.test.elsewhere.test' },
]
const policies = [
  { who: 'everyone', takes: [mallory, nora, vic], holds: [] },
  { who: 'contacts', takes: [nora, vic], holds: [mallory] },
  { who: 'followers', takes: [nora], holds: [vic, mallory] },
  { who: 'users', takes: [], holds: [nora, vic, mallory, ...nearly] },
] as const
for (const { who, takes, holds } of policies) {
  test(`an address for ${who} takes what it may, holds the rest, and mails nobody about it`, async () => {
    const house = await openHouse()
    const ticket = await house.ticketFrom(nora)
    await house.unfollowed(ticket, vic)
    await house.alias({ address: 'fire@example.test', record: 'T-1', who })
    for (const from of takes) {
      const mail = await house.receiveFrom(from, { to: 'fire@example.test', text: from.name })
      expect(mail, from.name).toMatchObject({ state: 'filed' })
    }
    for (const from of holds) {
      const mail = await house.receiveFrom(from, { to: 'fire@example.test', text: from.name })
      expect(mail, from.name).toMatchObject({ state: 'held', reason: 'may not post here' })
    }
    const allowed = { to: 'fire@example.test', text: 'I work here.' }
    expect(await house.receiveFrom(kim, allowed)).toMatchObject({ state: 'filed' })
    expect(await house.entries(ticket)).toHaveLength(takes.length + 2)
    const told = house.sent.map(({ to }) => to)
    for (const from of holds.filter((one) => one !== nora)) expect(told).not.toContain(from.email)
  })
}

test('of two aliases one may hold a mail: the other has it at once, and a release files the rest, once', async () => {
  const house = await openHouse()
  await house.alias({ address: 'team@example.test', type: 'task', who: 'users' })
  const to = ['support@example.test', 'team@example.test']
  const held = await house.receive({ from: nora, to, subject: 'Both', text: 'For both.' })
  expect(held.state).toBe('held')
  expect(await house.entries(await house.record('T-1'))).toHaveLength(1)
  expect(await house.recordCount()).toBe(1)

  await house.release(held.id)
  expect(await house.recordCount()).toBe(2)
  expect(await house.entries(await house.record('T-1'))).toHaveLength(1)
})

test('an alias of one record posts there and opens none; a follower hears of it once', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  await house.alias({ address: 'fire@example.test', record: 'T-1' })
  await house.send({ from: vic, to: 'fire@example.test', subject: 'Extinguisher', text: 'Here.' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ new_text: 'Here.', rung: 'alias' })
  expect(await house.recordCount()).toBe(1)
  expect(house.sent.filter(({ to }) => to === kim.email)).toHaveLength(1)
})

test('a default that has become impossible loses no mail: it waits, and is filed when the type has the field again', async () => {
  const house = await openHouse()
  const wish = { address: 'urgent@example.test', type: 'ticket', defaults: { priority: 'Urgent' } }
  const impossible = { ...wish, defaults: { priority: 'Burning' } }
  await expect(house.alias(impossible)).rejects.toMatchObject({ reason: 'bad-input' })
  await house.alias(wish)
  const change = (fields?: Field[]) =>
    house.site.store.write(async (tx) => {
      const type = await recordTypeByCode(tx, 'ticket')
      return [type.fields, await changeRecordType(tx, type, fields ? { fields } : {})] as const
    })
  const [fields] = await change([])
  const mail = await house.receive({ from: nora, to: wish.address, subject: 'Now', text: 'Help.' })
  expect(mail).toMatchObject({ state: 'pending' })
  expect(mail.reason).toContain('priority')

  await change(fields)
  house.clock.forward(MINUTE)
  house.intake.sorter.arrived(mail.id)
  await house.settle()
  const filed = await house.site.store.read((reader) => findInbound(reader, mail.id))
  expect(filed).toMatchObject({ state: 'filed' })
  expect((await house.record('T-1')).record.field_values).toContain('Urgent')
})

test('an alias needs a domain and something to lead to', async () => {
  const house = await openHouse()
  const wishes = [
    { address: 'leads', type: 'lead' },
    { address: 'leads@example.test', type: 'no such type' },
    { address: 'leads@example.test', record: 'T-99' },
    { address: 'leads@example.test' },
  ]
  for (const wish of wishes) await expect(house.alias(wish), JSON.stringify(wish)).rejects.toThrow()
})

/** Says a mail to these addresses; @returns those that the door refused, with its words. */
async function refusedBy(house: House, to: string[]): Promise<string[]> {
  const transport = createTransport({ host: '127.0.0.1', port: house.port, ignoreTLS: true })
  const sent = await transport.sendMail({ from: nora.email, to, subject: 'Hi', text: to.join() })
  await house.settle()
  return sent.rejectedErrors?.map((error) => `${error.recipient} ${error.response}`) ?? []
}

test('an alias counts in its own domain only, and one wrong address keeps no mail from the others', async () => {
  const house = await openHouse()
  await house.alias({ address: 'sales@second.test', type: 'lead' })
  expect(
    await refusedBy(house, [
      'sales@second.test',
      'support@second.test',
      'sales@example.test',
      'support@third.test',
    ]),
  ).toEqual([
    expect.stringMatching(/^support@second\.test 550 5\.1\.1/),
    expect.stringMatching(/^sales@example\.test 550 5\.1\.1/),
    expect.stringMatching(/^support@third\.test 550 5\.7\.1/),
  ])
  expect((await house.entries(await house.record('L-1')))[0]!.rung).toBe('alias')
  expect(await house.recordCount()).toBe(1)
})

test('an alias takes its mail with a tag behind a plus, which names no record and hides no forged signature', async () => {
  const house = await openHouse()
  const to = 'support+29@example.test'
  expect(await house.receive({ from: nora, to, text: 'Tagged.' })).toMatchObject({ state: 'filed' })
  expect((await house.entries(await house.record('T-1')))[0]).toMatchObject({ rung: 'alias' })
  for (const wrong of ['nobody+29@example.test', 'support+29.1.m0aaaaaaaaaaaaaaa@example.test'])
    await expect(house.send({ from: nora, to: wrong, text: 'x' })).rejects.toMatchObject({
      responseCode: 550,
    })
})

test('the envelope decides: an alias in Bcc has its mail, one that stands in To alone has none', async () => {
  const house = await openHouse()
  await house.alias({ address: 'leads@example.test', type: 'lead' })
  const raw = `From: ${nora.email}\r\nTo: leads@example.test\r\nSubject: Quietly\r\n\r\nSee.\r\n`
  await house.send({ from: nora, to: 'support@example.test', raw })
  expect((await house.entries(await house.record('T-1')))[0]).toMatchObject({ new_text: 'See.' })
  expect(await house.recordCount()).toBe(1)
})

test('an alias beside a bounce address has its mail, and the bounce address keeps its own', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const bounce = await house.replyAddress(ticket, nora, 'b')
  const to = [bounce, 'support@example.test']
  const mail = await house.receive({ from: vic, to, subject: 'Both', text: 'For the desk.' })
  expect(mail).toMatchObject({ state: 'held', reason: 'a person wrote to a bounce address' })
  expect((await house.entries(await house.record('T-2')))[0]).toMatchObject({
    new_text: 'For the desk.',
  })
  expect(await house.entries(ticket)).toHaveLength(1)
})
