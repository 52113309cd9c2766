import { expect, test } from 'vitest'
import { listActivities } from '../../gateway/chatter/activities/activities.ts'
import {
  activityTypesFor,
  removeActivityType,
  restoreActivityType,
} from '../../gateway/chatter/activities/activity-types.ts'
import { cancelActivity, changeActivity, giveAll } from '../../gateway/chatter/activities/change.ts'
import { markDone } from '../../gateway/chatter/activities/complete.ts'
import { dueInWords, dueState } from '../../gateway/chatter/activities/due.ts'
import { disablePerson } from '../../gateway/chatter/people/disable.ts'
import { mergeRecords } from '../../gateway/chatter/records/merge.ts'
import { archiveRecord, deleteRecord, restoreRecord } from '../../gateway/chatter/records/rest.ts'
import { ada, kim, nora, vic } from '../cast.ts'
import { openActivityDesk } from './activity-desk.ts'

const TYPES_OF_THE_SEED = [
  'To Do',
  'Call',
  'Meeting',
  'Email',
  'Upload Document',
  'Request Signature',
]

test('the six types of the seed are there, and a record type has a list of its own beside them', async () => {
  const desk = await openActivityDesk()
  await desk.addType({ name: 'Visit', record_type_id: desk.ticket.type.id })
  await desk.addType({ name: 'Site survey', record_type_id: desk.ticket.type.id + 1 })
  const offered = await desk.house.site.store.read((reader) =>
    activityTypesFor(reader, desk.ticket.type.id),
  )
  expect(offered.map(({ name }) => name)).toEqual([...TYPES_OF_THE_SEED, 'Visit'])
  await expect(desk.plan({ type: 'Site survey' })).rejects.toThrow('no activity of a ticket')
})

test('the due date is filled in by the type, and whoever plans it has it unless they name somebody', async () => {
  const desk = await openActivityDesk()
  expect(await desk.plan({ type: 'Call' })).toMatchObject({ due_on: '2026-11-23' })
  expect(await desk.plan({ type: 'To Do' })).toMatchObject({ due_on: '2026-11-26' })
  expect(await desk.plan({ type: 'Call', dueOn: '2026-12-24' })).toMatchObject({
    due_on: '2026-12-24',
    assignee_id: await desk.house.idOf(kim),
  })
  await desk.changeType('Email', {
    summary: 'Ask for the order number',
    note: 'Politely.',
    delay_count: 2,
    delay_unit: 'months',
    assignee_id: await desk.house.idOf(ada),
  })
  expect(await desk.plan({ type: 'Email' })).toMatchObject({
    summary: 'Ask for the order number',
    note: 'Politely.',
    due_on: '2027-01-21',
    assignee_id: await desk.house.idOf(ada),
  })
  expect(await desk.plan({ type: 'Email', assignee: kim, summary: 'Only hello' })).toMatchObject({
    summary: 'Only hello',
    assignee_id: await desk.house.idOf(kim),
  })
})

test('red is overdue, orange today, green in the future, by the day that it is where the assignee is', async () => {
  expect(dueState('2026-11-20', '2026-11-21')).toBe('overdue')
  expect(dueState('2026-11-21', '2026-11-21')).toBe('today')
  expect(dueState('2026-11-22', '2026-11-21')).toBe('planned')
  expect(dueInWords('2026-11-18', '2026-11-21')).toBe('overdue by 3 days')
  expect(dueInWords('2026-11-22', '2026-11-21')).toBe('due tomorrow')

  const desk = await openActivityDesk()
  await desk.livesIn(ada, 'Pacific/Auckland')
  await desk.livesIn(kim, 'America/Los_Angeles')
  await desk.moveTo('2026-11-21T23:30:00Z')
  // in Auckland it is the 22nd, in Los Angeles still the 21st
  expect(await desk.plan({ type: 'Meeting', assignee: ada })).toMatchObject({
    due_on: '2026-11-22',
  })
  expect(await desk.plan({ type: 'Meeting', assignee: kim })).toMatchObject({
    due_on: '2026-11-21',
  })
})

test('who is given an activity gets a letter with its day and follows the record; nobody gets one for their own', async () => {
  const desk = await openActivityDesk()
  await desk.plan({ summary: 'Mine' })
  const activity = await desk.plan({
    summary: 'Talk about the renewal',
    note: 'She has\n/close\nasked twice.',
    assignee: ada,
  })
  await desk.house.settle()
  expect(desk.letters(kim, 'activity-assigned')).toEqual([])
  const [letter, ...others] = desk.letters(ada, 'activity-assigned')
  expect(others).toEqual([])
  expect(letter!.reading.subject).toBe('“Call: Talk about the renewal” assigned to you')
  expect(letter!.reading.text).toContain('Due Mon, 23 Nov 2026.')
  expect(letter!.reading.text).toContain(
    'Kim Larsen has planned this for you in T-1: Printer on fire.',
  )
  expect(letter!.reading.text).not.toMatch(/^\s*\/\w/m)
  expect(letter!.source).toMatch(/^Auto-Submitted: auto-generated\r?$/m)
  expect(await desk.house.followersOf(desk.ticket)).toContain(ada.email)

  await desk.write(async (tx) =>
    changeActivity(tx, activity.id, {
      assignee: await desk.house.idOf(kim),
      ...(await desk.act(ada)),
    }),
  )
  await desk.house.settle()
  expect(desk.letters(kim, 'activity-assigned')).toHaveLength(1)
})

