import { expect, test } from 'vitest'
import { kim, mallory, nora } from '../cast.ts'
import { openDesk } from './desk.ts'

const LIST = { 'List-Id': '<all.example.test>', Precedence: 'list' }
const unheard: { why: string; headers?: Record<string, string>; date?: Date }[] = [
  { why: 'an automatic answer', headers: { 'Auto-Submitted': 'auto-replied' } },
  { why: 'bulk mail', headers: { Precedence: 'bulk' } },
  { why: 'mail of a list', headers: LIST },
  { why: 'mail older than seven days', date: new Date(Date.UTC(2026, 10, 14, 8, 59)) },
]
for (const { why, ...mail } of unheard) {
  test(`${why} runs nothing, and stays inside`, async () => {
    const desk = await openDesk()
    await desk.says('/close\n/assign none\nHello.', mail)
    expect((await desk.now()).record.closed_at).toBeNull()
    expect(desk.toNora()).toEqual([])
    expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'note' })
    expect((await desk.posted()).at(-1)!.new_text).toContain('Hello.')
  })
}

test('mail of six days runs; one without a Date runs nothing', async () => {
  const desk = await openDesk()
  await desk.says('/close', { date: new Date(Date.UTC(2026, 10, 15, 10)) })
  expect((await desk.now()).record.closed_at).not.toBeNull()
  const to = await desk.house.replyAddress(desk.ticket, kim)
  await desk.says('', { raw: `From: ${kim.email}\nTo: ${to}\nMessage-ID: <a@b.test>\n\n/reopen\n` })
  expect((await desk.now()).record.closed_at).not.toBeNull()
  expect(desk.receipt()).toMatch(/Not run: “\/reopen”\. It has no date/)
})

test('nobody commands in the name of a colleague without proof', async () => {
  const desk = await openDesk()
  const mail = await desk.house.receive({
    from: kim,
    to: 'ticket+1@example.test',
    text: '/close\n/follow mallory@elsewhere.test\n/receipt',
  })
  expect(mail).toMatchObject({ state: 'held' })
  expect((await desk.now()).record.closed_at).toBeNull()
  expect(desk.house.sent).toEqual([])

  await desk.house.release(mail.id)
  expect((await desk.now()).record.closed_at).toBeNull()
  expect(await desk.house.followersOf(desk.ticket)).not.toContain(mallory.email)
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'note' })
})

test('a reader may ask and follow, and changes nothing', async () => {
  const desk = await openDesk()
  const rita = { name: 'Rita Reader', email: 'rita@example.test' }
  await desk.addUser(rita.name, rita.email, 'reader')
  await desk.says(
    '/follow\n/who\n/close\n/set priority high\n/follow mallory@elsewhere.test\n/unfollow nora',
    { who: rita },
  )
  expect((await desk.now()).record).toMatchObject({ stage: 'new', field_values: '{}' })
  expect((await desk.house.followersOf(desk.ticket)).sort()).toEqual(
    [kim.email, nora.email, rita.email].sort(),
  )
  expect(desk.receipt(rita)).toContain('Not done: “/close”. Your role does not allow this.')
  expect(desk.receipt(rita)).toMatch(/Done: “\/who”/)

  await desk.says('/send\nHello.', { who: rita, kind: 'n' })
  expect((await desk.posted()).at(-1)).toMatchObject({ kind: 'note' })
})

test('a line that stands in the answered mail counts as quoted, though no mark says so', async () => {
  const desk = await openDesk()
  await desk.says('Shall I write\n/close\nto you?', { who: nora })
  const asked = desk.house.sent.findLast(({ to }) => to === kim.email)!.reading
  await desk.says('I will see.\n\n/close', { inReplyTo: `<${asked.messageId}>` })
  expect((await desk.now()).record.closed_at).toBeNull()
  expect(desk.receipt()).toMatch(/Not run: “\/close”\. It stands in the mail that you answer/)
  expect(desk.toNora()).toEqual([])

  await desk.says('I will see.\n\n/take', { inReplyTo: `<${asked.messageId}>` })
  expect((await desk.now()).record.assignee_id).toBe(await desk.house.idOf(kim))
})

test('a user who has been disabled commands nothing, let in or not', async () => {
  const desk = await openDesk()
  await desk.house.site.store.write((tx) =>
    tx.all(`update people set disabled_at = 1 where name = 'Kim Larsen'`),
  )
  const mail = await desk.says('/close\n/stop\nHello.')
  if (mail.state === 'held') await desk.house.release(mail.id)
  expect((await desk.now()).record.closed_at).toBeNull()
  expect(await desk.house.followersOf(desk.ticket)).toContain(kim.email)
  expect(desk.receipts()).toEqual([])
})

test('a receipt that waits goes to nobody who is no user any more', async () => {
  const desk = await openDesk()
  desk.house.relay.mood = () => ({ code: 451, text: '4.3.0 later' })
  await desk.says('/note\n/show 5\nCosts us a fortune.')
  await desk.house.site.store.write((tx) =>
    tx.all(`update people set kind = 'contact', role = null where name = 'Kim Larsen'`),
  )
  desk.house.relay.mood = () => null
  desk.house.clock.forward(3_600_000)
  await desk.house.settle()
  expect(desk.house.sent).toEqual([])
})
