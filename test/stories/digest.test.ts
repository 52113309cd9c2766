import { expect, test } from 'vitest'
import {
  chooseForThread,
  chooseInGeneral,
  resumeDigest,
  stopDigest,
} from '../../gateway/chatter/followers/choices.ts'
import { unfollow } from '../../gateway/chatter/followers/follow.ts'
import { changeRole } from '../../gateway/chatter/messages/change-role.ts'
import { logNote, postMessage } from '../../gateway/chatter/messages/post.ts'
import type { Draft } from '../../gateway/chatter/messages/write-message.ts'
import type { DigestTimes } from '../../gateway/chatter/notifications/digest-times.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import type { OpenRecord } from '../../gateway/chatter/records/records.ts'
import { DAY, HOUR, MINUTE } from '../../gateway/lib/clock.ts'
import { update } from '../../gateway/store/rows.ts'
import type { Tx } from '../../gateway/store/store.ts'
import { notifications } from '../../gateway/store/tables/followers.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { ada, kim, nora, type Player, vic } from '../cast.ts'
import { openDesk } from './desk.ts'

const AT_TEN: DigestTimes = { every: 'daily', hour: 10, days: [1, 2, 3, 4, 5, 6, 7] }

/** Nora's ticket, which Kim and Vic follow; it is nine in the morning. Ada writes on it. */
async function openDigestDesk() {
  const desk = await openDesk()
  const { house, ticket } = desk
  await house.follow(ticket, vic)
  const as = async <T>(
    who: Player,
    work: (tx: Tx, person: PersonRow) => Promise<T>,
  ): Promise<T> => {
    const id = await house.idOf(who)
    return house.site.store.write(async (tx) => work(tx, (await findPerson(tx, id))!))
  }
  const write = async (
    verb: typeof postMessage,
    text: string,
    { on = ticket, who = ada, ...more }: Partial<Draft> & { on?: OpenRecord; who?: Player } = {},
  ) => {
    const at = house.clock.now()
    await as(who, (tx, author) => verb(tx, on.thread, { author, text, at, ...more }))
    await house.settle()
  }
  return {
    ...desk,
    as,
    says: (text: string, more: Parameters<typeof write>[2] = {}) => write(postMessage, text, more),
    notes: (text: string, more: Parameters<typeof write>[2] = {}) => write(logNote, text, more),
    wants: (who: Player, times: DigestTimes = AT_TEN) =>
      as(who, (tx, person) =>
        chooseInGeneral(tx, person, { way: 'digest', times, at: house.clock.now() }),
      ),
    /** Lets time pass; then the scheduler looks. */
    after: async (ms: number) => {
      house.clock.forward(ms)
      await house.schedule()
    },
    to: (who: Player) => house.sent.filter((mail) => mail.to === who.email),
  }
}

test('who chose a digest gets what is new in one mail, at their hour, and nothing at once', async () => {
  const desk = await openDigestDesk()
  await desk.wants(kim)
  await desk.says('The first thing.')
  await desk.notes('Something for us.')
  await desk.after(30 * MINUTE)
  expect(desk.to(kim)).toEqual([])
  await desk.after(30 * MINUTE)

  const [mail, ...others] = desk.to(kim)
  expect(others).toEqual([])
  expect(mail!.reading.subject).toBe('2 updates')
  expect(mail!.reading.text).toMatch(
    /T-1 Printer on fire\nhttps:\/\/postern.example.test\/records\/T-1/,
  )
  expect(mail!.reading.text).toMatch(/Ada Byrne, Sat,? 21 Nov,? 09:00:\n {2}The first thing\./)
  expect(mail!.reading.text).toContain('[internal note] Ada Byrne')
  expect(mail!.reading.html).toContain('Something for us.')
})

test('nothing to say means no mail, and what was told once is not told again', async () => {
  const desk = await openDigestDesk()
  await desk.wants(kim)
  await desk.after(HOUR)
  expect(desk.to(kim)).toEqual([])
  await desk.says('Something at last.')
  await desk.after(DAY)
  await desk.after(DAY)
  expect(desk.to(kim)).toHaveLength(1)
})

