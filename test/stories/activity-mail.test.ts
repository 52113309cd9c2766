import { expect, test } from 'vitest'
import { changeActivity } from '../../gateway/chatter/activities/change.ts'
import { changeHabits } from '../../gateway/chatter/activities/habits.ts'
import { disablePerson } from '../../gateway/chatter/people/disable.ts'
import { DAY } from '../../gateway/lib/clock.ts'
import { update } from '../../gateway/store/rows.ts'
import { people } from '../../gateway/store/tables/people.ts'
import { ada, kim, type Player } from '../cast.ts'
import type { SentMail } from '../house.ts'
import { type ActivityDesk, openActivityDesk } from './activity-desk.ts'

/** Answers a mail of ours as a telephone does. */
async function answer(desk: ActivityDesk, mail: SentMail, text: string, who: Player = kim) {
  const { reading } = mail
  return desk.house.receiveFrom(who, {
    to: reading.replyTo[0]!.address,
    subject: `Re: ${reading.subject}`,
    text,
    inReplyTo: `<${reading.messageId}>`,
    references: [...reading.references, reading.messageId!].map((id) => `<${id}>`),
  })
}

const atHour = (hour: number) => ({ hour, working_days: '12345', digest: 1 as const })

test('on the day, at the hour of the assignee, one reminder comes, and none twice', async () => {
  const desk = await openActivityDesk()
  await desk.livesIn(kim, 'America/New_York')
  await desk.plan({ summary: 'Ring her', dueOn: '2026-11-23' })
  await desk.moveTo('2026-11-23T12:59:00Z')
  await desk.house.schedule()
  expect(desk.letters(kim, 'activity-due')).toEqual([])
  await desk.moveTo('2026-11-23T13:00:00Z')
  await desk.house.schedule()
  await desk.house.schedule()
  const [reminder, ...others] = desk.letters(kim, 'activity-due')
  expect(others).toEqual([])
  expect(reminder!.reading.subject).toBe('Due today: Call: Ring her')
})

test('nobody is reminded of what they have planned for the same day, when the hour is past', async () => {
  const desk = await openActivityDesk()
  await desk.plan({ dueOn: '2026-11-21' })
  await desk.house.schedule()
  expect(desk.letters(kim, 'activity-due')).toEqual([])
})

test('eight o’clock is eight o’clock on both sides of a clock change', async () => {
  const desk = await openActivityDesk()
  await desk.livesIn(kim, 'Europe/Berlin')
  // summer time begins on 28 March 2027
  for (const dueOn of ['2027-03-26', '2027-03-29']) await desk.plan({ summary: dueOn, dueOn })
  const remindedAt = async (iso: string) => {
    await desk.moveTo(iso)
    await desk.house.schedule()
    return desk.letters(kim, 'activity-due').length
  }
  expect(await remindedAt('2027-03-26T06:59:00Z')).toBe(0)
  expect(await remindedAt('2027-03-26T07:00:00Z')).toBe(1)
  expect(await remindedAt('2027-03-29T05:59:00Z')).toBe(1)
  expect(await remindedAt('2027-03-29T06:00:00Z')).toBe(2)
})

test('a reminder follows its activity: to another day, to another person, to another hour', async () => {
  const desk = await openActivityDesk()
  const { id } = await desk.plan({ dueOn: '2026-11-24' })
  await desk.write(async (tx) =>
    changeActivity(tx, id, { dueOn: '2026-11-25', ...(await desk.act()) }),
  )
  await desk.moveTo('2026-11-24T20:00:00Z')
  await desk.house.schedule()
  expect(desk.letters(kim, 'activity-due')).toEqual([])

  await desk.write(async (tx) =>
    changeActivity(tx, id, { assignee: await desk.house.idOf(ada), ...(await desk.act()) }),
  )
  const { by, at } = await desk.act(ada)
  await desk.write((tx) => changeHabits(tx, by, { ...atHour(11), at }))
  await desk.moveTo('2026-11-25T10:59:00Z')
  await desk.house.schedule()
  expect(desk.letters(ada, 'activity-due')).toEqual([])
  await desk.moveTo('2026-11-25T11:00:00Z')
  await desk.house.schedule()
  expect(desk.letters(ada, 'activity-due')).toHaveLength(1)
  expect(desk.letters(kim, 'activity-due')).toEqual([])
})

