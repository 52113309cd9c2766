import { expect, test } from 'vitest'
import { addBlock, listBlocks, removeBlock } from '../../gateway/chatter/aliases/blocks.ts'
import { blockSenderOf } from '../../gateway/inbound/admission/block-sender.ts'
import {
  actOnEach,
  dropMail,
  releaseMail,
  replayMail,
} from '../../gateway/inbound/mailbag/operate.ts'
import { findInbound } from '../../gateway/inbound/mailbag/received.ts'
import { readJson } from '../../gateway/store/rows.ts'
import { kim, mallory, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const block = (house: House, pattern: string) =>
  house.site.store.write((tx) =>
    addBlock(tx, { pattern, by: 'a test', ownDomain: house.site.domain, at: house.clock.now() }),
  )
const blocked = async (house: House) =>
  (await house.site.store.read(listBlocks)).map(({ pattern }) => pattern)
const stateOf = async (house: House, id: string) =>
  (await house.site.store.read((reader) => findInbound(reader, id)))!

for (const pattern of ['Mallory@Elsewhere.test', '@elsewhere.test']) {
  test(`after ${pattern} is blocked, mail of that sender is kept, set aside, and bothers nobody, until it is unblocked`, async () => {
    const house = await openHouse()
    const mail = { from: mallory, to: 'support@example.test', subject: 'Win', text: 'Win.' }
    expect(await house.receive({ ...mail, subject: 'Before' })).toMatchObject({ state: 'filed' })
    await block(house, pattern)
    const first = await house.receive(mail)
    expect(first).toMatchObject({ state: 'ignored', reason: 'blocked' })
    expect(readJson(first.trace).at(-1)!.details).toEqual({ block: pattern.toLowerCase() })
    expect(await house.receive({ ...mail, to: 'postmaster@example.test' })).toMatchObject({
      reason: 'blocked',
    })
    expect(await house.recordCount()).toBe(1)
    expect(house.sent).toEqual([])
    // others are not meant, subdomains and those who end alike included
    for (const email of ['m@sub.elsewhere.test', 'xmallory@notelsewhere.test'])
      expect(await house.receive({ ...mail, from: { name: '', email } })).toMatchObject({
        state: 'filed',
      })

    await house.site.store.write((tx) => removeBlock(tx, { pattern, by: 'a test', at: 1 }))
    expect(await house.receive({ ...mail, subject: 'Again' })).toMatchObject({ state: 'filed' })
    await replayMail(house.site, first.id, 'a test')
    house.intake.sorter.arrived(first.id)
    await house.settle()
    expect(await stateOf(house, first.id)).toMatchObject({ state: 'filed' })
  })
}

test('whoever is blocked may still leave a thread, and their server may still say that a mail bounced', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(vic)
  await house.follow(ticket, nora)
  await block(house, '@customer.test')
  const leave = await house.replyAddress(ticket, nora, 'u')
  expect(await house.receive({ from: nora, to: leave })).toMatchObject({ reason: 'unsubscribed' })
  expect(await house.followersOf(ticket)).toEqual([vic.email])
  const bounce = await house.receive({
    to: await house.replyAddress(ticket, nora, 'b'),
    raw: 'From: MAILER-DAEMON@customer.test\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nNo.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; nora@customer.test\r\nAction: failed\r\nStatus: 5.1.1\r\n--x--\r\n',
  })
  expect(bounce).toMatchObject({ state: 'filed', reason: 'bounce' })
})

const NEVER = [
  { pattern: kim.email, why: /Kim Larsen, a colleague/ },
  { pattern: 'KIM@example.test', why: /Kim Larsen, a colleague/ },
  { pattern: '@example.test', why: /is ours/ },
  { pattern: 'support@example.test', why: /is ours/ },
  { pattern: '@alias-domain.test', why: /is ours/ },
  { pattern: 'nonsense', why: /no address/ },
  { pattern: '@', why: /no address/ },
]
test('a colleague, our own domains and addresses, and nonsense are never blocked', async () => {
  const house = await openHouse()
  await house.alias({ address: 'sales@alias-domain.test', type: 'lead' })
  for (const { pattern, why } of NEVER) await expect(block(house, pattern)).rejects.toThrow(why)
  expect(await blocked(house)).toEqual([])
})

