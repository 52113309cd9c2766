import { expect, test } from 'vitest'
import {
  addPlan,
  addStep,
  planById,
  type StepWish,
} from '../../gateway/chatter/activities/plans.ts'
import { type PlanStart, startPlan } from '../../gateway/chatter/activities/start-plan.ts'
import { assign } from '../../gateway/chatter/commands/record-verbs.ts'
import { ada, kim, vic } from '../cast.ts'
import { type ActivityDesk, openActivityDesk } from './activity-desk.ts'

async function planOf(desk: ActivityDesk, steps: (StepWish & { type?: string })[]) {
  const { id } = await desk.write((tx) => addPlan(tx, { name: 'Onboarding', recordType: null }))
  for (const step of steps) await desk.write((tx) => addStep(tx, id, step))
  return desk.house.site.store.read((reader) => planById(reader, id))
}

const start = async (desk: ActivityDesk, wish: Pick<PlanStart, 'plan'> & Partial<PlanStart>) => {
  const doing = await desk.act()
  return desk.write((tx) =>
    startPlan(tx, { records: [desk.ticket], date: '2026-12-10', ...doing, ...wish }),
  )
}

const stepsOfEveryRule = async (desk: ActivityDesk): Promise<StepWish[]> => {
  const [call, meeting, todo, email] = await Promise.all(
    ['Call', 'Meeting', 'To Do', 'Email'].map(desk.typeNamed),
  )
  return [
    { activity_type_id: call!.id, delay_count: 3, delay_from: 'before', summary: 'Ring before' },
    { activity_type_id: meeting!.id, assignee_rule: 'record' },
    {
      activity_type_id: todo!.id,
      delay_count: 1,
      delay_unit: 'weeks',
      assignee_rule: 'fixed',
      assignee_id: await desk.house.idOf(ada),
    },
    { activity_type_id: email!.id, delay_count: 1, delay_unit: 'months', assignee_rule: 'asked' },
  ]
}

test('a plan plans several at once, before and after a date, for who starts it, who has the record, somebody fixed and somebody asked for', async () => {
  const desk = await openActivityDesk()
  await desk.write(async (tx) =>
    assign(
      tx,
      {
        ...(await desk.act()),
        open: desk.ticket,
        said: 'ada',
        mail: null,
        message: null,
        answered: [],
      },
      'ada',
    ),
  )
  const plan = await planOf(desk, await stepsOfEveryRule(desk))
  await start(desk, { plan, records: [await desk.now()], asked: await desk.house.idOf(kim) })
  const planned = (await desk.planned()).map((one) => [
    one.type_name,
    one.summary,
    one.due_on,
    one.assignee,
  ])
  expect(planned).toEqual([
    ['Call', 'Ring before', '2026-12-07', kim.name],
    ['Meeting', '', '2026-12-10', ada.name],
    ['To Do', '', '2026-12-17', ada.name],
    ['Email', '', '2027-01-10', kim.name],
  ])
  await desk.house.settle()
  const entry = (await desk.posted()).at(-1)!
  expect(entry).toMatchObject({ kind: 'note', subtype: 'activities' })
  expect(entry.body).toContain(
    'The plan "Onboarding" has been started:\n\n- Call: Ring before, Mon, 7 Dec 2026, Kim Larsen',
  )
  // one letter for both of hers, none to who started it
  expect(desk.letters(ada, 'account').map(({ reading }) => reading.subject)).toEqual([
    '2 activities assigned to you',
  ])
  expect(desk.letters(kim, 'account')).toEqual([])
  expect(await desk.eventsOf('activity plan started')).toHaveLength(1)
})

test('a plan names all that stands in its way, and then plans nothing', async () => {
  const desk = await openActivityDesk()
  const plan = await planOf(desk, await stepsOfEveryRule(desk))
  await expect(start(desk, { plan })).rejects.toThrow(
    'Who is to do Meeting in T-1? The record has no assignee. Who is to do Email in T-1? The plan asks for somebody: name them.',
  )
  expect(await desk.planned()).toEqual([])
  const empty = { ...plan, steps: [] }
  await expect(start(desk, { plan: empty })).rejects.toThrow('is empty')
})

test('one start serves many records', async () => {
  const desk = await openActivityDesk()
  const other = await desk.house.ticketFrom(vic)
  const call = await desk.typeNamed('Call')
  const plan = await planOf(desk, [
    { activity_type_id: call.id, assignee_rule: 'fixed', assignee_id: await desk.house.idOf(ada) },
  ])
  await start(desk, { plan, records: [desk.ticket, other] })
  await desk.house.settle()
  expect([...(await desk.planned()), ...(await desk.planned(other))]).toHaveLength(2)
  expect(desk.letters(ada, 'account')[0]!.reading.text).toContain('T-2')
})
