import { expect, test } from 'vitest'
import {
  cancelScheduled,
  postScheduled,
  reschedule,
  schedule,
  scheduledIn,
} from '../../gateway/chatter/commands/scheduled.ts'
import type { Writing } from '../../gateway/chatter/commands/written.ts'
import { unfollow } from '../../gateway/chatter/followers/follow.ts'
import { changeRole } from '../../gateway/chatter/messages/change-role.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { deleteRecord } from '../../gateway/chatter/records/rest.ts'
import { HOUR } from '../../gateway/lib/clock.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { ada, kim, nora, type Player, vic } from '../cast.ts'
import { openDesk } from './desk.ts'

/** Kim's desk, where texts can be given an hour. */
async function openLater() {
  const desk = await openDesk()
  const { house, ticket } = desk
  const act = async <T>(
    verb: (
      tx: Parameters<Parameters<typeof house.site.store.write>[0]>[0],
      by: Awaited<ReturnType<typeof personByAddress>>,
    ) => Promise<T>,
    who: Player = kim,
  ): Promise<T> =>
    house.site.store.write(async (tx) => verb(tx as never, await personByAddress(tx, who.email)))
  return {
    ...desk,
    act,
    later: (text: string, more: Partial<Writing> & { inHours?: number; who?: Player } = {}) => {
      const { inHours = 2, who = kim, ...rest } = more
      const typed = {
        kind: 'message' as const,
        text,
        subject: '',
        recipients: '',
        files: [],
        confirmed: [],
        ...rest,
      }
      const at = house.clock.now()
      return act(
        (tx, by) => schedule(tx, ticket, { by, typed, sendAt: at + inHours * HOUR, at }),
        who,
      )
    },
    waiting: () => house.site.store.read((reader) => scheduledIn(reader, ticket.thread.id)),
  }
}

test('a scheduled message is posted at its hour, by its author, to who follows at that moment', async () => {
  const { house, ticket, later, posted, toNora } = await openLater()
  await house.follow(ticket, ada)
  await later('The leg is here.')
  await house.schedule()
  expect(await posted()).toHaveLength(1)

  await house.site.store.write(async (tx) => {
    const person = (await personByAddress(tx, ada.email)).id
    const at = house.clock.now()
    await unfollow(tx, { thread: ticket.thread.id, person, how: 'by hand', at })
  })
  await house.follow(ticket, vic)
  house.clock.forward(2 * HOUR)
  await house.schedule()
  expect((await posted()).at(-1)).toMatchObject({
    kind: 'message',
    author_name: kim.name,
    new_text: 'The leg is here.',
    created_at: house.clock.now(),
  })
  expect(toNora()).toHaveLength(1)
  expect(house.sent.map(({ to }) => to).sort()).toEqual([nora.email, vic.email])
})

test('it is posted once, however often the clock strikes', async () => {
  const { house, later, posted, waiting } = await openLater()
  await later('Once')
  house.clock.forward(3 * HOUR)
  await Promise.all([house.schedule(), house.schedule()])
  await house.schedule()
  expect((await posted()).map(({ new_text }) => new_text)).toEqual(['It burns.', 'Once'])
  expect(await waiting()).toEqual([])
})

test('it is listed on the record, changed, sent before its hour, or cancelled', async () => {
  const { house, later, waiting, act, posted } = await openLater()
  const one = await later('First words')
  const other = await later('Never sent', { inHours: 1 })
  expect((await waiting()).map(({ text, author }) => [text, author])).toEqual([
    ['Never sent', kim.name],
    ['First words', kim.name],
  ])
  const at = house.clock.now()
  await act((tx, by) =>
    reschedule(tx, one.id, { by, at, text: 'Better words', sendAt: at + 5 * HOUR }),
  )
  const cancelled = await act((tx, by) => cancelScheduled(tx, other.id, { by }))
  expect(cancelled.text).toBe('Never sent')
  await act((tx) => postScheduled(tx, one.id, at))
  expect((await posted()).at(-1)!.new_text).toBe('Better words')
  expect(await waiting()).toEqual([])
})

test('a past hour is refused, and so is what somebody else has scheduled; admins may', async () => {
  const { house, later, act, addUser } = await openLater()
  await expect(later('Too late', { inHours: -1 })).rejects.toThrow('This time is gone')
  const one = await later('Mine')
  const bo = { name: 'Bo Ek', email: 'bo@example.test' }
  await addUser(bo.name, bo.email)
  const change = (who: Player) =>
    act((tx, by) => reschedule(tx, one.id, { by, at: house.clock.now(), text: 'Yours' }), who)
  await expect(change(bo)).rejects.toThrow(Refused)
  expect(await change(ada)).toMatchObject({ text: 'Yours', author_id: one.author_id })
})

test('whose author lost the right to post by then is not posted: its author is told, and it waits', async () => {
  const { house, later, waiting, posted, addUser, act } = await openLater()
  const bo = { name: 'Bo Ek', email: 'bo@example.test' }
  await addUser(bo.name, bo.email)
  await later('With rights that I have now', { who: bo })
  await act((tx, by) => changeRole(tx, by, 'reader'), bo)
  house.clock.forward(3 * HOUR)
  await house.schedule()
  expect(await posted()).toHaveLength(1)
  expect(await waiting()).toMatchObject([{ trouble: 'Who wrote it may not post any more.' }])
  const letter = house.sent.find(({ to }) => to === bo.email)!
  expect(letter.reading.subject).toContain('was not sent')
  expect(letter.reading.text).toContain('With rights that I have now')
  await house.schedule()
  expect(house.sent).toHaveLength(1)
})

test('one that cannot be posted keeps no other back', async () => {
  const { house, later, act, posted } = await openLater()
  const other = await house.ticketFrom(nora)
  await later('Posted')
  await act((tx, by) =>
    schedule(tx, other, {
      by,
      typed: {
        kind: 'message',
        text: 'Lost',
        subject: '',
        recipients: '',
        files: [],
        confirmed: [],
      },
      sendAt: house.clock.now() + HOUR,
      at: house.clock.now(),
    }),
  )
  await act((tx, by) => deleteRecord(tx, other, { by, at: house.clock.now() }), ada)
  house.clock.forward(3 * HOUR)
  await house.schedule()
  expect((await posted()).at(-1)!.new_text).toBe('Posted')
})

test('a scheduled note stays inside, and goes to somebody outside only as its author has confirmed', async () => {
  const { house, later, toNora } = await openLater()
  await house.unfollowed(await house.record('T-1'), vic)
  const id = await house.idOf(vic)
  await later('@vic@vendor.test: first', { kind: 'note', inHours: 1 })
  await later('@vic@vendor.test: second', { kind: 'note', confirmed: [id] })
  house.clock.forward(3 * HOUR)
  await house.schedule()
  const toVic = house.sent.filter(({ to }) => to === vic.email)
  expect(toVic.map(({ reading }) => reading.newText.includes('second'))).toEqual([true])
  expect(toNora()).toEqual([])
})

test('a confirmed note whose words are changed must be confirmed anew', async () => {
  const { house, later, act } = await openLater()
  await house.unfollowed(await house.record('T-1'), vic)
  const confirmed = [await house.idOf(vic)]
  const one = await later('@vic@vendor.test: 10', { kind: 'note', confirmed })
  await act((tx, by) =>
    reschedule(tx, one.id, { by, at: house.clock.now(), text: '@vic@vendor.test: he is a fool' }),
  )
  house.clock.forward(3 * HOUR)
  await house.schedule()
  expect(house.sent.filter(({ to }) => to === vic.email)).toEqual([])
})
