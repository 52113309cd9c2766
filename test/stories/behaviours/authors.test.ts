import { expect, test } from 'vitest'
import { addPerson, personByAddress } from '../../../gateway/chatter/people/people.ts'
import { addressKey } from '../../../gateway/mail/addresses.ts'
import { insert } from '../../../gateway/store/rows.ts'
import { addresses } from '../../../gateway/store/tables/people.ts'
import { kim, mallory, nora, type Player, vic } from '../../cast.ts'
import { type House, openHouse } from '../../house.ts'

function mailFrom(from: string, words: string): string {
  return `From: ${from}\r\nTo: support@example.test\r\nSubject: ${words}\r\n\r\n${words}\r\n`
}

async function secondAddress(house: House, who: Player, address: string): Promise<Player> {
  const row = { person_id: await house.idOf(who), address, address_key: addressKey(address) }
  await house.site.store.write((tx) => insert(tx, addresses, { ...row, created_at: 0 }))
  return { name: who.name, email: address }
}

test('a stranger becomes a contact by their first mail, and is known again however their client writes the address', async () => {
  const house = await openHouse()
  const first = await house.ticketFrom(nora)
  expect(first.record.customer_id).toBe(await house.idOf(nora))
  const spellings = [
    'nora@customer.test',
    '"Quist, Nora" <NORA@Customer.TEST>',
    '=?utf-8?B?TsO2cmE=?= <nora@customer.test>',
  ]
  for (const spelling of spellings) {
    const ticket = await house.ticketFrom(nora, { raw: mailFrom(spelling, spelling) })
    expect(ticket.record.customer_id, spelling).toBe(first.record.customer_id)
  }
  expect(house.sent).toEqual([])
})

test('every address of a person is theirs: they are known by each, and let in by each', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(vic)
  const atHome = await secondAddress(house, vic, 'vic@home.test')
  await house.alias({ address: 'known@example.test', type: 'task', who: 'contacts' })
  await house.alias({ address: 'fire@example.test', record: 'T-1', who: 'followers' })
  for (const from of [vic, atHome]) {
    for (const to of ['known@example.test', 'fire@example.test']) {
      const mail = await house.receiveFrom(from, { to, text: `${from.email} to ${to}` })
      expect(mail.state).toBe('filed')
    }
    expect((await house.entries(ticket)).at(-1)!.author_id).toBe(ticket.record.customer_id)
  }
})

test('an address belongs to one person, so that nobody has to guess whose mail it is', async () => {
  const house = await openHouse()
  await house.ticketFrom(vic)
  for (const role of [null, 'agent'] as const) {
    const second = { name: 'Victor', address: ' VIC@vendor.test ', role }
    await expect(
      house.site.store.write((tx) => addPerson(tx, second, 0)),
      String(role),
    ).rejects.toMatchObject({ reason: 'already-there' })
  }
})

test('no address of ours becomes a contact because somebody writes it into From', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const ours = [
    'support@example.test',
    'ticket+1@example.test',
    await house.replyAddress(ticket, kim),
  ]
  for (const email of ours) {
    const mail = await house.receive({
      from: { name: 'Form', email },
      to: 'support@example.test',
      text: email,
    })
    expect(mail, email).toMatchObject({ state: 'held', reason: 'from our own address' })
    const known = house.site.store.read((reader) => personByAddress(reader, email))
    await expect(known, email).rejects.toMatchObject({ reason: 'not-found' })
  }
  expect(await house.recordCount()).toBe(1)
})

test('a colleague who has shown who they are opens records as themselves, however their client writes the address', async () => {
  const house = await openHouse()
  const spellings = [
    'kim@example.test',
    'Kim <KIM@example.test>',
    '"Larsen, Kim" <kim@example.test>',
  ]
  for (const [n, spelling] of spellings.entries()) {
    const to = 'support@example.test'
    await house.receiveFrom(kim, { to, raw: mailFrom(spelling, `Mail ${n}`) })
    const ticket = await house.record(`T-${n + 1}`)
    expect(ticket.record).toMatchObject({ created_by: await house.idOf(kim), customer_id: null })
    expect(await house.followersOf(ticket)).toEqual([kim.email])
  }
})

test('a display name that is the address of a colleague makes nobody that colleague', async () => {
  const house = await openHouse({ INTERNAL_TRUST: 'any' })
  const ticket = await house.ticketFrom(mallory, { from: { ...mallory, name: kim.email } })
  expect(ticket.record.created_by).not.toBe(await house.idOf(kim))
  expect((await house.entries(ticket))[0]).toMatchObject({
    author_address: mallory.email,
    verified: 0,
  })
})

test('who answers follows from then on; a robot, a newcomer and Postern itself do not', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.unfollowed(ticket, vic)
  const own = await house.replyAddress(ticket, vic)
  const away = { 'Auto-Submitted': 'auto-replied' }
  await house.send({ from: vic, to: own, subject: 'Away', text: 'Away.', headers: away })
  await house.send({ from: mallory, to: 'ticket+1@example.test', text: 'Hello?' })
  expect(await house.followersOf(ticket)).toEqual([nora.email])

  await house.send({ from: vic, to: own, text: 'I am back.' })
  expect(await house.followersOf(ticket)).toEqual([nora.email, vic.email])
  const people = (await house.entries(ticket)).map(({ author_name }) => author_name)
  expect(people).toEqual([nora.name, vic.name, mallory.name, vic.name])
})

for (const role of ['reader', 'operator'] as const) {
  test(`a user whose role is ${role} may not post on the web, so their mail is heard by colleagues only`, async () => {
    const house = await openHouse()
    const ticket = await house.ticketFrom(nora)
    await house.follow(ticket, kim)
    const rita = { name: 'Rita', email: 'rita@example.test' }
    const wish = { name: rita.name, address: rita.email, role }
    await house.site.store.write((tx) => addPerson(tx, wish, 0))
    for (const to of ['ticket+1@example.test', await house.replyAddress(ticket, rita)]) {
      await house.receiveFrom(rita, { to, text: `Give her a refund. ${to}` })
      expect((await house.entries(ticket)).at(-1)).toMatchObject({ kind: 'note' })
    }
    await house.receiveFrom(rita, { to: 'ticket+1@example.test', text: '/send\nGive her all.' })
    expect((await house.entries(ticket)).at(-1)).toMatchObject({ kind: 'note' })
    expect(house.sent.map(({ to }) => to)).not.toContain(nora.email)
    expect(house.sent.map(({ to }) => to)).toContain(kim.email)
  })
}
