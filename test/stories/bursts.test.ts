import { expect, test } from 'vitest'
import { findFollower, subscribe } from '../../gateway/chatter/followers/follow.ts'
import { postMessage } from '../../gateway/chatter/messages/post.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { MINUTE, SECOND } from '../../gateway/lib/clock.ts'
import { update } from '../../gateway/store/rows.ts'
import { notifications } from '../../gateway/store/tables/followers.ts'
import { ada, kim, nora, type Player } from '../cast.ts'
import { openDesk } from './desk.ts'

/** Nora's ticket, which Kim and Ada follow; Ada changes it. */
async function openBusyDesk() {
  const desk = await openDesk()
  const { house, ticket } = desk
  await house.follow(ticket, ada)
  const by = async (who: Player) =>
    (await house.site.store.read(async (reader) => findPerson(reader, await house.idOf(who))))!
  return {
    ...desk,
    save: async (values: Record<string, string>, who: Player = ada) => {
      const author = await by(who)
      const open = await desk.now()
      await house.site.store.write((tx) =>
        saveRecord(tx, open, { by: author, values, at: house.clock.now() }),
      )
      await house.settle()
    },
    says: async (text: string) => {
      const author = await by(ada)
      await house.site.store.write((tx) =>
        postMessage(tx, ticket.thread, { author, text, at: house.clock.now() }),
      )
      await house.settle()
    },
    later: async (ms: number) => {
      house.clock.forward(ms)
      await house.settle()
    },
    reads: async (who: Player) => {
      const person_id = await house.idOf(who)
      await house.site.store.write((tx) =>
        update(tx, notifications, { person_id }, { read_at: house.clock.now() }),
      )
    },
    to: (who: Player) => house.sent.filter((mail) => mail.to === who.email),
  }
}

test('a burst of changes is one mail, a minute after the first; a message waits for nothing', async () => {
  const desk = await openBusyDesk()
  await desk.save({ stage: 'waiting' })
  await desk.later(20 * SECOND)
  await desk.save({ stage: 'in-progress', priority: 'High' })
  await desk.later(20 * SECOND)
  await desk.says('We are at it.')
  expect(desk.to(kim).map(({ reading }) => reading.text)).toEqual([
    expect.stringContaining('We are at it.'),
  ])
  await desk.save({ due: '2026-12-01' }, kim)
  await desk.later(20 * SECOND)

  const [, mail, ...others] = desk.to(kim)
  expect(others).toEqual([])
  expect(mail!.reading.text).toContain('Stage: New -> In progress')
  expect(mail!.reading.text).toContain('Priority: none -> High')
  expect(mail!.reading.text).not.toContain('Due date')
  await desk.later(MINUTE)
  expect(desk.to(ada).at(-1)!.reading.text).toContain('Due date')
  expect(desk.to(kim)).toHaveLength(2)
})

test('a change after the minute is a mail of its own', async () => {
  const desk = await openBusyDesk()
  await desk.save({ stage: 'waiting' })
  await desk.later(MINUTE)
  await desk.save({ stage: 'in-progress' })
  await desk.later(MINUTE)
  expect(desk.to(kim).map(({ reading }) => /Stage: .*/.exec(reading.text)?.[0])).toEqual([
    'Stage: New -> Waiting',
    'Stage: Waiting -> In progress',
  ])
})

test('what was changed back within the minute is told to nobody', async () => {
  const desk = await openBusyDesk()
  await desk.save({ stage: 'waiting' })
  await desk.save({ stage: 'new' })
  await desk.later(MINUTE)
  expect(desk.house.sent).toEqual([])
})

test('what was read on the web meanwhile is not mailed', async () => {
  const desk = await openBusyDesk()
  await desk.save({ stage: 'waiting' })
  await desk.reads(kim)
  await desk.save({ priority: 'High' })
  await desk.later(MINUTE)
  expect(desk.to(kim)[0]!.reading.text).toContain('Priority')
  expect(desk.to(kim)[0]!.reading.text).not.toContain('Stage:')

  await desk.save({ priority: 'Low' })
  await desk.reads(kim)
  await desk.later(MINUTE)
  expect(desk.to(kim)).toHaveLength(1)
})

test('who hears of some of the changes only gets these in the one mail', async () => {
  const desk = await openBusyDesk()
  const { house, ticket } = desk
  await house.site.store.write(async (tx) => {
    const id = await house.idOf(kim)
    const follower = (await findFollower(tx, ticket.thread.id, id))!
    const person = (await findPerson(tx, id))!
    await subscribe(tx, follower, { person, codes: ['note'], at: house.clock.now() })
  })
  await desk.save({ stage: 'waiting' })
  await desk.save({ priority: 'High' })
  await desk.later(MINUTE)
  expect(desk.to(kim).map(({ reading }) => reading.text)).toEqual([
    expect.stringContaining('Priority'),
  ])
  expect(desk.to(kim)[0]!.reading.text).not.toContain('Stage: ')
  expect(desk.to(nora)).toEqual([])
})
