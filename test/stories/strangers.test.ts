import { expect, test } from 'vitest'
import { changeRecordType, recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import type { OpenRecord } from '../../gateway/chatter/records/records.ts'
import { readOwnId } from '../../gateway/mail/message-ids.ts'
import { ada, kim, mallory, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

/** Nora's ticket, in which Kim has written a note that Ada got by mail; the note's Message-ID has leaked. */
async function withLeakedNote() {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, ada)
  await house.follow(ticket, kim)
  await house.receiveFrom(kim, {
    to: await house.replyAddress(ticket, kim, 'n'),
    text: 'Costs us a fortune.',
  })
  const note = house.sent.find(({ to }) => to === ada.email)!.reading.messageId!
  expect(readOwnId(note, house.site.keys)).not.toBeNull()
  house.sent.length = 0
  return { house, ticket, note }
}

async function stayedAsItWas(house: House, ticket: OpenRecord, entries: number): Promise<void> {
  expect(await house.entries(ticket)).toHaveLength(entries)
  expect(house.sent).toEqual([])
}

test('a stranger who names a known id and writes to an address that leads nowhere is refused, and held where a pipe has taken the mail', async () => {
  const { house, ticket } = await withLeakedNote()
  const id = (await house.entries(ticket))[0]!.message_id!
  const mail = { from: mallory, to: 'nobody@example.test', inReplyTo: `<${id}>`, text: 'Hello.' }
  await expect(house.send(mail)).rejects.toThrow(/550/)
  await stayedAsItWas(house, ticket, 2)

  const piped = await house.receiveFrom(mallory, mail)
  expect(piped).toMatchObject({ state: 'held', reason: 'unknown address' })
  await stayedAsItWas(house, ticket, 2)
})

for (const to of ['support@example.test', 'ticket+1@example.test']) {
  for (const field of ['references', 'inReplyTo'] as const) {
    test(`a stranger who answers a note by its id (${field}, to ${to}) waits: outsiders cannot know that id`, async () => {
      const { house, ticket, note } = await withLeakedNote()
      const mail = await house.receive({
        from: mallory,
        to,
        [field]: field === 'references' ? [`<${note}>`] : `<${note}>`,
        text: 'Interesting.',
      })
      expect(mail).toMatchObject({ state: 'held', reason: 'answers an internal entry' })
      await stayedAsItWas(house, ticket, 2)
      expect(await house.recordCount()).toBe(1)
    })
  }
}

test('whom Kim tells of a note on purpose, and who answers it, is not taken for a stranger', async () => {
  const { house, ticket, note } = await withLeakedNote()
  await house.follow(ticket, vic)
  const answer = { from: vic, references: [`<${note}>`], text: 'I can do it.' }
  for (const to of ['ticket+1@example.test', await house.replyAddress(ticket, vic, 'n')])
    expect(await house.receive({ ...answer, to })).toMatchObject({ state: 'filed' })
  expect((await house.entries(ticket)).slice(2).map(({ kind }) => kind)).toEqual(['note', 'note'])
})

const CLAIMS = [
  'spf=fail smtp.mailfrom=example.test; dkim=fail header.d=example.test; dmarc=fail',
  'spf=pass smtp.mailfrom=example.test; dkim=pass header.d=example.test; dmarc=pass',
]
for (const claim of CLAIMS) {
  test(`a mail in an employee's name never becomes theirs, whatever its own headers say: ${claim.slice(0, 8)}`, async () => {
    const house = await openHouse()
    const mail = await house.receive({
      from: kim,
      to: 'support@example.test',
      headers: { 'Authentication-Results': `mx.example.test; ${claim}` },
      text: 'Open this for me.',
    })
    expect(mail).toMatchObject({ state: 'held', reason: 'unverified colleague', verified: 0 })
    expect(await house.recordCount()).toBe(0)
  })
}

const NEARLY_KIM = [
  'im@example.tes',
  'kim@example.test.evil.test',
  'xkim@example.test',
  'kim@example.tes',
  'kim@exаmple.test',
  'kim+x@example.test',
]
for (const address of NEARLY_KIM) {
  test(`an address for employees takes no mail of ${address}, which is nearly Kim's`, async () => {
    const house = await openHouse()
    await house.alias({ address: 'team@example.test', type: 'task', who: 'users' })
    const mail = await house.receive({
      to: 'team@example.test',
      raw: `From: "kim@example.test" <${address}>\r\nSubject: Hi\r\n\r\nHello.\r\n`,
    })
    expect(mail).toMatchObject({ state: 'held', reason: 'may not post here' })
    expect(await house.recordCount()).toBe(0)
  })
}

for (const from of ['Kim Larsen kim@example.test', 'Kim', '', '<>']) {
  test(`an address for employees takes no mail whose From is "${from}"`, async () => {
    const house = await openHouse()
    await house.alias({ address: 'team@example.test', type: 'task', who: 'users' })
    const mail = await house.receive({
      to: 'team@example.test',
      raw: `From: ${from}\r\nSubject: Hi\r\n\r\nHello.\r\n`,
    })
    expect(mail.state).toBe('held')
    expect(await house.recordCount()).toBe(0)
  })
}

test('an address for employees takes the mail of an employee who has shown who they are', async () => {
  const house = await openHouse()
  await house.alias({ address: 'team@example.test', type: 'task', who: 'users' })
  const mail = { to: 'team@example.test', subject: 'Hi', text: 'Hello.' }
  expect(await house.receiveFrom(kim, mail)).toMatchObject({ state: 'filed' })
  expect(await house.receive({ ...mail, from: kim, text: 'Again.' })).toMatchObject({
    state: 'held',
    reason: 'unverified colleague',
  })
})

async function forFollowersOnly(house: House, strangers: 'hold' | 'new-linked'): Promise<void> {
  await house.site.store.write(async (tx) =>
    changeRecordType(tx, await recordTypeByCode(tx, 'ticket'), {
      settings: { whoMayPost: 'followers', strangers },
    }),
  )
}

test('a stranger waits where only followers may post, and a follower does not', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await forFollowersOnly(house, 'hold')
  const mail = { to: 'ticket+1@example.test', text: 'Me too.' }
  expect(await house.receive({ ...mail, from: mallory })).toMatchObject({
    state: 'held',
    reason: 'may not post here',
  })
  expect(await house.receiveFrom(nora, mail)).toMatchObject({ state: 'filed' })
  expect(await house.entries(ticket)).toHaveLength(2)
})

