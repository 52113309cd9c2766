import { expect, test } from 'vitest'
import { unfollow } from '../../gateway/chatter/followers/follow.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { mayBelongTo } from '../../gateway/chatter/records/may-belong.ts'
import { mergeRecords } from '../../gateway/chatter/records/merge.ts'
import type { OpenRecord } from '../../gateway/chatter/records/records.ts'
import { deleteRecord } from '../../gateway/chatter/records/rest.ts'
import { DAY } from '../../gateway/lib/clock.ts'
import { ada, kim, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

async function olderThan(house: House, open: OpenRecord): Promise<string[]> {
  const found = await house.site.store.read((reader) => mayBelongTo(reader, open))
  return found.map(({ reference }) => reference)
}

test('a mail with the subject and the people of a ticket opens its own, which says where it may belong, and files nothing there', async () => {
  const house = await openHouse()
  const first = await house.ticketFrom(nora, { subject: 'Printer on fire' })
  const second = await house.ticketFrom(nora, {
    subject: 'AW: [Office] Re:  printer on FIRE',
    text: 'Still.',
  })
  expect(house.reference(second)).toBe('T-2')
  expect(await olderThan(house, second)).toEqual(['T-1'])
  expect(await house.entries(first)).toHaveLength(1)
  expect(second.record.linked_record_id).toBeNull()
  expect(await olderThan(house, first)).toEqual([])
})

const apart: [string, (house: House) => Promise<OpenRecord>][] = [
  ['another subject', (house) => house.ticketFrom(nora, { subject: 'Lamp is dark', text: 'x' })],
  ['another customer', (house) => house.ticketFrom(vic, { text: 'Mine too.' })],
  [
    'a month of silence between them',
    (house) => {
      house.clock.forward(31 * DAY)
      return house.ticketFrom(nora, { text: 'Again.' })
    },
  ],
]
for (const [why, open] of apart) {
  test(`with ${why} a ticket belongs to no other`, async () => {
    const house = await openHouse()
    await house.ticketFrom(nora)
    expect(await olderThan(house, await open(house))).toEqual([])
  })
}

test('a greeting is no subject, and nobody belongs where they have left or what is gone', async () => {
  const house = await openHouse()
  for (const text of ['One.', 'Two.']) await house.ticketFrom(nora, { subject: 'Re: Hi', text })
  expect(await olderThan(house, await house.record('T-2'))).toEqual([])

  const gone = await house.ticketFrom(nora, { text: 'Three.' })
  const left = await house.ticketFrom(nora, { text: 'Four.' })
  const person = await house.idOf(nora)
  const last = await house.ticketFrom(nora, { text: 'Five.' })
  expect(await olderThan(house, last)).toEqual(['T-4', 'T-3'])
  await house.site.store.write(async (tx) => {
    await deleteRecord(tx, gone, {
      by: await personByAddress(tx, kim.email),
      at: house.clock.now(),
    })
    await unfollow(tx, { thread: left.thread.id, person, how: 'by a test', at: house.clock.now() })
  })
  expect(await olderThan(house, last)).toEqual([])
})

test('who follows a ticket of somebody else and writes with its subject may mean that one, until the two are merged', async () => {
  const house = await openHouse()
  const first = await house.ticketFrom(nora)
  await house.follow(first, vic)
  const second = await house.ticketFrom(vic, { text: 'It is in my van.' })
  expect(await olderThan(house, second)).toEqual(['T-1'])
  await house.site.store.write(async (tx) => {
    const act = { by: await personByAddress(tx, ada.email), at: house.clock.now() }
    await mergeRecords(tx, { from: second, into: first, ...act })
  })
  expect(await olderThan(house, await house.record('T-2'))).toEqual([])
})
