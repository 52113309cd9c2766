import { expect, test } from 'vitest'
import { sayWritten, type Writing } from '../../gateway/chatter/commands/written.ts'
import { addCanned, listCanned, removeCanned } from '../../gateway/chatter/messages/canned.ts'
import { closeDraft, findDraft, saveDraft } from '../../gateway/chatter/messages/drafts.ts'
import { deleteMessage } from '../../gateway/chatter/messages/erase.ts'
import { react, reactionsOf, star } from '../../gateway/chatter/messages/reactions.ts'
import { setUndo, undoSend } from '../../gateway/chatter/messages/undo.ts'
import {
  countUnread,
  markRead,
  markUnread,
  starredOf,
  unreadOf,
} from '../../gateway/chatter/messages/unread.ts'
import { findPerson, personByAddress } from '../../gateway/chatter/people/people.ts'
import { SECOND } from '../../gateway/lib/clock.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { readOwnId } from '../../gateway/mail/message-ids.ts'
import { list, update } from '../../gateway/store/rows.ts'
import { deliveries } from '../../gateway/store/tables/followers.ts'
import { people } from '../../gateway/store/tables/people.ts'
import { ada, kim, nora, type Player, vic } from '../cast.ts'
import { openDesk } from './desk.ts'

/** Kim at her desk, with the composer before her. */
async function openComposer() {
  const desk = await openDesk()
  const { house, ticket } = desk
  const person = (who: Player) =>
    house.site.store.read((reader) => personByAddress(reader, who.email))
  const unread = async (who: Player) => {
    const { id } = await person(who)
    return house.site.store.read((reader) =>
      unreadOf(reader, id, { mentions: false, before: 1e12 }),
    )
  }
  return {
    ...desk,
    person,
    unread,
    writes: async (text: string, more: Partial<Writing> = {}) => {
      const said = await house.site.store.write(async (tx) =>
        sayWritten(tx, ticket, {
          author: await personByAddress(tx, kim.email),
          kind: 'message',
          text,
          subject: '',
          recipients: '',
          files: [],
          confirmed: [],
          undo: 0,
          at: house.clock.now(),
          ...more,
        }),
      )
      await house.settle()
      return said
    },
  }
}

test('chosen recipients get the message beside the followers, each alone, and follow only when they answer', async () => {
  const { house, ticket, writes } = await openComposer()
  await house.unfollowed(ticket, vic)
  await writes('The leg is sent.', { recipients: 'vic@vendor.test, Lea Roy <lea@lawyer.test>' })
  expect(house.sent.map(({ to }) => to).sort()).toEqual(['lea@lawyer.test', nora.email, vic.email])
  const mail = house.sent.find(({ to }) => to === 'lea@lawyer.test')!
  expect(mail.reading.text).toContain('because it was sent to you')
  expect(mail.source).not.toContain(vic.email)
  expect(await house.followersOf(ticket)).not.toContain('lea@lawyer.test')
  await house.send({
    from: { name: 'Lea Roy', email: 'lea@lawyer.test' },
    to: mail.reading.replyTo[0]!.address,
    text: 'Thank you.',
  })
  expect(await house.followersOf(ticket)).toContain('lea@lawyer.test')
})

test('a recipient whom nobody knows by that name is refused, and nothing is sent', async () => {
  const { house, writes, posted } = await openComposer()
  await expect(writes('Hello', { recipients: 'somebody' })).rejects.toThrow(Refused)
  expect(await posted()).toHaveLength(1)
  expect(house.sent).toEqual([])
})

test('the recipients of a text that was kept internal in doubt get nothing', async () => {
  const { house, ticket, writes } = await openComposer()
  await house.unfollowed(ticket, vic)
  const { held } = await writes('/nto\nThe margin is 80 %.', { recipients: 'vic@vendor.test' })
  expect(held).not.toBeNull()
  expect(house.sent.filter(({ to }) => to === vic.email || to === nora.email)).toEqual([])
})