test('done: an entry of the thread tells type, title, whose it was, note and what came of it, with its files, to users only', async () => {
  const desk = await openActivityDesk()
  await desk.house.follow(desk.ticket, vic)
  const sha256 = await desk.house.site.files.keepContent(Buffer.from('signed'))
  const file = { sha256, size: 6 }
  const activity = await desk.plan({
    summary: 'Get it signed',
    note: 'Both pages.',
    assignee: ada,
    files: [{ ...file, filename: 'draft.pdf', content_type: 'application/pdf' }],
  })
  await desk.house.settle()
  desk.house.sent.length = 0
  const done = await desk.write(async (tx) =>
    markDone(tx, activity.id, {
      ...(await desk.act()),
      feedback: 'She has signed.',
      files: [
        {
          ...file,
          filename: 'signed.pdf',
          contentType: 'application/pdf',
          inline: false,
          contentId: null,
        },
      ],
    }),
  )
  await desk.house.settle()
  const entry = (await desk.house.entries(desk.ticket)).at(-1)!
  expect(entry).toMatchObject({ id: done.message.id, kind: 'note', subtype: 'activities' })
  expect(entry.body).toBe(
    'Call done: Get it signed\n\nIt was assigned to Ada Byrne.\n\nNote: Both pages.\n\nFeedback: She has signed.',
  )
  expect((await desk.house.filesOf(desk.ticket)).map(({ filename }) => filename)).toEqual([
    'draft.pdf',
    'signed.pdf',
  ])
  expect(desk.house.sent.filter(({ to }) => [nora.email, vic.email].includes(to))).toEqual([])
  expect(await desk.planned()).toEqual([])
  await expect(
    desk.write(async (tx) => markDone(tx, activity.id, await desk.act())),
  ).rejects.toThrow('is done already')
  expect(await desk.eventsOf('activity done')).toHaveLength(1)
})

test('who subscribes to Activities hears of it', async () => {
  const desk = await openActivityDesk()
  const { site } = desk.house
  await desk.house.follow(desk.ticket, ada)
  await site.store.write(async (tx) =>
    tx.all('update followers set subtypes = $1 where person_id = $2', [
      '["activities"]',
      await desk.house.idOf(ada),
    ]),
  )
  const activity = await desk.plan({ summary: 'Ring her' })
  await desk.write(async (tx) => markDone(tx, activity.id, await desk.act()))
  await desk.house.settle()
  expect(desk.house.sent.filter(({ to }) => to === ada.email)[0]!.reading.text).toContain(
    'Call done: Ring her',
  )
})

test('the next type is suggested, or planned by itself: from the day it was done, or from when it was due', async () => {
  const desk = await openActivityDesk()
  const meeting = await desk.typeNamed('Meeting')
  await desk.changeType('Call', { next_type_id: meeting.id, chaining: 'suggest' })
  const first = await desk.plan({ dueOn: '2026-11-10' })
  const suggested = await desk.write(async (tx) => markDone(tx, first.id, await desk.act()))
  expect(suggested).toMatchObject({ next: null, suggested: { name: 'Meeting' } })
  expect(await desk.planned()).toEqual([])

  await desk.changeType('Call', { chaining: 'trigger' })
  await desk.changeType('Meeting', { delay_count: 1, delay_unit: 'weeks' })
  const second = await desk.plan({ dueOn: '2026-11-10', assignee: ada })
  const { next } = await desk.write(async (tx) => markDone(tx, second.id, await desk.act()))
  expect(next).toMatchObject({
    due_on: '2026-11-28',
    automatic: 1,
    previous_id: second.id,
    assignee_id: await desk.house.idOf(ada),
  })

  await desk.changeType('Meeting', { delay_from: 'previous' })
  const third = await desk.plan({ dueOn: '2026-11-10' })
  const after = await desk.write(async (tx) => markDone(tx, third.id, await desk.act()))
  expect(after.next).toMatchObject({ due_on: '2026-11-17' })
})

