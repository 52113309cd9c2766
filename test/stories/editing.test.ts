import { existsSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { editMessage, versionsOf } from '../../gateway/chatter/messages/edit.ts'
import { deleteMessage } from '../../gateway/chatter/messages/erase.ts'
import { logNote, postMessage } from '../../gateway/chatter/messages/post.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import type { OpenRecord } from '../../gateway/chatter/records/records.ts'
import { indexNext } from '../../gateway/chatter/search/keep-index.ts'
import { search } from '../../gateway/chatter/search/search.ts'
import { DAY, HOUR } from '../../gateway/lib/clock.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { list } from '../../gateway/store/rows.ts'
import { deliveries, notifications } from '../../gateway/store/tables/followers.ts'
import { inbound } from '../../gateway/store/tables/mailbag.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import { events } from '../../gateway/store/tables/threads.ts'
import { ada, kim, nora, type Player, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const later = () => ({ code: 451, text: '4.3.0 later' })

/** Nora's ticket, in which Kim works. */
async function openTicket(): Promise<{ house: House; ticket: OpenRecord }> {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  house.sent.length = 0
  return { house, ticket }
}

async function says(
  house: House,
  ticket: OpenRecord,
  text: string,
  { who = kim, verb = postMessage }: { who?: Player; verb?: typeof logNote } = {},
): Promise<MessageRow> {
  return house.site.store.write(async (tx) => {
    const author = await personByAddress(tx, who.email)
    return verb(tx, ticket.thread, { author, text, at: house.clock.now() })
  })
}

function edits(house: House, { id }: MessageRow, text: string, who: Player = kim) {
  return house.site.store.write(async (tx) =>
    editMessage(tx, { id, by: await personByAddress(tx, who.email), text, at: house.clock.now() }),
  )
}

function deletes(house: House, { id }: MessageRow, who: Player = kim) {
  return house.site.store.write(async (tx) =>
    deleteMessage(tx, { id, by: await personByAddress(tx, who.email), at: house.clock.now() }),
  )
}

test('when a message is edited after it was sent, an updated message is not sent to the recipient', async () => {
  const { house, ticket } = await openTicket()
  const message = await says(house, ticket, 'We come on Mondey.')
  await house.settle()
  await edits(house, message, 'We come on Monday.')
  await house.settle()
  expect(house.sent.map(({ to }) => to)).toEqual([nora.email])
  expect(house.sent[0]!.reading.text).toContain('Mondey')
  expect((await house.entries(ticket)).at(-1)).toMatchObject({
    new_text: 'We come on Monday.',
    edited_at: house.clock.now(),
  })
})

test('what a message said before is kept, with who changed it and when', async () => {
  const { house, ticket } = await openTicket()
  const message = await says(house, ticket, 'One')
  await edits(house, message, 'Two')
  house.clock.forward(HOUR)
  await edits(house, message, 'Three', ada)
  const versions = await house.site.store.read((reader) => versionsOf(reader, message.id))
  expect(versions.map(({ new_text, replacedBy }) => [new_text, replacedBy])).toEqual([
    ['One', 'Kim Larsen'],
    ['Two', 'Ada Byrne'],
  ])
  const happened = await house.site.store.read((reader) =>
    list(reader, events, { where: { kind: 'message edited' } }),
  )
  expect(happened.map(({ message_id }) => message_id)).toEqual([message.id, message.id])
})

test('mails that still wait say the new words', async () => {
  const { house, ticket } = await openTicket()
  house.relay.mood = later
  const message = await says(house, ticket, 'The price is 100.')
  await house.settle()
  await edits(house, message, 'The price is 10.')
  house.relay.mood = () => null
  house.clock.forward(HOUR)
  await house.settle()
  expect(house.sent).toHaveLength(1)
  expect(house.sent[0]!.reading.text).toContain('The price is 10.')
  expect(house.sent[0]!.reading.text).not.toContain('100')
})

test('a user with admin rights edits any sent message; a user without edits only their own', async () => {
  const { house, ticket } = await openTicket()
  const [first] = await house.entries(ticket)
  const message = await says(house, ticket, 'By Ada', { who: ada })
  await expect(edits(house, message, 'By Kim')).rejects.toThrow(Refused)
  await expect(deletes(house, message)).rejects.toThrow(Refused)
  await expect(edits(house, first!, 'It burns a little.')).rejects.toThrow(Refused)
  await edits(house, first!, 'It burns a little.', ada)
  expect((await house.entries(ticket))[0]).toMatchObject({ new_text: 'It burns a little.' })
})

test('nobody outside edits anything, not even what they wrote', async () => {
  const { house, ticket } = await openTicket()
  const [first] = await house.entries(ticket)
  await expect(edits(house, first!, 'Nothing burns.', nora)).rejects.toThrow(Refused)
})

test('two who edit at once: the second is told, and nothing is lost', async () => {
  const { house, ticket } = await openTicket()
  const message = await says(house, ticket, 'One')
  await edits(house, message, 'Two')
  const late = house.site.store.write(async (tx) => {
    const by = await personByAddress(tx, kim.email)
    return editMessage(tx, { id: message.id, by, text: 'Zwei', at: house.clock.now(), seen: null })
  })
  await expect(late).rejects.toThrow('changed it meanwhile')
  expect((await house.entries(ticket)).at(-1)!.new_text).toBe('Two')
})

test('an emptied message is refused, and so is a change of what was tracked', async () => {
  const { house, ticket } = await openTicket()
  const message = await says(house, ticket, 'One')
  await expect(edits(house, message, ' \n ')).rejects.toThrow('Delete it instead')
  await house.site.store.write((tx) =>
    tx.all(`update messages set kind = 'change' where id = $1`, [message.id]),
  )
  await expect(edits(house, message, 'Two', ada)).rejects.toThrow(Refused)
  await expect(deletes(house, message, ada)).rejects.toThrow(Refused)
})

test('an edited note is still a note: nobody outside gets its new words', async () => {
  const { house, ticket } = await openTicket()
  await house.follow(ticket, vic)
  house.relay.mood = later
  const note = await says(house, ticket, 'Costs us little.', { verb: logNote, who: ada })
  await house.settle()
  await edits(house, note, 'Costs us a fortune.', ada)
  house.relay.mood = () => null
  house.clock.forward(HOUR)
  await house.settle()
  expect(house.sent.map(({ to }) => to)).toEqual([kim.email])
})

test('of a deleted message the words, the formatted text, earlier versions and files are erased, and a trace stays', async () => {
  const { house } = await openTicket()
  const ticket = await house.ticketFrom(nora, {
    text: 'Secret words',
    html: '<p>Secret words</p>',
    attachments: [{ filename: 'plan.txt', content: 'Secret plan' }],
  })
  const [message] = await house.entries(ticket)
  const [file] = await house.filesOf(ticket)
  await edits(house, message!, 'Secret, mended', ada)
  await deletes(house, message!, ada)

  const [left] = await house.entries(ticket)
  expect(left).toMatchObject({
    id: message!.id,
    author_name: 'Nora Quist',
    body: '',
    new_text: '',
    html: null,
    parts: null,
    deleted_at: house.clock.now(),
    deleted_by: await house.idOf(ada),
  })
  expect(await house.filesOf(ticket)).toEqual([])
  expect(await house.site.store.read((reader) => versionsOf(reader, message!.id))).toEqual([])

  const path = join(house.site.config.DATA_DIR, 'files', file!.sha256.slice(0, 2), file!.sha256)
  const old = new Date(house.clock.now() - 2 * DAY)
  utimesSync(path, old, old)
  await house.schedule()
  expect(existsSync(path)).toBe(true)
  house.clock.forward(2 * DAY)
  await house.schedule()
  expect(existsSync(path)).toBe(false)
})

test('bytes that another message has as well stay, and so do bytes that were kept again meanwhile', async () => {
  const { house } = await openTicket()
  const same = [{ filename: 'plan.txt', content: 'The same plan' }]
  const one = await house.ticketFrom(nora, { attachments: same })
  const other = await house.ticketFrom(nora, { text: 'Again', attachments: same })
  await deletes(house, (await house.entries(one))[0]!, ada)
  const { sha256 } = (await house.filesOf(other))[0]!
  const path = join(house.site.config.DATA_DIR, 'files', sha256.slice(0, 2), sha256)
  house.clock.forward(2 * DAY)
  await house.schedule()
  expect(existsSync(path)).toBe(true)

  await deletes(house, (await house.entries(other))[0]!, ada)
  house.clock.forward(2 * DAY)
  const kept = new Date(house.clock.now() - HOUR)
  utimesSync(path, kept, kept)
  await house.schedule()
  expect(existsSync(path)).toBe(true)
})

test('the original mail of a deleted message stays with the operators', async () => {
  const { house, ticket } = await openTicket()
  const [message] = await house.entries(ticket)
  await deletes(house, message!, ada)
  const [mail] = await house.site.store.read((reader) =>
    list(reader, inbound, { where: { id: message!.inbound_id! } }),
  )
  expect(mail).toMatchObject({ state: 'filed' })
  expect(Number(mail!.size)).toBeGreaterThan(0)
})

test('mails of a deleted message that wait are withdrawn, and nobody has it in the inbox any more', async () => {
  const { house, ticket } = await openTicket()
  await house.follow(ticket, ada)
  house.relay.mood = later
  const message = await says(house, ticket, 'Sent too soon')
  await house.settle()
  const { withdrawn, gone } = await deletes(house, message)
  expect([withdrawn, gone]).toEqual([2, 0])
  house.relay.mood = () => null
  house.clock.forward(HOUR)
  await house.settle()
  expect(house.sent).toEqual([])
  const rows = await house.site.store.read(async (reader) => ({
    mails: await list(reader, deliveries, { where: { message_id: message.id } }),
    unread: await list(reader, notifications, { where: { message_id: message.id, read_at: null } }),
  }))
  expect(rows.mails.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
  expect(rows.unread).toEqual([])
})

test('a note that was kept internal and is deleted cannot be sent any more', async () => {
  const { house, ticket } = await openTicket()
  await house.receiveFrom(kim, {
    to: await house.replyAddress(ticket, kim),
    text: '/nto\nWhat they must not read',
  })
  const note = (await house.entries(ticket)).at(-1)!
  expect(note.kind).toBe('note')
  await deletes(house, note)
  await house.receiveFrom(kim, { to: await house.replyAddress(ticket, kim), text: '/send' })
  expect(house.sent.filter(({ to }) => to === nora.email)).toEqual([])
})

test('an edited entry is found by its new words only, and a deleted one by none', async () => {
  const { house, ticket } = await openTicket()
  const found = async (text: string) => {
    await house.site.store.write((tx) => indexNext(tx))
    const { entries } = await house.site.store.read((reader) => search(reader, { text }))
    return entries.map(({ id }) => id)
  }
  const message = await says(house, ticket, 'The zebra has come.')
  expect(await found('zebra')).toEqual([message.id])
  await edits(house, message, 'The giraffe has come.')
  expect([await found('zebra'), await found('giraffe')]).toEqual([[], [message.id]])
  await deletes(house, message)
  expect(await found('giraffe')).toEqual([])
  expect(await found('from:kim')).toEqual([])
})
