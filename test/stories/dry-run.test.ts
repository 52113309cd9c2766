import { expect, test } from 'vitest'
import { dryRun } from '../../gateway/chatter/automation/dry-run.ts'
import { ruleOrReadyMade } from '../../gateway/chatter/automation/ready-made.ts'
import { disableRule, type Rule } from '../../gateway/chatter/automation/rules.ts'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { DAY, HOUR } from '../../gateway/lib/clock.ts'
import { ada, kim, nora, vic } from '../cast.ts'
import { openRuledHouse } from './with-rules.ts'

type Ruled = Awaited<ReturnType<typeof openRuledHouse>>

async function ready({ house }: Ruled, code: string): Promise<Rule> {
  return house.site.store.write(async (tx) => {
    const by = await personByAddress(tx, ada.email)
    return (await ruleOrReadyMade(tx, code, { by, at: house.clock.now() }))!
  })
}

const dry = ({ house }: Ruled, rule: Rule) =>
  house.site.store.read((reader) =>
    dryRun(reader, rule, { since: house.clock.now() - 30 * DAY, now: house.clock.now() }),
  )

const everyRow = ({ house }: Ruled) =>
  house.site.store.read(async (reader) => {
    const tables = ['messages', 'events', 'rule_runs', 'deliveries', 'records', 'followers']
    return Promise.all(tables.map((name) => reader.all(`select * from ${name} order by 1`)))
  })

test('a dry run over past events lists what a rule would have done, and writes nothing', async () => {
  const ruled = await openRuledHouse()
  const rule = await ready(ruled, 'order-confirmed')
  const first = await ruled.opens('order', { name: 'Desks' })
  const second = await ruled.opens('order', { name: 'Chairs' })
  await ruled.saves(first, { values: { stage: 'Confirmed' } })
  await ruled.saves(second, { values: { stage: 'Sent' } })
  const before = await everyRow(ruled)
  const found = await dry(ruled, rule)
  expect(found).toEqual([
    { at: ruled.house.clock.now(), record: 'O-1', name: 'Desks', does: ['note'] },
  ])
  expect(await everyRow(ruled)).toEqual(before)
})

test('a dry run of deadlines looks a month ahead, and of answers only at those that came late', async () => {
  const ruled = await openRuledHouse()
  const overdue = await ready(ruled, 'invoice-overdue')
  await ruled.opens('invoice', {
    name: 'Soon',
    customer: nora,
    values: { due: '2026-11-25', stage: 'Posted' },
  })
  await ruled.opens('invoice', { name: 'Draft', customer: nora, values: { due: '2026-11-25' } })
  await ruled.opens('invoice', {
    name: 'Far',
    customer: nora,
    values: { due: '2027-11-25', stage: 'Posted' },
  })
  expect((await dry(ruled, overdue)).map(({ name, does }) => [name, does])).toEqual([
    ['Soon', ['template “overdue” to the customer']],
  ])

  const { house } = ruled
  const late = await ruled.rule('ticket', {
    cause: { on: 'no answer', hours: 4 },
    actions: [{ does: 'note', text: 'x', tells: [] }],
  })
  await house.site.store.write((tx) => disableRule(tx, late))
  await house.ticketFrom(nora)
  await house.ticketFrom(vic, { subject: 'Quick' })
  await house.receiveFrom(kim, { to: 'ticket+2@example.test', text: 'We are on it.' })
  house.clock.forward(5 * HOUR)
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'Late, sorry.' })
  expect((await dry(ruled, late)).map(({ record }) => record)).toEqual(['T-1'])
})