test('cancelled: it is gone from the list, and the thread does not tell of it', async () => {
  const desk = await openActivityDesk()
  const before = (await desk.house.entries(desk.ticket)).length
  const { id } = await desk.plan()
  await desk.write(async (tx) => cancelActivity(tx, id, await desk.act()))
  expect(await desk.planned()).toEqual([])
  expect(await desk.house.entries(desk.ticket)).toHaveLength(before)
  expect(await desk.eventsOf('activity cancelled')).toHaveLength(1)
})

test('its assignee, its creator and whoever may write on records may act; a reader and people outside may not', async () => {
  const desk = await openActivityDesk()
  const rita = { name: 'Rita Reader', email: 'rita@example.test' }
  await desk.addUser(rita.name, rita.email, 'reader')
  const { id } = await desk.plan()
  const as = async (who: typeof rita) => {
    const doing = await desk.act(who)
    return desk.write((tx) => changeActivity(tx, id, { summary: who.name, ...doing }))
  }
  await expect(as(rita)).rejects.toThrow('not yours')
  await expect(as(nora)).rejects.toThrow('not yours')
  await expect(desk.plan({ who: rita })).rejects.toThrow()
  await expect(desk.plan({ who: nora })).rejects.toThrow()
  await expect(desk.plan({ assignee: nora })).rejects.toThrow('no such user')
  expect(await as(ada)).toMatchObject({ summary: 'Ada Byrne' })

  await desk.write(async (tx) =>
    changeActivity(tx, id, { assignee: await desk.house.idOf(rita), ...(await desk.act()) }),
  )
  expect(await as(rita)).toMatchObject({ summary: 'Rita Reader' })
})

test('a removed type counts as To Do until it is back; To Do, Call and Meeting stay', async () => {
  const desk = await openActivityDesk()
  const { id } = await desk.plan({ type: 'Email', summary: 'Write to her' })
  const email = await desk.typeNamed('Email')
  await desk.write((tx) => removeActivityType(tx, email.id, desk.house.clock.now()))
  expect(await desk.look(id)).toMatchObject({ type_name: 'To Do', summary: 'Write to her' })
  await desk.write((tx) => restoreActivityType(tx, email.id))
  expect(await desk.look(id)).toMatchObject({ type_name: 'Email' })
  const call = await desk.typeNamed('Call')
  await expect(
    desk.write((tx) => removeActivityType(tx, call.id, desk.house.clock.now())),
  ).rejects.toThrow('always there')
})

test('what is planned on a deleted or archived record is out of the lists, and comes back with it', async () => {
  const desk = await openActivityDesk()
  await desk.plan()
  const mine = async () => {
    const assignee = await desk.house.idOf(kim)
    return desk.house.site.store.read((reader) => listActivities(reader, { assignee }))
  }
  expect(await mine()).toHaveLength(1)
  for (const rest of [deleteRecord, archiveRecord]) {
    await desk.write(async (tx) => rest(tx, await desk.now(), await desk.act()))
    expect(await mine()).toEqual([])
    const now = await desk.now()
    await desk.write(async (tx) => restoreRecord(tx, now, await desk.act()))
    expect(await mine()).toHaveLength(1)
  }
})

test('what is planned on a merged record goes on in the one that took over', async () => {
  const desk = await openActivityDesk()
  const { id } = await desk.plan({ summary: 'Still to do' })
  const other = await desk.house.ticketFrom(vic, { subject: 'The same fire' })
  await desk.write(async (tx) =>
    mergeRecords(tx, { from: desk.ticket, into: other, ...(await desk.act()) }),
  )
  expect(await desk.planned()).toEqual([])
  expect((await desk.planned(other)).map((one) => one.id)).toEqual([id])
})

test('who leaves loses nothing: it stays theirs, and is given to somebody else in one go', async () => {
  const desk = await openActivityDesk()
  for (const summary of ['One', 'Two', 'Three']) await desk.plan({ summary })
  await desk.write(async (tx) => disablePerson(tx, (await desk.act()).by, desk.house.clock.now()))
  expect((await desk.planned()).map(({ assignee }) => assignee)).toEqual(Array(3).fill(kim.name))
  const vera = { name: 'Vera Lund', email: 'vera@example.test' }
  await desk.addUser(vera.name, vera.email)
  const [from, to] = [await desk.house.idOf(kim), await desk.house.idOf(vera)]
  const doing = await desk.act(ada)
  expect(await desk.write((tx) => giveAll(tx, { from, to, ...doing }))).toBe(3)
  await desk.house.settle()
  expect((await desk.planned()).map(({ assignee }) => assignee)).toEqual(Array(3).fill(vera.name))
  const [letter, ...others] = desk.letters(vera, 'account')
  expect(others).toEqual([])
  expect(letter!.reading.subject).toBe('3 activities assigned to you')
  expect(letter!.reading.text).toContain('- Call: Two · due in 2 days · T-1 Printer on fire')
})