test('“Done.” as an answer to the reminder completes that very activity, and posts nothing else', async () => {
  const desk = await openActivityDesk()
  const other = await desk.plan({ summary: 'Another one', dueOn: '2026-12-24' })
  const { id } = await desk.plan({ summary: 'Ring her', dueOn: '2026-11-23' })
  await desk.moveTo('2026-11-23T08:00:00Z')
  await desk.house.schedule()
  const before = await desk.posted()
  const filed = await answer(desk, desk.letters(kim, 'activity-due')[0]!, 'Done. 👍\n\n-- \nKim')
  expect(filed).toMatchObject({ state: 'filed' })
  expect(await desk.look(id)).toMatchObject({ outcome: 'done' })
  expect(await desk.look(other.id)).toMatchObject({ outcome: null })
  const entries = await desk.posted()
  expect(entries).toHaveLength(before.length + 1)
  expect(entries.at(-1)).toMatchObject({ kind: 'note', body: 'Call done: Ring her' })
  expect(desk.receipts()).toEqual([])
})

test('“done” with a few words tells what came of it, “snooze 2d” puts it off, and anything else is a note', async () => {
  const desk = await openActivityDesk()
  const { id } = await desk.plan({ summary: 'Ring her', dueOn: '2026-11-23' })
  await desk.moveTo('2026-11-23T08:00:00Z')
  await desk.house.schedule()
  await answer(desk, desk.letters(kim, 'activity-due')[0]!, 'snooze 2d')
  expect(await desk.look(id)).toMatchObject({ due_on: '2026-11-25', outcome: null })

  await desk.moveTo('2026-11-25T08:00:00Z')
  await desk.house.schedule()
  const again = desk.letters(kim, 'activity-due')[1]!
  await answer(desk, again, 'I shall do it after lunch.')
  expect((await desk.posted()).at(-1)).toMatchObject({
    kind: 'note',
    body: expect.stringContaining('after lunch'),
  })
  expect(await desk.look(id)).toMatchObject({ outcome: null })
  await answer(desk, again, 'done she pays on Friday')
  expect(await desk.look(id)).toMatchObject({
    outcome: 'done',
    feedback: 'she pays on Friday',
  })
  expect(desk.toNora()).toEqual([])
})

test('the letter that gives an activity away takes “done” as well; the buttons of both are mails that work without it', async () => {
  const desk = await openActivityDesk()
  const first = await desk.plan({ who: ada, assignee: kim, summary: 'One' })
  await desk.house.settle()
  await answer(desk, desk.letters(kim, 'activity-assigned')[0]!, 'done')
  expect(await desk.look(first.id)).toMatchObject({ outcome: 'done' })

  const second = await desk.plan({ who: ada, assignee: kim, summary: 'Two' })
  await desk.house.settle()
  const letter = desk.letters(kim, 'activity-assigned')[1]!
  expect(letter.reading.text).toContain('https://postern.example.test/records/T-1#activity-')
  const links = [...letter.reading.text.matchAll(/^mailto:([^?]+)\?subject=(\S+?)&body=(\S+)$/gm)]
  expect(links.map((link) => decodeURIComponent(link[3]!))).toEqual([
    `/done #${second.id}`,
    `/snooze #${second.id} 2d`,
  ])
  const [, to, subject, body] = links[0]!
  await desk.house.receiveFrom(kim, {
    to: decodeURIComponent(to!),
    subject: decodeURIComponent(subject!),
    text: decodeURIComponent(body!),
  })
  expect(await desk.look(second.id)).toMatchObject({ outcome: 'done' })
})

test('“done” means nothing where it was not offered, or from somebody to whom it was not', async () => {
  const desk = await openActivityDesk()
  const { id } = await desk.plan({ dueOn: '2026-11-23' })
  await desk.says('Done.')
  expect(await desk.look(id)).toMatchObject({ outcome: null })
  await desk.moveTo('2026-11-23T08:00:00Z')
  await desk.house.schedule()
  await answer(desk, desk.letters(kim, 'activity-due')[0]!, 'Done.', ada)
  expect(await desk.look(id)).toMatchObject({ outcome: null })
  // in Kim's name, and nothing shows that it is hers
  const { reading } = desk.letters(kim, 'activity-due')[0]!
  await desk.house.receive({
    from: kim,
    to: reading.replyTo[0]!.address,
    text: 'Done.',
    inReplyTo: `<${reading.messageId}>`,
  })
  expect(await desk.look(id)).toMatchObject({ outcome: null })
})

