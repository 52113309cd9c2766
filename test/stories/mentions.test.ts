import { expect, test } from 'vitest'
import { addPerson, personByAddress } from '../../gateway/chatter/people/people.ts'
import { changeRecordType } from '../../gateway/chatter/records/change-type.ts'
import { recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { list, update } from '../../gateway/store/rows.ts'
import { deliveries, notifications } from '../../gateway/store/tables/followers.ts'
import { people } from '../../gateway/store/tables/people.ts'
import { events } from '../../gateway/store/tables/threads.ts'
import { ada, kim, mallory, nora, vic } from '../cast.ts'
import type { House } from '../house.ts'
import { openDesk } from './desk.ts'

const toAda = (house: House) => house.sent.filter(({ to }) => to === ada.email)
const toVic = (house: House) => house.sent.filter(({ to }) => to === vic.email)

/** Vic is known, and has no part in the ticket. */
async function openDeskWithVic() {
  const desk = await openDesk()
  await desk.house.unfollowed(desk.ticket, vic)
  return desk
}

test('a colleague who is mentioned is told, and follows from now on', async () => {
  const { house, ticket, says, toNora } = await openDesk()
  await says('@ada please have a look.', { kind: 'n' })
  expect(toAda(house)).toHaveLength(1)
  expect(toAda(house)[0]!.reading.text).toContain('because you were mentioned')
  expect(await house.followersOf(ticket)).toContain(ada.email)
  expect(toNora()).toEqual([])

  await says('And this, too.')
  expect(toAda(house)).toHaveLength(2)
})

test('depending on their notification setting, who is mentioned is told by email or in the inbox', async () => {
  const { house, says } = await openDesk()
  const id = await house.idOf(ada)
  await house.site.store.write((tx) => update(tx, people, { id }, { notify: 'inbox' }))
  await says('@Ada Byrne, please look.', { kind: 'n' })
  expect(toAda(house)).toEqual([])
  const told = await house.site.store.read((reader) =>
    list(reader, notifications, { where: { person_id: id } }),
  )
  expect(told).toMatchObject([{ way: 'inbox', reason: 'mention', read_at: null }])
})

test('who wants no mails hears of it all the same when somebody mentions them', async () => {
  const { house, says } = await openDesk()
  await house.site.store.write(async (tx) =>
    update(tx, people, { id: await house.idOf(ada) }, { notify: 'nothing' }),
  )
  await says('@ada?', { kind: 'n' })
  expect(toAda(house)).toHaveLength(1)
})

test('who has left is told when mentioned, and does not follow again', async () => {
  const { house, ticket, says } = await openDesk()
  await house.follow(ticket, ada)
  await says('/unfollow', { who: ada })
  await says('@ada once more.', { kind: 'n' })
  expect(toAda(house)).toHaveLength(1)
  expect(await house.followersOf(ticket)).not.toContain(ada.email)
})

test('an outside contact tagged in a log note gets it only once its author has confirmed it, with its files, answers, and is then a follower, but cannot log in', async () => {
  const { house, ticket, says, receipt, answers, toNora } = await openDeskWithVic()
  await says('@vic@vendor.test can you build this leg?', {
    kind: 'n',
    attachments: [{ filename: 'leg.txt', content: 'A leg' }],
  })
  expect(toVic(house)).toEqual([])
  expect(receipt()).toContain('Vic Moreau (vic@vendor.test) is outside your team')

  await answers('/tell vic@vendor.test')
  expect(toVic(house)).toHaveLength(1)
  const { reading } = toVic(house)[0]!
  expect(reading.text).toContain('can you build this leg?')
  expect(reading.attachments.map(({ filename }) => filename)).toEqual(['leg.txt'])
  expect(reading.text).not.toContain('/records/')
  // a note is no invitation to the thread
  expect(await house.followersOf(ticket)).not.toContain(vic.email)

  await house.send({
    from: vic,
    to: reading.replyTo[0]!.address,
    text: 'Yes, by Friday.',
    inReplyTo: `<${reading.messageId}>`,
  })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({
    kind: 'note',
    author_name: vic.name,
    new_text: 'Yes, by Friday.',
  })
  expect(await house.followersOf(ticket)).toContain(vic.email)
  expect(toNora()).toEqual([])
  const role = await house.site.store.read(async (reader) =>
    list(reader, people, { where: { id: await house.idOf(vic) } }),
  )
  expect(role).toMatchObject([{ kind: 'contact', role: null }])
})

test('the word that confirms may stand in the same mail', async () => {
  const { house, says } = await openDeskWithVic()
  await says('@vic@vendor.test can you build this leg?\n\n/tell vic@vendor.test', { kind: 'n' })
  expect(toVic(house)).toHaveLength(1)
})

test('one answer tells one outsider, once', async () => {
  const { house, says, answers, receipt } = await openDeskWithVic()
  await house.unfollowed(await house.record('T-1'), mallory)
  await says('@vic@vendor.test and @mallory@elsewhere.test: no.', { kind: 'n' })
  await answers('/tell vic@vendor.test')
  await answers('/tell vic@vendor.test')
  expect(toVic(house)).toHaveLength(1)
  expect(receipt()).toContain('No note that you answer waits')
  expect(house.sent.filter(({ to }) => to === mallory.email)).toEqual([])
})

test('an outside contact mentioned in a message gets it and follows', async () => {
  const { house, ticket, says } = await openDeskWithVic()
  await says('@vic@vendor.test will send the leg.')
  expect(toVic(house)).toHaveLength(1)
  expect(await house.followersOf(ticket)).toContain(vic.email)
})

test('a text that was kept internal in doubt calls nobody outside, until it is sent', async () => {
  const { house, says } = await openDeskWithVic()
  await says('/nto\n@vic@vendor.test will send the leg.')
  expect(toVic(house)).toEqual([])
  await says('/send')
  expect(toVic(house)).toHaveLength(1)
  expect(toVic(house)[0]!.reading.text).toContain('will send the leg')
})

test('what somebody outside writes calls nobody', async () => {
  const { house, ticket } = await openDesk()
  await house.send({
    from: nora,
    to: await house.replyAddress(ticket, nora),
    text: '@ada @vic@vendor.test please help.',
  })
  expect(toAda(house)).toEqual([])
  expect(await house.followersOf(ticket)).not.toContain(ada.email)
})

test('a mail in a user’s name that an operator let in calls nobody: they have not shown that it is theirs', async () => {
  const { house, ticket } = await openDesk()
  const to = await house.replyAddress(ticket, nora, 'n')
  const mail = await house.receive({ from: kim, to, text: '@ada look.' })
  expect(mail.state).toBe('held')
  await house.release(mail.id)
  expect((await house.entries(ticket)).at(-1)!.new_text).toBe('@ada look.')
  expect(toAda(house)).toEqual([])
})

test('what is quoted calls nobody', async () => {
  const { house, says } = await openDesk()
  await says('Done.\n\nOn Sat, 21 Nov 2026 at 10:00, Kim Larsen wrote:\n> @ada look at this', {
    kind: 'n',
  })
  expect(toAda(house)).toEqual([])
})

test('a name that two people have calls neither, and its author is told', async () => {
  const { house, addUser, says, receipt } = await openDesk()
  await addUser('Ada Moss', 'moss@example.test')
  await addUser('Rob Byrne', 'rob@example.test')
  await says('@byrne please.', { kind: 'n' })
  expect(house.sent.filter(({ to }) => to === ada.email || to === 'rob@example.test')).toEqual([])
  expect(receipt()).toContain('Several people are called “@byrne”')
})

test('the name of a contact who has no part in the thread calls nobody by chance', async () => {
  const { house, says, toNora } = await openDeskWithVic()
  await says('@vic must not hear of this.')
  expect(toVic(house)).toEqual([])
  expect(toNora()).toHaveLength(1)
})

test('the name of a contact who follows does', async () => {
  const { house, ticket, says } = await openDeskWithVic()
  await house.follow(ticket, vic)
  await says('@Vic: the price is 10.', { kind: 'n' })
  await says('/tell vic@vendor.test', { kind: 'n' })
  expect(toVic(house)).toEqual([])
  const asked = await house.site.store.read((reader) =>
    reader.all<{ told_at: number | null }>('select told_at from mentions'),
  )
  expect(asked).toEqual([{ told_at: null }])
})

test('that mentioned people follow can be switched off for a record type', async () => {
  const { house, ticket, says } = await openDesk()
  await house.site.store.write(async (tx) => {
    const type = await recordTypeByCode(tx, 'ticket')
    const settings = { ...type.settings, follow: { ...type.settings.follow, mentioned: false } }
    const by = await personByAddress(tx, ada.email)
    await changeRecordType(tx, type, { by, at: house.clock.now(), settings })
  })
  await says('@ada look.', { kind: 'n' })
  expect(toAda(house)).toHaveLength(1)
  expect(await house.followersOf(ticket)).not.toContain(ada.email)
})

test('each mention is an event of its own', async () => {
  const { house, says } = await openDesk()
  await says('@ada and @Ada Byrne and @kim.', { kind: 'n' })
  const happened = await house.site.store.read((reader) =>
    list(reader, events, { where: { kind: 'person mentioned' } }),
  )
  expect(happened.map(({ person_id }) => person_id)).toEqual([await house.idOf(ada)])
})

test('a plain customer mail costs no statement for names', async () => {
  const { house, ticket } = await openDesk()
  await house.site.store.write((tx) =>
    addPerson(tx, { name: 'Bo', address: 'bo@example.test', role: 'agent' }, house.clock.now()),
  )
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: '@Bo @kim' })
  const mails = await house.site.store.read((reader) => list(reader, deliveries))
  expect(mails.some(({ address }) => address === 'bo@example.test')).toBe(false)
})