test('what was read on the web meanwhile is not in the digest', async () => {
  const desk = await openDigestDesk()
  const { house } = desk
  await desk.wants(kim)
  await desk.says('Read already.')
  const person_id = await house.idOf(kim)
  await house.site.store.write((tx) =>
    update(tx, notifications, { person_id }, { read_at: house.clock.now() }),
  )
  await desk.says('Not read yet.')
  await desk.after(HOUR)
  expect(desk.to(kim)[0]!.reading.text).toContain('Not read yet.')
  expect(desk.to(kim)[0]!.reading.text).not.toContain('Read already.')
})

test('what needs somebody stands first: where they were named, and where a customer waits for them', async () => {
  const desk = await openDigestDesk()
  const { house, ticket } = desk
  await desk.wants(kim)
  const [second, third] = [
    await house.ticketFrom(nora, { subject: 'Stairs' }),
    await house.ticketFrom(nora, { subject: 'Lamp' }),
  ]
  await house.follow(second, kim)
  await house.follow(third, kim)
  await house.site.store.write(async (tx) =>
    tx.all('update records set assignee_id = $1 where id = $2', [
      await house.idOf(kim),
      second.record.id,
    ]),
  )
  await desk.says('Just so.', { on: ticket })
  await house.send({
    from: nora,
    to: await house.replyAddress(second, nora),
    text: 'When will you come?',
  })
  await desk.notes('What do you think?', { on: third, named: [await house.idOf(kim)] })
  await desk.after(HOUR)
  const { subject, text } = desk.to(kim)[0]!.reading
  expect(subject).toBe('3 updates, 2 for you')
  expect(text.replace(/\s+/g, ' ')).toMatch(
    /YOU WERE NAMED T-3 Lamp .*WAITING FOR YOUR ANSWER T-2 Stairs .*ALSO NEW T-1 Printer/,
  )
})