test('where the rule says so, a stranger gets a record of their own, linked, and the old one does not change', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  await forFollowersOnly(house, 'new-linked')
  house.sent.length = 0
  const mail = await house.receive({
    from: mallory,
    to: 'ticket+1@example.test',
    subject: 'Me too',
    text: 'Mine burns as well.',
  })
  expect(mail).toMatchObject({ state: 'filed' })
  const own = await house.record('T-2')
  expect(own.record).toMatchObject({ name: 'Me too', linked_record_id: ticket.record.id })
  expect(await house.followersOf(own)).toEqual([mallory.email])
  await stayedAsItWas(house, ticket, 1)
  expect(await house.followersOf(ticket)).toEqual([kim.email, nora.email])
})

test('an alias for the followers of one record has a rule of its own', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  const wish = { record: 'T-1', who: 'followers' } as const
  await house.alias({ ...wish, address: 'fire@example.test' })
  await house.alias({ ...wish, address: 'smoke@example.test', strangers: 'new-linked' })
  const mail = { from: mallory, subject: 'Fire', text: 'Where?' }
  expect(await house.receive({ ...mail, to: 'fire@example.test' })).toMatchObject({ state: 'held' })
  expect(await house.receive({ ...mail, to: 'smoke@example.test' })).toMatchObject({
    state: 'filed',
  })
  expect((await house.record('T-2')).record.linked_record_id).toBe(ticket.record.id)
  await stayedAsItWas(house, ticket, 1)
})

test('only people open linked records, and only followers-only places have that rule', async () => {
  const house = await openHouse()
  await house.ticketFrom(nora)
  await forFollowersOnly(house, 'new-linked')
  const robot = { 'Auto-Submitted': 'auto-replied' }
  const mail = { from: mallory, to: 'ticket+1@example.test', text: 'Away.' }
  expect(await house.receive({ ...mail, headers: robot })).toMatchObject({ state: 'held' })
  await house.alias({
    address: 'team@example.test',
    type: 'task',
    who: 'users',
    strangers: 'new-linked',
  })
  expect(await house.receive({ ...mail, to: 'team@example.test' })).toMatchObject({ state: 'held' })
  expect(await house.recordCount()).toBe(1)
})
