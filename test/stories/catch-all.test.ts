import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { removeAlias } from '../../gateway/chatter/aliases/aliases.ts'
import {
  type DomainWish,
  listMailDomains,
  removeMailDomain,
  setMailDomain,
} from '../../gateway/chatter/aliases/mail-domains.ts'
import { readJson } from '../../gateway/store/rows.ts'
import { kim, nora } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const set = (house: House, wish: DomainWish) =>
  house.site.store.write((tx) => setMailDomain(tx, wish, house.clock.now()))

/** What the door says to this recipient; null where it takes it. */
async function refusal(house: House, to: string): Promise<string | null> {
  const transport = createTransport({ host: '127.0.0.1', port: house.port, ignoreTLS: true })
  const sent = await transport
    .sendMail({ from: nora.email, to, subject: 'Hi', text: to })
    .catch((failure: { response: string }) => failure.response)
  await house.settle()
  return typeof sent === 'string' ? sent : null
}

test('a catch-all alias takes what nobody has an address for, and the record says so', async () => {
  const house = await openHouse()
  expect(await refusal(house, 'anything@second.test')).toMatch(/^550 5\.7\.1/)
  await set(house, { domain: 'Second.Test', catchAll: 'support@example.test' })
  const mail = await house.receive({ from: nora, to: 'anything@second.test', text: 'Hello.' })
  expect(mail).toMatchObject({ state: 'filed' })
  expect(readJson(mail.trace).at(-1)!.details).toMatchObject({ caughtIn: 'second.test' })
  const [first] = await house.entries(await house.record('T-1'))
  expect(first).toMatchObject({ rung: 'alias', new_text: 'Hello.' })
  expect(readJson(first!.evidence!)).toMatchObject({
    by: ['anything@second.test'],
    caughtIn: 'second.test',
  })
  // the other domain has not asked for it
  expect(await refusal(house, 'anything@example.test')).toMatch(/^550 5\.1\.1/)
})

test('an address that somebody has is not caught, nor is a forged signature', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.alias({ address: 'leads@example.test', type: 'lead' })
  await house.alias({ address: 'rest@example.test', type: 'task' })
  await set(house, { domain: 'example.test', catchAll: 'rest@example.test' })
  const to = ['leads@example.test', 'ticket+1@example.test', 'leads+press@example.test']
  for (const one of to) await house.send({ from: nora, to: one, text: one })
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'Mine.' })
  expect(await house.entries(ticket)).toHaveLength(3)
  expect((await house.record('L-2')).record.number).toBe(2)
  await expect(house.record('TASK-1')).rejects.toThrow()
  const forged = (await house.replyAddress(ticket, nora)).replace(/.@/, (end) =>
    end === 'a@' ? 'b@' : 'a@',
  )
  expect(await refusal(house, forged)).toMatch(/^550 5\.1\.1/)
})

test('a mail to a good address and a caught one of the same alias opens one record, which is not called caught', async () => {
  const house = await openHouse()
  await set(house, { domain: 'example.test', catchAll: 'support@example.test' })
  const to = ['support@example.test', 'suport@example.test']
  await house.send({ from: nora, to, subject: 'Hi', text: 'Hello.' })
  expect(await house.recordCount()).toBe(1)
  const [first] = await house.entries(await house.record('T-1'))
  expect(readJson(first!.evidence!)).toMatchObject({ by: to })
  expect(readJson(first!.evidence!).caughtIn).toBeUndefined()
})

test('a domain may hold such mail for an operator, who makes an alias and lets it in', async () => {
  const house = await openHouse()
  await set(house, { domain: 'second.test', catchAll: 'hold' })
  const held = await house.receive({ from: nora, to: 'jobs@second.test', text: 'I can type.' })
  expect(held).toMatchObject({ state: 'held', reason: 'caught address' })
  await house.alias({ address: 'jobs@second.test', type: 'application' })
  expect(await house.release(held.id)).toMatchObject({ state: 'filed' })
})