test('what is overdue comes as one list on each working day, until it is done or the list is not wanted', async () => {
  const desk = await openActivityDesk()
  await desk.livesIn(kim, 'Europe/Berlin')
  await desk.plan({ summary: 'Ring her', dueOn: '2026-11-18' })
  await desk.plan({ summary: 'Send the leg', type: 'To Do', dueOn: '2026-11-22' })
  const lists = () => desk.letters(kim, 'account').map(({ reading }) => reading.subject)
  // Sunday evening, then the hours of Monday
  for (const iso of ['2026-11-22T20:00:00Z', '2026-11-23T06:59:00Z']) {
    await desk.moveTo(iso)
    await desk.house.schedule()
    expect(lists()).toEqual([])
  }
  await desk.moveTo('2026-11-23T07:00:00Z')
  await desk.house.schedule()
  await desk.house.schedule()
  expect(lists()).toEqual(['2 overdue'])
  expect(desk.letters(kim, 'account')[0]!.reading.text).toContain(
    '- Call: Ring her · overdue by 5 days · T-1 Printer on fire\n- To Do: Send the leg · overdue by 1 day',
  )
  // not again in the afternoon
  await desk.moveTo('2026-11-23T15:00:00Z')
  await desk.house.schedule()
  expect(lists()).toHaveLength(1)
  await desk.moveTo('2026-11-24T07:00:00Z')
  await desk.house.schedule()
  expect(lists()).toHaveLength(2)

  const { by, at } = await desk.act()
  await desk.write((tx) => changeHabits(tx, by, { ...atHour(8), digest: 0, at }))
  desk.house.clock.forward(DAY)
  await desk.house.schedule()
  expect(lists()).toHaveLength(2)
})

test('who is disabled, who wants no mail, and who has nothing overdue get no letters', async () => {
  const desk = await openActivityDesk()
  await desk.plan({ dueOn: '2026-11-23' })
  await desk.plan({ assignee: ada, dueOn: '2026-11-23' })
  await desk.house.settle()
  desk.house.sent.length = 0
  await desk.write(async (tx) => {
    await disablePerson(tx, (await desk.act()).by, desk.house.clock.now())
    await update(tx, people, { name: ada.name }, { notify: 'inbox' })
  })
  await desk.moveTo('2026-11-25T12:00:00Z')
  await desk.house.schedule()
  expect(desk.house.sent).toEqual([])
})

test('/todo plans by type, person, day and words; /done and /snooze act on the one that they name', async () => {
  const desk = await openActivityDesk()
  await desk.says('/todo call ada fri 14:00 About the leg\n/todo "to do" tomorrow\n/receipt')
  const [todo, call] = await desk.planned()
  expect(call).toMatchObject({
    type_name: 'Call',
    summary: 'About the leg',
    due_on: '2026-11-27',
    starts_at: Date.parse('2026-11-27T14:00:00Z'),
    assignee: ada.name,
  })
  expect(todo).toMatchObject({ type_name: 'To Do', due_on: '2026-11-22', assignee: kim.name })
  expect(desk.receipt()).toContain(
    `Done: “/todo call ada fri 14:00 About the leg”. #${call!.id} Call: About the leg in T-1, due Fri, 27 Nov 2026, for Ada Byrne.`,
  )

  await desk.says(`/snooze 2 weeks\n/done ${call!.id} She is glad.`)
  expect(await desk.look(todo!.id)).toMatchObject({ due_on: '2026-12-05' })
  expect(await desk.look(call!.id)).toMatchObject({ outcome: 'done', feedback: 'She is glad.' })
  await desk.says('/done\n\nHello Nora, it is done.')
  expect(await desk.planned()).toEqual([])
  expect(desk.toNora().at(-1)!.reading.text).toContain('Hello Nora, it is done.')
})

test('a command that names no activity, or no type, says which there are and loses no text', async () => {
  const desk = await openActivityDesk()
  await desk.says('/todo phone her\nHello.')
  expect(desk.receipt()).toContain('Plan what? Begin with one of: To Do, Call, Meeting')
  const one = await desk.plan({ summary: 'One' })
  const two = await desk.plan({ summary: 'Two' })
  await desk.says('/done')
  expect(desk.receipt()).toContain(
    `Which one? There are: #${one.id} Call: One (Kim Larsen, Mon, 23 Nov 2026); #${two.id} Call: Two`,
  )
  await desk.says('/done 99 boxes')
  expect(desk.receipt()).toContain('No activity #99 is planned in T-1.')
  expect(await desk.planned()).toHaveLength(2)
  expect((await desk.posted()).some(({ body }) => body.includes('Hello.'))).toBe(true)
})