test('a note is in no digest of an outsider, and in none of who may not see it any more when it leaves', async () => {
  const desk = await openDigestDesk()
  const { house } = desk
  await desk.wants(vic)
  await desk.wants(kim)
  await desk.notes('She is angry.')
  await desk.says('A new leg is on its way.')
  await desk.as(kim, (tx, person) => changeRole(tx, person, null))
  await desk.after(HOUR)
  for (const who of [vic, kim]) {
    const [mail, ...others] = desk.to(who)
    expect(others).toEqual([])
    expect(mail!.reading.text).toContain('A new leg')
    expect(mail!.source).not.toMatch(/angry|\/records\//)
  }
  expect(desk.to(vic)[0]!.reading.from[0]).toEqual({
    name: 'Tickets',
    address: 'support@example.test',
  })
  // an outsider who heard of one record simply answers
  await house.receive({
    from: vic,
    to: desk.to(vic)[0]!.reading.replyTo[0]!.address,
    text: 'Thank you.',
  })
  expect((await house.entries(desk.ticket)).at(-1)).toMatchObject({
    kind: 'message',
    body: expect.stringContaining('Thank you.'),
  })
})

test('an outsider whom a note names gets it at once, with its files, whatever they chose', async () => {
  const desk = await openDigestDesk()
  await desk.wants(vic)
  await desk.notes('Can Vic look at this?', { named: [await desk.house.idOf(vic)] })
  expect(desk.to(vic)[0]!.reading.text).toContain('Can Vic look at this?')
})

test('who has left the thread before the digest left does not find it there', async () => {
  const desk = await openDigestDesk()
  await desk.wants(kim)
  await desk.says('Nobody told me.')
  await desk.as(kim, (tx, { id: person }) =>
    unfollow(tx, {
      thread: desk.ticket.thread.id,
      person,
      how: 'by hand',
      at: desk.house.clock.now(),
    }),
  )
  await desk.after(HOUR)
  expect(desk.to(kim)).toEqual([])
})

test('the choice for one thread counts before the general one, in both directions', async () => {
  const desk = await openDigestDesk()
  const { house, ticket } = desk
  const thread = ticket.thread.id
  const choose = (who: Player, way: 'email' | 'digest' | 'nothing') =>
    desk.as(who, (tx, person) =>
      chooseForThread(tx, person, { thread, way, mutedUntil: null, at: house.clock.now() }),
    )
  await desk.wants(kim)
  await choose(kim, 'email')
  await choose(vic, 'digest')
  await choose(nora, 'nothing')
  await desk.says('To each in their way.')
  expect(house.sent.map(({ to }) => to)).toEqual([kim.email])
  await desk.after(2 * DAY)
  expect(house.sent.map(({ to }) => to)).toEqual([kim.email, vic.email])
  await expect(choose(nora, 'inbox' as 'email')).rejects.toThrow('Only users have an inbox')
})

test('leaving the digest ends it and no follow, and can be taken back as it was', async () => {
  const desk = await openDigestDesk()
  const { house, ticket } = desk
  await desk.wants(vic)
  await desk.says('Before.')
  await desk.as(vic, (tx, person) => stopDigest(tx, person, house.clock.now()))
  await desk.says('Between.')
  await desk.after(2 * DAY)
  expect(desk.to(vic)).toEqual([])
  expect(await house.followersOf(ticket)).toContain(vic.email)
  await desk.as(vic, (tx, person) => resumeDigest(tx, person, house.clock.now()))
  await desk.says('Afterwards.')
  await desk.after(DAY)
  expect(desk.to(vic)[0]!.reading.text).toContain('Afterwards.')
  expect(desk.to(vic)[0]!.reading.text).not.toContain('Between.')
})

test('a digest says how to leave it by one click, and that it is one', async () => {
  const desk = await openDigestDesk()
  await desk.wants(kim)
  await desk.says('Something.')
  await desk.after(HOUR)
  const head = desk.to(kim)[0]!.source.split('\r\n\r\n')[0]!.replace(/\r\n /g, ' ')
  expect(head).toMatch(/^List-Unsubscribe: <https:\/\/postern\.example\.test\/d\/[a-z0-9.]+>/m)
  expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m)
  expect(head).toMatch(/^List-Id: Digest <digest\.example\.test>/m)
  expect(head).toMatch(/^Precedence: bulk/m)
  expect(head).toMatch(/^Auto-Submitted: auto-generated/m)
  expect(head).toMatch(/^X-Postern-Class: digest/m)
})

test('a digest of two hundred things lists fifty, what needs its reader first, and stays below what mail programs clip', async () => {
  const desk = await openDigestDesk()
  const { house } = desk
  await desk.wants(kim)
  const long = 'A sentence that goes on and on about a printer and its fire. '.repeat(8)
  for (let n = 0; n < 12; n++) {
    const other = await house.ticketFrom(nora, { subject: `Lamp ${n}` })
    await house.follow(other, kim)
    await house.site.store.write(async (tx) => {
      const author = (await findPerson(tx, await house.idOf(ada)))!
      for (let m = 0; m < 17; m++)
        await postMessage(tx, other.thread, { author, text: long, at: house.clock.now() })
    })
  }
  await desk.notes('Look here.', { named: [await house.idOf(kim)] })
  await desk.after(HOUR)
  const { reading, source } = desk.to(kim)[0]!
  expect(reading.subject).toBe('205 updates, 1 for you')
  expect(reading.text).toMatch(/Look here[\s\S]*Lamp 11/)
  expect(reading.text.match(/^- .*Ada Byrne, /gm)).toHaveLength(50)
  expect(reading.text).toContain('and 12 more')
  expect(reading.text).toContain('34 updates more are not listed here.')
  expect(source.length).toBeLessThan(90_000)
})

test('two schedulers at once send one digest', async () => {
  const desk = await openDigestDesk()
  const { house } = desk
  await desk.wants(kim)
  await desk.says('Something.')
  house.clock.forward(HOUR)
  await Promise.all([house.schedule(), house.schedule()])
  expect(desk.to(kim)).toHaveLength(1)
})
