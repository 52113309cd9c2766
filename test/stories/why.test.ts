import { expect, test } from 'vitest'
import { findFollower, subscribe, unfollow } from '../../gateway/chatter/followers/follow.ts'
import { FOR_EVER, mute } from '../../gateway/chatter/followers/mute.ts'
import { logNote, postMessage } from '../../gateway/chatter/messages/post.ts'
import { whoWasTold } from '../../gateway/chatter/messages/who-was-told.ts'
import { whyTold } from '../../gateway/chatter/messages/why.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { MINUTE } from '../../gateway/lib/clock.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import { ada, kim, mallory, nora, type Player, vic } from '../cast.ts'
import { openDesk } from './desk.ts'

/** Nora's ticket; Kim writes on it, and we ask who was told and who was not. */
async function openAskingDesk() {
  const desk = await openDesk()
  const { house, ticket } = desk
  const post = async (verb: typeof postMessage, text: string): Promise<MessageRow> => {
    const id = await house.idOf(kim)
    const message = await house.site.store.write(async (tx) =>
      verb(tx, ticket.thread, {
        author: (await findPerson(tx, id))!,
        text,
        at: house.clock.now(),
      }),
    )
    await house.settle()
    return message
  }
  return {
    ...desk,
    send: (text: string) => post(postMessage, text),
    note: (text: string) => post(logNote, text),
    why: async (who: Player, message: MessageRow) => {
      const id = await house.idOf(who)
      return house.site.store.read(async (reader) =>
        whyTold(reader, message, (await findPerson(reader, id))!),
      )
    },
    at: () => house.clock.now(),
  }
}

test('for every message and person there is a reason, then and later', async () => {
  const { house, ticket, ...desk } = await openAskingDesk()
  await house.follow(ticket, vic)
  await house.follow(ticket, ada)
  const thread = ticket.thread.id
  const [vicId, adaId] = [await house.idOf(vic), await house.idOf(ada)]
  await house.site.store.write(async (tx) => {
    await mute(tx, { thread, person: vicId, until: FOR_EVER })
    const follower = (await findFollower(tx, thread, adaId))!
    const person = (await findPerson(tx, adaId))!
    await subscribe(tx, follower, { person, codes: ['note'], at: house.clock.now() })
  })
  house.clock.forward(MINUTE)
  const message = await desk.send('A new leg is on its way.')
  house.clock.forward(MINUTE)
  const note = await desk.note('She is angry.')
  house.clock.forward(MINUTE)
  await house.follow(ticket, mallory)
  // what changes afterwards does not change what was
  await house.site.store.write(async (tx) => {
    await mute(tx, { thread, person: vicId, until: null })
    await unfollow(tx, { thread, person: adaId, how: 'by hand', at: desk.at() })
  })
  house.clock.forward(MINUTE)
  const later = await desk.send('It has arrived.')

  const whys = async (about: MessageRow) =>
    Promise.all([nora, vic, ada, kim, mallory].map(async (who) => (await desk.why(who, about)).why))
  expect(await whys(message)).toEqual([null, 'muted', 'not subscribed', 'author', 'followed later'])
  expect(await whys(note)).toEqual(['internal', 'internal', null, 'author', 'followed later'])
  expect(await whys(later)).toEqual([null, null, 'had left', 'author', null])
})

test('who was told is named with what became of the mail', async () => {
  const { house, ticket, ...desk } = await openAskingDesk()
  await house.follow(ticket, vic)
  house.relay.mood = (address) =>
    address === vic.email ? { code: 550, text: '5.1.1 No such mailbox' } : null
  const message = await desk.send('A new leg is on its way.')
  const toVic = await desk.why(vic, message)
  expect(toVic.delivery).toMatchObject({ state: 'failed' })
  expect(toVic.delivery!.response).toContain('No such mailbox')
  expect(toVic.notification).toMatchObject({ way: 'email', reason: 'follower_hand' })

  const all = await house.site.store.read((reader) => whoWasTold(reader, message, ''))
  expect(all.told.map(({ name, state }) => [name, state])).toEqual([
    [nora.name, 'sent'],
    [vic.name, 'failed'],
  ])
  const some = await house.site.store.read((reader) => whoWasTold(reader, message, 'NORA'))
  expect(some.told.map(({ name }) => name)).toEqual([nora.name])
})

test('who was told of a change in the mail of a later one is shown that mail', async () => {
  const { house, ticket, now, ...desk } = await openAskingDesk()
  await house.follow(ticket, ada)
  const id = await house.idOf(kim)
  for (const stage of ['waiting', 'in-progress']) {
    const open = await now()
    await house.site.store.write(async (tx) => {
      const by = (await findPerson(tx, id))!
      await saveRecord(tx, open, { by, values: { stage }, at: house.clock.now() })
    })
  }
  house.clock.forward(MINUTE)
  await house.settle()
  const [first, second] = (await house.entries(ticket)).filter(({ kind }) => kind === 'change')
  expect((await desk.why(ada, first!)).delivery).toMatchObject({
    state: 'sent',
    message_id: second!.id,
  })
  expect((await desk.why(nora, second!)).why).toBe('internal')
})