test('a note has no recipients but those whom its words name', async () => {
  const { house, ticket, writes } = await openComposer()
  await house.unfollowed(ticket, vic)
  await writes('Inside', { kind: 'note', recipients: 'vic@vendor.test' })
  expect(house.sent).toEqual([])
})

test('the subject is that of the thread unless its author writes another', async () => {
  const { writes, toNora } = await openComposer()
  await writes('One', { subject: 'Your new\r\nBcc: leg' })
  await writes('Two')
  expect(toNora().map(({ reading }) => reading.subject)).toEqual([
    'Your new Bcc: leg',
    expect.stringContaining('Printer on fire'),
  ])
})

test('a draft is kept per person, thread and kind, until it is sent', async () => {
  const { house, ticket, person } = await openComposer()
  const at = house.clock.now()
  const typed = { text: 'Half a', subject: '', recipients: '', send_at: '', at, since: at }
  const key = { thread: ticket.thread.id, person: (await person(kim)).id, kind: 'note' } as const
  const find = () => house.site.store.read((reader) => findDraft(reader, key))
  await house.site.store.write((tx) => saveDraft(tx, key, typed))
  await house.site.store.write((tx) => saveDraft(tx, key, { ...typed, text: 'Half a sentence' }))
  expect(await find()).toMatchObject({ text: 'Half a sentence' })
  const hers = { ...key, person: (await person(ada)).id }
  expect(await house.site.store.read((reader) => findDraft(reader, hers))).toBeNull()

  await house.site.store.write((tx) => closeDraft(tx, key, at + 5))
  expect(await find()).toBeNull()
  // a page that was opened before saves once more, and late
  expect(await house.site.store.write((tx) => saveDraft(tx, key, typed))).toBeNull()
  expect(await find()).toBeNull()
  await house.site.store.write((tx) => saveDraft(tx, key, { ...typed, since: at + 6 }))
  expect(await find()).toMatchObject({ text: 'Half a' })
})

test('within the undo window nothing leaves for people outside, while colleagues have it at once', async () => {
  const { house, ticket, writes, toNora } = await openComposer()
  await house.follow(ticket, ada)
  await writes('The price is 10.', { undo: 30 * SECOND })
  expect(house.sent.map(({ to }) => to)).toEqual([ada.email])
  house.clock.forward(30 * SECOND)
  await house.settle()
  expect(toNora()).toHaveLength(1)
})