test('a mail of a thread that is sent on to an address that is caught is for its catch-all alone', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora, { messageId: '<fire@customer.test>' })
  await house.alias({ address: 'leads@example.test', type: 'lead' })
  await set(house, { domain: 'second.test', catchAll: 'leads@example.test' })
  await house.send({
    from: nora,
    to: ['support@example.test', 'buy@second.test'],
    inReplyTo: '<fire@customer.test>',
    subject: 'A new printer',
    text: 'What does one cost?',
  })
  expect(await house.entries(ticket)).toHaveLength(1)
  expect((await house.record('L-1')).record.linked_record_id).toBe(ticket.record.id)
})

test('the catch-all obeys the rule of its alias, and makes no address of the domain one of ours', async () => {
  const house = await openHouse()
  await house.alias({ address: 'team@example.test', type: 'task', who: 'users' })
  await set(house, { domain: 'example.test', catchAll: 'team@example.test' })
  expect(await house.receive({ from: nora, to: 'who@example.test', text: 'Hi.' })).toMatchObject({
    state: 'held',
    reason: 'may not post here',
  })
  // Kim's address is caught, and is Kim's all the same
  expect(await house.receive({ from: kim, to: 'who@example.test', text: 'Hm.' })).toMatchObject({
    state: 'held',
    reason: 'unverified colleague',
  })
  const mail = await house.receiveFrom(kim, { to: 'who@example.test', text: 'Hello.' })
  expect(mail).toMatchObject({ state: 'filed' })
})

test('who mistypes an alias for everyone is told which one, where the domain says so, and of no other alias', async () => {
  const house = await openHouse()
  await house.alias({ address: 'board@example.test', type: 'task', who: 'users' })
  await house.alias({ address: 'jobs@second.test', type: 'application' })
  expect(await refusal(house, 'suport@example.test')).not.toContain('mean')
  await set(house, { domain: 'example.test', suggests: true })
  expect(await refusal(house, 'suport@example.test')).toBe(
    '550 5.1.1 There is no mailbox at this address. Did you mean support@example.test?',
  )
  for (const silent of ['bord@example.test', 'jobs@example.test', 'suport@second.test'])
    expect(await refusal(house, silent), silent).not.toContain('mean')
  await set(house, { domain: 'second.test', suggests: true })
  expect(await refusal(house, 'jobs@example.test')).toContain('Did you mean jobs@second.test?')
})

test('what is not said about a domain stays, what cannot be is refused, and what is removed is refused mail', async () => {
  const house = await openHouse()
  const all = () => house.site.store.read((reader) => listMailDomains(reader, house.site.domain))
  await set(house, { domain: 'second.test', catchAll: 'support@example.test', suggests: true })
  await set(house, { domain: 'second.test', suggests: false })
  expect(await all()).toMatchObject([
    { domain: 'example.test', catchAll: 'refuse', alias: null, stays: true },
    { domain: 'second.test', catchAll: 'alias', alias: 'support@example.test', stays: false },
  ])
  for (const wrong of [{ domain: 'second' }, { domain: 'se cond.test' }, { domain: 'a@b.test' }])
    await expect(set(house, wrong), JSON.stringify(wrong)).rejects.toMatchObject({
      reason: 'bad-input',
    })
  await expect(
    set(house, { domain: 'second.test', catchAll: 'nobody@example.test' }),
  ).rejects.toMatchObject({ reason: 'not-found' })
  const write = house.site.store.write
  await expect(write((tx) => removeAlias(tx, 'support@example.test', 0))).rejects.toThrow(
    /catch-all of second\.test/,
  )
  await write((tx) => removeMailDomain(tx, 'second.test', 0))
  expect(await all()).toHaveLength(1)
  expect(await refusal(house, 'x@second.test')).toMatch(/^550 5\.7\.1/)
})
