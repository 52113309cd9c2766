import { expect, test } from 'vitest'
import { unfollow } from '../../gateway/chatter/followers/follow.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { changeRecordType } from '../../gateway/chatter/records/change-type.ts'
import { heirOf, mergeRecords, separateRecord } from '../../gateway/chatter/records/merge.ts'
import { type OpenRecord, recordByReference } from '../../gateway/chatter/records/records.ts'
import {
  archiveRecord,
  deleteRecord,
  type Rest,
  restoreRecord,
} from '../../gateway/chatter/records/rest.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import type { AnswerRule } from '../../gateway/store/tables/threads.ts'
import { kim, mallory, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const ALIAS = 'support@example.test'

async function merged(house: House, from: OpenRecord, into: OpenRecord): Promise<OpenRecord> {
  return house.site.store.write(async (tx) =>
    mergeRecords(tx, {
      from: await recordByReference(tx, house.reference(from)),
      into: await recordByReference(tx, house.reference(into)),
      by: await personByAddress(tx, kim.email),
      at: house.clock.now(),
    }),
  )
}

test('mail for a merged record goes to the last of a chain of three, by whatever evidence it came', async () => {
  const house = await openHouse()
  const first = await house.ticketFrom(nora, { messageId: '<one@customer.test>' })
  const second = await house.ticketFrom(vic, { subject: 'Also hot' })
  const third = await house.ticketFrom(vic, { subject: 'All of it' })
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Which floor?' })
  const { reading } = house.sent.find((mail) => mail.to === nora.email)!
  await merged(house, first, second)
  await merged(house, second, third)

  await house.send({ from: nora, to: await house.replyAddress(first, nora), text: 'By token.' })
  await house.send({ from: nora, to: 'ticket+1@example.test', text: 'By record address.' })
  await house.send({ from: nora, to: ALIAS, inReplyTo: '<one@customer.test>', text: 'By id.' })
  await house.send({
    from: nora,
    to: ALIAS,
    text: `By reference.\n\n> ${/Ref .*/.exec(reading.text)![0]}`,
  })
  await house.receiveFrom(nora, { to: ALIAS, subject: 'Re: [T-1] Printer', text: 'By tag.' })

  const posted = (await house.entries(third)).filter((one) => one.author_name === nora.name)
  expect(posted.map(({ rung, audience }) => [rung, audience])).toEqual([
    ['token', 'everyone'],
    ['record address', 'everyone'],
    ['in-reply-to', 'everyone'],
    ['footer reference', 'everyone'],
    ['subject tag', 'everyone'],
  ])
  expect(posted[0]!.evidence).toContain('"via":"T-1"')
  expect(await house.recordCount()).toBe(3)
})

test('who follows a merged record follows the other one, and is sent nothing that was written before', async () => {
  const house = await openHouse()
  const first = await house.ticketFrom(nora)
  const second = await house.ticketFrom(vic, { subject: 'Also hot' })
  house.sent.length = 0
  await merged(house, first, second)
  await house.settle()
  expect(await house.followersOf(second)).toEqual([vic.email, nora.email])
  expect(house.sent).toEqual([])
})

test('whom a user had taken out of a merged record has no more rights in the other one', async () => {
  const house = await openHouse()
  const first = await house.ticketFrom(nora)
  const second = await house.ticketFrom(vic, { subject: 'Also hot' })
  await house.site.store.write(async (tx) =>
    unfollow(tx, {
      thread: first.thread.id,
      person: await house.idOf(nora),
      how: 'removed',
      by: await house.idOf(kim),
      at: house.clock.now(),
    }),
  )
  await merged(house, first, second)
  await house.send({ from: nora, to: await house.replyAddress(first, nora), text: 'Let me in.' })
  expect((await house.entries(second)).at(-1)).toMatchObject({
    new_text: 'Let me in.',
    audience: 'users',
  })
})

test('records are merged in no circle, and a circle that is there all the same loses no mail', async () => {
  const house = await openHouse()
  const first = await house.ticketFrom(nora)
  const second = await house.ticketFrom(nora, { subject: 'Also hot' })
  await merged(house, first, second)
  await expect(merged(house, second, first)).rejects.toThrow('T-2 cannot be merged into itself.')
  await house.site.store.write((tx) =>
    tx.all('update records set merged_into = $1 where id = $2', [
      first.record.id,
      second.record.id,
    ]),
  )
  const open = await house.record('T-1')
  expect((await house.site.store.read((reader) => heirOf(reader, open))).record.id).toBe(
    open.record.id,
  )
  await house.send({ from: nora, to: 'ticket+1@example.test', text: 'Still there?' })
  expect((await house.entries(first)).at(-1)).toMatchObject({ new_text: 'Still there?' })
})

test('a merge that is undone leaves mail where it was sent to', async () => {
  const house = await openHouse()
  const first = await house.ticketFrom(nora)
  const second = await house.ticketFrom(vic, { subject: 'Also hot' })
  await merged(house, first, second)
  await house.site.store.write(async (tx) => {
    const by = await personByAddress(tx, kim.email)
    await separateRecord(tx, await recordByReference(tx, 'T-1'), { by, at: house.clock.now() })
  })
  await house.send({ from: nora, to: 'ticket+1@example.test', text: 'Back here.' })
  expect((await house.entries(first)).at(-1)).toMatchObject({ new_text: 'Back here.' })
})

async function rested(house: House, ticket: OpenRecord, rest: Rest, rule?: AnswerRule) {
  const at = house.clock.now()
  await house.site.store.write(async (tx) => {
    const by = await personByAddress(tx, kim.email)
    const usual = { closed: 'reopen', archived: 'reopen', deleted: 'new linked' } as const
    if (rule)
      await changeRecordType(tx, ticket.type, {
        ...{ by, at },
        settings: { answers: { ...usual, [rest]: rule } },
      })
    if (rest === 'archived') await archiveRecord(tx, ticket, { by, at })
    else if (rest === 'deleted') await deleteRecord(tx, ticket, { by, at })
    else
      for (const stage of ['waiting', 'solved'])
        await saveRecord(tx, await recordByReference(tx, 'T-1'), { by, values: { stage }, at })
  })
}

const outcomes: { rest: Rest; rule?: AnswerRule; wakes: boolean; posts: boolean }[] = [
  { rest: 'closed', wakes: true, posts: true },
  { rest: 'closed', rule: 'keep', wakes: false, posts: true },
  { rest: 'closed', rule: 'new linked', wakes: false, posts: false },
  { rest: 'archived', wakes: true, posts: true },
  { rest: 'archived', rule: 'new linked', wakes: false, posts: false },
  { rest: 'deleted', wakes: false, posts: false },
  { rest: 'deleted', rule: 'keep', wakes: false, posts: false },
  { rest: 'deleted', rule: 'reopen', wakes: true, posts: true },
]
for (const { rest, rule, wakes, posts } of outcomes) {
  const what = posts ? (wakes ? 'wakes it' : 'is filed there') : 'opens a linked record'
  test(`an answer to a record that is ${rest} ${what}${rule ? ` by the rule "${rule}"` : ''}`, async () => {
    const house = await openHouse()
    const ticket = await house.ticketFrom(nora)
    await rested(house, ticket, rest, rule)
    const token = await house.replyAddress(ticket, nora)
    await house.send({ from: nora, to: token, subject: 'Re: Printer', text: 'It burns again.' })

    const found = (await house.entries(ticket)).some((one) => one.new_text === 'It burns again.')
    expect(found).toBe(posts)
    const { record } = await house.record('T-1')
    const rests = record.closed_at ?? record.archived_at ?? record.deleted_at
    expect(rests === null).toBe(wakes)
    if (rest === 'closed' && wakes) expect(record.stage).toBe('waiting')
    if (posts) return expect(await house.recordCount()).toBe(1)
    const opened = await house.record('T-2')
    expect(opened.record.linked_record_id).toBe(ticket.record.id)
    expect((await house.entries(opened))[0]).toMatchObject({ new_text: 'It burns again.' })
  })
}

test('a robot and a stranger wake nothing', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await rested(house, ticket, 'closed')
  const robot = { 'Auto-Submitted': 'auto-replied' }
  await house.send({ from: nora, to: 'ticket+1@example.test', headers: robot, text: 'I am away.' })
  await house.send({ from: mallory, to: 'ticket+1@example.test', text: 'Open up.' })
  expect((await house.record('T-1')).record.stage).toBe('solved')

  await rested(house, ticket, 'archived')
  await house.send({ from: mallory, to: 'ticket+1@example.test', text: 'Open up!' })
  expect((await house.record('T-1')).record.archived_at).not.toBeNull()
  expect((await house.record('T-2')).record.linked_record_id).toBe(ticket.record.id)
})

test('a note that answers a deleted record stays a note in the new one', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  await rested(house, ticket, 'deleted')
  house.sent.length = 0
  await house.receiveFrom(kim, {
    to: await house.replyAddress(ticket, kim, 'n'),
    text: 'Too dear.',
  })
  expect((await house.entries(await house.record('T-2')))[0]).toMatchObject({ kind: 'note' })
  expect(house.sent.filter((mail) => mail.to === nora.email)).toEqual([])
})

test('a restored record takes its mail again', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await rested(house, ticket, 'deleted')
  await house.site.store.write(async (tx) => {
    const by = await personByAddress(tx, kim.email)
    await restoreRecord(tx, await recordByReference(tx, 'T-1'), { by, at: house.clock.now() })
  })
  await house.send({ from: nora, to: 'ticket+1@example.test', text: 'Hello again.' })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ new_text: 'Hello again.' })
})
