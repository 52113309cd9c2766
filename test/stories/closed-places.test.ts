import { expect, test, vi } from 'vitest'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { mergeRecords } from '../../gateway/chatter/records/merge.ts'
import { changeRecordType, recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { findInbound } from '../../gateway/inbound/mailbag/received.ts'
import type { InboundRow } from '../../gateway/store/tables/mailbag.ts'
import { ada, kim, nora, type Player, vic } from '../cast.ts'
import { openDns, openSilentDns } from '../dns-server.ts'
import { type House, openHouse } from '../house.ts'
import { keyOf, signedMail } from '../signed-mail.ts'

const FIRE = 'fire@example.test'

/** Nora's ticket, which an alias for some outsiders feeds; every question to DNS is in `asked`. */
async function withClosedAlias(who: 'contacts' | 'followers', settings = {}) {
  const asked: string[] = []
  const dns = await openDns(keyOf('customer.test'), asked)
  const house = await openHouse({ DNS_SERVERS: dns, ...settings })
  const ticket = await house.ticketFrom(nora)
  await house.alias({ address: FIRE, record: 'T-1', who })
  return { house, ticket, asked }
}

/** Waits until DNS has answered, or has been given up. */
async function judged(house: House, from: Player, raw: string): Promise<InboundRow> {
  const id = await house.send({ from, to: FIRE, raw })
  return vi.waitFor(
    async () => {
      const found = await house.site.store.read((reader) => findInbound(reader, id))
      expect(found).not.toBeNull()
      return found!
    },
    { timeout: 15_000 },
  )
}

const bare = `From: ${nora.email}\r\nTo: ${FIRE}\r\nSubject: Fire\r\n\r\nIt burns again.\r\n`

for (const who of ['contacts', 'followers'] as const) {
  test(`where only ${who} may post, a From alone is held with its reason, and an operator can let it in`, async () => {
    const { house, ticket } = await withClosedAlias(who)
    const mail = await judged(house, nora, bare)
    expect(mail).toMatchObject({ state: 'held', reason: 'unverified sender', verified: 0 })
    expect(await house.entries(ticket)).toHaveLength(1)

    expect(await house.release(mail.id)).toMatchObject({ state: 'filed' })
    expect((await house.entries(ticket)).at(-1)).toMatchObject({ new_text: 'It burns again.' })
  })

  test(`where only ${who} may post, one whose domain has signed the mail is let in`, async () => {
    const { house, ticket, asked } = await withClosedAlias(who)
    const mail = await judged(house, nora, await signedMail(nora, FIRE, 'It burns again.'))
    expect(mail).toMatchObject({ state: 'filed', verified: 1 })
    expect(await house.entries(ticket)).toHaveLength(2)
    expect(asked.join()).toContain('customer.test')
  })
}

test('how colleagues show who they are changes nothing for outsiders', async () => {
  const { house } = await withClosedAlias('contacts', { INTERNAL_TRUST: 'any' })
  expect(await judged(house, nora, bare)).toMatchObject({ state: 'held' })
  const mail = await judged(house, nora, await signedMail(nora, FIRE, 'Again.'))
  expect(mail).toMatchObject({ state: 'filed' })
})

test('the word of a trusted border server is proof as well', async () => {
  const { house, asked } = await withClosedAlias('contacts', {
    TRUSTED_RELAYS: '127.0.0.1=mx.example.test',
  })
  const word = (result: string) =>
    `Authentication-Results: mx.example.test; dmarc=${result} header.from=customer.test\r\n${bare}`
  expect(await judged(house, nora, word('fail'))).toMatchObject({ state: 'held' })
  const passed = word('pass').replace('again', 'still')
  expect(await judged(house, nora, passed)).toMatchObject({ state: 'filed' })
  expect(asked).toEqual([])
})

test('a name server that is silent lets nobody in, and loses nothing', async () => {
  const { house } = await withClosedAlias('contacts', { DNS_SERVERS: await openSilentDns() })
  const mail = await judged(house, nora, await signedMail(nora, FIRE, 'It burns again.'))
  expect(mail).toMatchObject({ state: 'held', reason: 'unverified sender' })
})

test('DNS is asked nothing about mail to places for everyone, from strangers, or where the admin believes a From', async () => {
  const { house, ticket, asked } = await withClosedAlias('contacts')
  await house.alias({
    address: 'smoke@example.test',
    record: 'T-1',
    who: 'contacts',
    unproved: 'accept',
  })
  for (const to of ['support@example.test', 'ticket+1@example.test', 'smoke@example.test'])
    expect(await house.receive({ from: nora, to, text: to })).toMatchObject({ state: 'filed' })
  expect(await house.receive({ from: vic, to: FIRE, text: 'Hello.' })).toMatchObject({
    state: 'held',
    reason: 'may not post here',
  })
  expect(await house.entries(ticket)).toHaveLength(3)
  expect(asked).toEqual([])
})

test('where only followers may post, their own answer address is proof, also of a record that was merged', async () => {
  const { house, ticket, asked } = await withClosedAlias('followers')
  const second = await house.ticketFrom(nora, { subject: 'Smoke' })
  await house.follow(second, vic)
  await house.site.store.write(async (tx) => {
    const settings = { whoMayPost: 'followers' } as const
    await changeRecordType(tx, await recordTypeByCode(tx, 'ticket'), { settings })
    const by = await personByAddress(tx, ada.email)
    await mergeRecords(tx, { from: second, into: ticket, by, at: house.clock.now() })
  })
  const [hers, his] = [
    await house.replyAddress(second, nora),
    await house.replyAddress(second, vic),
  ]
  expect(await house.receive({ from: nora, to: hers, text: 'Mine.' })).toMatchObject({
    state: 'filed',
  })
  expect(await house.receive({ from: nora, to: his, text: 'Not mine.' })).toMatchObject({
    state: 'held',
    reason: 'unverified sender',
  })
  expect(asked).toEqual([])
})

test('where strangers get a linked record of their own, so does who shows no proof, and the old one does not change', async () => {
  const { house, ticket } = await withClosedAlias('followers')
  const smoke = 'smoke@example.test'
  await house.alias({ address: smoke, record: 'T-1', who: 'followers', strangers: 'new-linked' })
  const mail = await house.receive({ from: nora, to: smoke, subject: 'Me', text: 'Truly.' })
  expect(mail).toMatchObject({ state: 'filed', verified: 0 })
  expect((await house.record('T-2')).record.linked_record_id).toBe(ticket.record.id)
  expect(await house.entries(ticket)).toHaveLength(1)
})

test('a record type has the same rule for the addresses of its records', async () => {
  const { house } = await withClosedAlias('contacts')
  const believe = (unproved: 'hold' | 'accept') =>
    house.site.store.write(async (tx) =>
      changeRecordType(tx, await recordTypeByCode(tx, 'ticket'), {
        settings: { whoMayPost: 'contacts', unproved },
      }),
    )
  await believe('hold')
  const mail = { from: nora, to: 'ticket+1@example.test' }
  expect((await house.receive({ ...mail, text: 'One.' })).state).toBe('held')
  await believe('accept')
  expect((await house.receive({ ...mail, text: 'Two.' })).state).toBe('filed')
})

test('a colleague without proof waits as a colleague does, whatever the alias believes', async () => {
  const { house } = await withClosedAlias('contacts')
  await house.alias({
    address: 'all@example.test',
    type: 'task',
    who: 'contacts',
    unproved: 'accept',
  })
  expect(await house.receive({ from: kim, to: 'all@example.test', text: 'Me.' })).toMatchObject({
    state: 'held',
    reason: 'unverified colleague',
  })
})
