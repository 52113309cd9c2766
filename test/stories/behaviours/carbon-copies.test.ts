import { expect, test } from 'vitest'
import { addressKey } from '../../../gateway/mail/addresses.ts'
import { insert, readJson } from '../../../gateway/store/rows.ts'
import { addresses } from '../../../gateway/store/tables/people.ts'
import { ada, kim, nora, vic } from '../../cast.ts'
import { openHouse } from '../../house.ts'

const spellings = [
  'vic@vendor.test',
  'VIC@Vendor.Test',
  '"Moreau, Vic" <vic@vendor.test>',
  '=?utf-8?Q?V=C3=ADc?= <vic@vendor.test>',
  'ada@example.test, Vic <vic@home.test>',
]

test('who stands in To or Cc of a mail gets no second copy, however and with whichever address they are written', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, vic)
  await house.follow(ticket, kim)
  const address = 'vic@home.test'
  const row = { person_id: await house.idOf(vic), address, address_key: addressKey(address) }
  await house.site.store.write((tx) => insert(tx, addresses, { ...row, created_at: 0 }))
  const to = await house.replyAddress(ticket, nora)
  for (const [n, spelling] of spellings.entries()) {
    const field = n % 2 === 0 ? 'To' : 'Cc'
    const raw = `From: ${nora.email}\r\n${field}: ${spelling}\r\nSubject: Re\r\n\r\nMail ${n}\r\n`
    await house.send({ from: nora, to, raw })
  }
  expect(house.sent.map((mail) => mail.to)).toEqual(spellings.map(() => kim.email))
})

test('the addresses in Cc are kept with the message in each record; nobody becomes a follower or a contact by them', async () => {
  const house = await openHouse()
  await house.alias({ address: 'leads@example.test', type: 'lead' })
  const to = ['support@example.test', 'leads@example.test']
  const cc = [vic.email, 'someone@elsewhere.test']
  await house.send({ from: nora, to, subject: 'Both', text: 'Hi', headers: { Cc: cc.join(', ') } })
  for (const reference of ['T-1', 'L-1']) {
    const open = await house.record(reference)
    const [entry] = await house.entries(open)
    expect(readJson(entry!.header_addresses!).cc).toEqual(cc)
    expect(await house.followersOf(open)).toEqual([nora.email])
  }
  await expect(house.idOf(vic)).rejects.toMatchObject({ reason: 'not-found' })
  expect(house.sent).toEqual([])
})

test('whoever is added in the next Cc is kept with that message, and is sent nothing of what was before', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora, { headers: { Cc: vic.email } })
  const to = await house.replyAddress(ticket, nora)
  await house.send({ from: nora, to, text: 'And Ada.', headers: { Cc: `Ada <${ada.email}>` } })
  const cc = (await house.entries(ticket)).map((one) => readJson(one.header_addresses!).cc)
  expect(cc).toEqual([[vic.email], [ada.email]])
  expect(house.sent).toEqual([])
})

test('where one of our own aliases follows, our mail comes back to it and is ignored', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, { name: 'Desk', email: 'support@example.test' })
  await house.follow(ticket, kim)
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: 'And now?' })
  expect(house.sent.map(({ to }) => to).toSorted()).toEqual([kim.email, 'support@example.test'])

  const toDesk = house.sent.find(({ to }) => to === 'support@example.test')!
  const back = await house.receive({ to: 'support@example.test', raw: toDesk.source })
  expect(back).toMatchObject({ state: 'ignored', reason: 'own mail' })
  expect(house.sent).toHaveLength(2)
  expect(await house.recordCount()).toBe(1)
})