test('undo takes the message back: its mails are withdrawn, and its words are in the composer again', async () => {
  const { house, ticket, writes, person, toNora } = await openComposer()
  await house.unfollowed(ticket, vic)
  const { message } = await writes('The price is 10.', {
    undo: 30 * SECOND,
    subject: 'Offer',
    recipients: 'vic@vendor.test',
  })
  house.clock.forward(20 * SECOND)
  const by = await person(kim)
  const at = house.clock.now()
  await house.site.store.write((tx) => undoSend(tx, { id: message!.id, by, at }))
  house.clock.forward(3600 * SECOND)
  await house.settle()
  expect(toNora()).toEqual([])
  const rows = await house.site.store.read((reader) =>
    list(reader, deliveries, { where: { message_id: message!.id } }),
  )
  expect(rows.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
  const key = { thread: ticket.thread.id, person: by.id, kind: 'message' } as const
  expect(await house.site.store.read((reader) => findDraft(reader, key))).toMatchObject({
    text: 'The price is 10.',
    subject: 'Offer',
    recipients: 'vic@vendor.test',
  })
  expect((await house.entries(ticket)).at(-1)).toMatchObject({ body: '', deleted_at: at })
})

test('the next mail does not name the message that was taken back: nobody outside has got it', async () => {
  const { house, writes, person, toNora } = await openComposer()
  const { message } = await writes('The price is 10.', { undo: 30 * SECOND })
  const by = await person(kim)
  await house.site.store.write((tx) => undoSend(tx, { id: message!.id, by, at: house.clock.now() }))
  await writes('The price is 9.')
  const [mail] = toNora()
  const named = [...mail!.reading.references, ...mail!.reading.inReplyTo]
  const own = named.map((id) => readOwnId(id, house.site.keys))
  expect(own.filter((id) => id?.kind === 'message' && id.message === message!.id)).toEqual([])
  expect(named.length).toBeGreaterThan(1)
})

test('after the window it is too late, and nobody takes back what another sent', async () => {
  const { house, writes, person } = await openComposer()
  const { message } = await writes('The price is 10.', { undo: 30 * SECOND })
  const undo = async (who: Player) => {
    const by = await person(who)
    return house.site.store.write((tx) =>
      undoSend(tx, { id: message!.id, by, at: house.clock.now() }),
    )
  }
  await expect(undo(ada)).rejects.toThrow('Only who sent it')
  house.clock.forward(30 * SECOND)
  await expect(undo(kim)).rejects.toThrow('too late')
  await house.settle()
  await expect(undo(kim)).rejects.toThrow('too late')
})

test('the undo window is 0 to 300 seconds', async () => {
  const { house, person } = await openComposer()
  const by = await person(kim)
  const set = (seconds: number) => house.site.store.write((tx) => setUndo(tx, by, seconds))
  await expect(set(301)).rejects.toThrow(Refused)
  await expect(set(-1)).rejects.toThrow(Refused)
  await set(300)
  const kept = await house.site.store.read((reader) => findPerson(reader, by.id))
  expect(kept!.undo_seconds).toBe(300)
})

test('a shortcut becomes the text that it stands for, in the composer and in mail; one’s own wins over a shared one', async () => {
  const { house, says, writes, person, posted } = await openComposer()
  const [byKim, byAda] = [await person(kim), await person(ada)]
  const at = house.clock.now()
  const wish = { shortcut: ':Thanks', text: 'Thank you, the team', shared: true }
  await house.site.store.write(async (tx) => {
    await addCanned(tx, { wish, by: byAda, at })
    await addCanned(tx, { wish: { ...wish, text: 'Thank you, Kim', shared: false }, by: byKim, at })
  })
  await writes(':thanks. At 10:30 :thanksalot')
  expect((await posted()).at(-1)!.new_text).toBe('Thank you, Kim. At 10:30 :thanksalot')
  await says(':thanks', { who: ada })
  expect((await posted()).at(-1)!.new_text).toBe('Thank you, the team')
})

test('a shortcut that somebody outside writes, or that is quoted, stays as it is', async () => {
  const { house, ticket, says, person, posted } = await openComposer()
  const wish = { shortcut: 'price', text: 'Our margin is 80 %', shared: true }
  const by = await person(ada)
  await house.site.store.write((tx) => addCanned(tx, { wish, by, at: house.clock.now() }))
  await house.send({ from: nora, to: await house.replyAddress(ticket, nora), text: ':price' })
  expect((await posted()).at(-1)!.new_text).toBe(':price')
  await says('No.\n\nOn Sat, 21 Nov 2026 at 10:00, Nora Quist wrote:\n> :price')
  expect((await posted()).at(-1)!.new_text).toBe('No.')
})

test('shared ones are for admins to keep, own ones for nobody else to see', async () => {
  const { house, person } = await openComposer()
  const [byKim, byAda] = [await person(kim), await person(ada)]
  const at = house.clock.now()
  const add = (by: typeof byKim, shared: boolean, shortcut: string) =>
    house.site.store.write((tx) =>
      addCanned(tx, { wish: { shortcut, text: 'Text', shared }, by, at }),
    )
  await expect(add(byKim, true, 'all')).rejects.toThrow(Refused)
  const hers = await add(byAda, false, 'mine')
  const shared = await add(byAda, true, 'all')
  await expect(add(byAda, true, 'ALL')).rejects.toThrow('already')
  await expect(add(byAda, false, 'two words')).rejects.toThrow(Refused)
  const seen = await house.site.store.read((reader) => listCanned(reader, byKim))
  expect(seen.map(({ shortcut }) => shortcut)).toEqual(['all'])
  for (const { id } of [hers, shared])
    await expect(house.site.store.write((tx) => removeCanned(tx, id, byKim))).rejects.toThrow(
      Refused,
    )
})

test('a sign is put and taken away by the same press; a word is none', async () => {
  const { house, ticket, person } = await openComposer()
  const by = await person(kim)
  const [entry] = await house.entries(ticket)
  const press = (emoji: string) =>
    house.site.store.write((tx) =>
      react(tx, { message: entry!.id, by, emoji, at: house.clock.now() }),
    )
  expect(await press('👍')).toBe(true)
  expect(await press('👩🏽‍🚒')).toBe(true)
  expect(await press('👍')).toBe(false)
  for (const none of ['ok', '👍👍', '1', '<b>', ''])
    await expect(press(none)).rejects.toThrow(Refused)
  const left = await house.site.store.read((reader) => reactionsOf(reader, [entry!.id]))
  expect(left.map(({ emoji, name }) => [emoji, name])).toEqual([['👩🏽‍🚒', kim.name]])
})

test('what was told to somebody is unread until they read it on the web, however it came', async () => {
  const { house, ticket, writes, unread, person } = await openComposer()
  await house.follow(ticket, ada)
  await writes('One')
  await house.site.store.write(async (tx) =>
    update(tx, people, { id: (await personByAddress(tx, ada.email)).id }, { notify: 'inbox' }),
  )
  await writes('@ada: two', { kind: 'note' })
  expect((await unread(ada)).map(({ words, reason }) => [words, reason])).toEqual([
    ['@ada: two', 'mention'],
    ['One', 'follower_hand'],
  ])
  const by = await person(ada)
  const read = (what: Parameters<typeof markRead>[2]['what']) =>
    house.site.store.write((tx) => markRead(tx, by, { what, at: house.clock.now() }))
  const [two, one] = await unread(ada)
  await read({ message: two!.message_id })
  expect(await unread(ada)).toHaveLength(1)
  await house.site.store.write((tx) => markUnread(tx, by, two!.message_id))
  await read({ upTo: one!.id })
  expect((await unread(ada)).map(({ words }) => words)).toEqual(['@ada: two'])
  await read({ thread: ticket.thread.id })
  expect(await house.site.store.read((reader) => countUnread(reader, by.id))).toBe(0)
})

test('what is read on the web before it leaves is not mailed', async () => {
  const { house, ticket, writes, person } = await openComposer()
  await house.follow(ticket, ada)
  const at = house.clock.now()
  await writes('Hurry')
  house.sent.length = 0
  await house.site.store.write(async (tx) => {
    await tx.all(
      `update deliveries set state = 'queued', attempts = 0, due_at = $1 where address = $2`,
      [at + SECOND, ada.email],
    )
    await markRead(tx, await personByAddress(tx, ada.email), {
      what: { thread: ticket.thread.id },
      at,
    })
  })
  house.clock.forward(2 * SECOND)
  await house.settle()
  expect(house.sent).toEqual([])
  expect(await person(ada)).toBeTruthy()
})

test('stars are one’s own, and go with a deleted entry', async () => {
  const { house, ticket, person } = await openComposer()
  const [entry] = await house.entries(ticket)
  const by = await person(kim)
  const at = house.clock.now()
  const starred = async (who: Player) => {
    const { id } = await person(who)
    return (await house.site.store.read((reader) => starredOf(reader, id, 1e12))).length
  }
  await house.site.store.write((tx) => star(tx, { message: entry!.id, by, at }))
  expect([await starred(kim), await starred(ada)]).toEqual([1, 0])
  const admin = await person(ada)
  await house.site.store.write((tx) => deleteMessage(tx, { id: entry!.id, by: admin, at }))
  expect(await starred(kim)).toBe(0)
})