test('a forged mail cannot have a colleague blocked, at whatever domain they are; what it is held for goes on', async () => {
  const house = await openHouse()
  const eve = { name: 'Eve', email: 'eve@mail.test' }
  await house.follow(await house.ticketFrom(nora), eve)
  await house.site.store.write((tx) =>
    tx.all(`update people set kind = 'user', role = 'agent' where name = 'Eve'`),
  )
  const forged = await house.receive({ from: eve, to: 'support@example.test', text: 'Pay.' })
  for (const all of ['address', 'domain'] as const)
    await expect(blockSenderOf(house.site, forged.id, { by: 'a test', all })).rejects.toThrow(
      /Eve, a colleague/,
    )
  expect(await stateOf(house, forged.id)).toMatchObject({ state: 'held' })

  // where the domain of a colleague is blocked as such, mail in their name is still judged by its proof
  await block(house, '@mail.test')
  const mail = { to: 'support@example.test', text: 'On it.' }
  expect(await house.receive({ ...mail, from: eve })).toMatchObject({ state: 'held' })
  expect(await house.receiveFrom(eve, mail)).toMatchObject({ state: 'filed' })
})

test('blocking the sender of a held mail sets that mail aside as well', async () => {
  const house = await openHouse()
  await house.alias({ address: 'team@example.test', type: 'task', who: 'users' })
  const mail = { from: mallory, to: 'team@example.test', text: 'Win.' }
  const held = await house.receive(mail)
  await blockSenderOf(house.site, held.id, { by: 'Ada', all: 'address' })
  const dropped = await stateOf(house, held.id)
  expect(dropped).toMatchObject({ state: 'ignored', reason: 'blocked' })
  expect(readJson(dropped.trace).at(-1)).toMatchObject({
    step: 'blocked',
    details: { by: 'Ada', block: mallory.email },
  })
  expect(await blocked(house)).toEqual([mallory.email])
})

async function heldMail(house: House): Promise<string> {
  return (await house.receive({ from: kim, to: 'support@example.test', text: 'Open this.' })).id
}

test('of two operators who decide about one mail at once, one does; it is filed once or not at all', async () => {
  const house = await openHouse()
  const pairs = [
    [releaseMail, releaseMail],
    [releaseMail, dropMail],
    [dropMail, releaseMail],
    [dropMail, dropMail],
  ] as const
  let filed = 0
  for (const acts of pairs) {
    const id = await heldMail(house)
    const both = await Promise.allSettled(acts.map((act, at) => act(house.site, id, `Nr ${at}`)))
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    house.intake.sorter.arrived(id)
    await house.settle()
    const steps = readJson((await stateOf(house, id)).trace).map(({ step }) => step)
    const decided = steps.filter((step) => ['released', 'dropped'].includes(step))
    expect(decided).toHaveLength(1)
    filed += decided[0] === 'released' ? 1 : 0
    expect(await house.recordCount()).toBe(filed)
  }
})

test('several mails are acted on one by one: what may not be is told, and holds up no other', async () => {
  const house = await openHouse()
  const [one, other] = [await heldMail(house), await heldMail(house)]
  await dropMail(house.site, one, 'a test')
  const outcome = await actOnEach([one, other, other, 'nothing'], (id) =>
    releaseMail(house.site, id, 'a test'),
  )
  expect(outcome.done).toEqual([other])
  expect(outcome.left.map(({ id }) => id)).toEqual([one, 'nothing'])
  expect(outcome.left[0]!.why).toContain('ignored')
})
