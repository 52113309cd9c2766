import { expect, test } from 'vitest'
import { plannedOn } from '../../gateway/chatter/activities/activities.ts'
import { addPerson, personByAddress } from '../../gateway/chatter/people/people.ts'
import { changeRecordType } from '../../gateway/chatter/records/change-type.ts'
import { recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { DAY, HOUR, MINUTE } from '../../gateway/lib/clock.ts'
import { openAlarmsIn } from '../../gateway/store/alarm-book.ts'
import { ada, kim, nora, vic } from '../cast.ts'
import { openRuledHouse } from './with-rules.ts'
import { publish } from './with-templates.ts'

const NOTE = (text: string, tells: string[] = []) => ({ does: 'note' as const, text, tells })

test('order confirmed: the warehouse is told by a log note, which the customer does not get', async () => {
  const { house, enable, opens, saves, notes, logged } = await openRuledHouse()
  await enable('order-confirmed')
  const order = await opens('order', { name: 'Forty desks', customer: nora })
  house.sent.length = 0
  await saves(order, { values: { stage: 'Confirmed' } })
  expect(await notes(order)).toEqual(['O-1 Forty desks is confirmed: please prepare it.'])
  expect(await logged(order)).toEqual(['Rule “Order confirmed”: note'])
  expect(house.sent.map(({ to }) => to)).toEqual([kim.email])
  const [note] = (await house.entries(order)).filter(({ kind }) => kind === 'note')
  expect(note!.author_name).toBe('Postern, rule “Order confirmed”')
})

test('an order that is only sent, or a confirmed purchase, tells the warehouse nothing', async () => {
  const { enable, opens, saves, notes, runs } = await openRuledHouse()
  await enable('order-confirmed')
  const order = await opens('order', { name: 'Desks' })
  await saves(order, { values: { stage: 'Sent' } })
  const purchase = await opens('purchase', { name: 'Screws' })
  await saves(purchase, { values: { stage: 'Confirmed' } })
  expect([await notes(order), await notes(purchase), await runs()]).toEqual([[], [], []])
})

test('invoice overdue: the customer gets a message on the day after it was due, and a paid invoice brings none', async () => {
  const { house, enable, opens, saves, logged } = await openRuledHouse()
  await enable('invoice-overdue')
  const late = await opens('invoice', {
    name: 'Desks',
    customer: nora,
    values: { total: '900', due: '2026-11-25', stage: 'Posted' },
  })
  const paid = await opens('invoice', {
    name: 'Chairs',
    customer: vic,
    values: { due: '2026-11-25', stage: 'Posted' },
  })
  await house.schedule()
  await saves(paid, { values: { stage: 'Paid' } })
  house.clock.forward(4 * DAY)
  await house.schedule()
  expect(house.sent.map(({ to }) => to)).not.toContain(nora.email)
  house.clock.forward(DAY)
  await house.schedule()
  const toNora = house.sent.filter(({ to }) => to === nora.email)
  expect(toNora).toHaveLength(1)
  expect(toNora[0]!.reading.text).toContain(
    'our invoice Desks over €900.00 was due on Nov 25, 2026',
  )
  expect(toNora[0]!.source).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(toNora[0]!.source).not.toContain('Invoice overdue')
  expect(house.sent.map(({ to }) => to)).not.toContain(vic.email)
  expect(await logged(late)).toEqual(['Rule “Invoice overdue”: template “overdue” to the customer'])
  house.clock.forward(3 * DAY)
  await house.schedule()
  expect(house.sent.filter(({ to }) => to === nora.email)).toHaveLength(1)
})

test('task assigned: the assignee is told by a note that names them, once, also where it was born theirs', async () => {
  const { house, enable, opens, saves, notes } = await openRuledHouse()
  await enable('task-assigned')
  const task = await opens('task', { name: 'Mend the roof' })
  await saves(task, { assignee: await house.idOf(ada) })
  expect(await notes(task)).toEqual(['Ada Byrne, K-1 Mend the roof is yours now.'])
  const toAda = house.sent.filter(({ to }) => to === ada.email).map(({ reading }) => reading.text)
  expect(toAda.some((text) => text.includes('is yours now'))).toBe(true)
  const born = await opens('task', { name: 'Paint it', owner: ada })
  await house.schedule()
  expect(await notes(born)).toEqual(['Ada Byrne, K-2 Paint it is yours now.'])
})

test('lead won: the team is congratulated by a log note', async () => {
  const { house, enable, opens, saves, notes } = await openRuledHouse()
  await enable('lead-won')
  const lead = await opens('lead', { name: 'Big deal', customer: nora })
  await house.follow(lead, ada)
  house.sent.length = 0
  await saves(lead, { values: { stage: 'Won' } })
  expect(await notes(lead)).toEqual(['Big deal is won. Well done, everybody!'])
  const told = house.sent.filter(({ reading }) => reading.text.includes('Well done'))
  expect(told.map(({ to }) => to).sort()).toEqual([ada.email, kim.email])
})

test('on creation the customer is welcomed, in a message that no machine is to answer', async () => {
  const { house, enable } = await openRuledHouse()
  await enable('ticket-welcome')
  await house.ticketFrom(nora)
  await house.schedule()
  const [mail] = house.sent.filter(({ to }) => to === nora.email)
  expect(mail!.reading.text).toContain('Dear Nora Quist,\n\nwe have opened T-1 for you')
  expect(mail!.reading.class).not.toBe('human')
})

test('on deadline a reminder is noted on the day before, and moved with the date', async () => {
  const { house, enable, opens, saves, notes, runs } = await openRuledHouse()
  await enable('task-due')
  const task = await opens('task', {
    name: 'Mend the roof',
    owner: ada,
    values: { due: '2026-11-25' },
  })
  await house.schedule()
  await saves(task, { values: { due: '2026-11-28' } })
  house.clock.forward(4 * DAY)
  await house.schedule()
  expect(await notes(task)).toEqual([])
  house.clock.forward(3 * DAY)
  await house.schedule()
  expect(await notes(task)).toEqual(['K-1 Mend the roof is due on Nov 28, 2026.'])
  expect((await runs()).map(({ state, outcome }) => [state, outcome])).toEqual([
    ['done', 'note for assignee'],
    ['skipped', 'the date has changed'],
  ])
})

test('a rule that is switched on asks the records that are there, and leaves alone what was due before', async () => {
  const { house, enable, opens } = await openRuledHouse()
  const values = (due: string) => ({ stage: 'Posted', due })
  await opens('invoice', { name: 'Old', customer: vic, values: values('2026-11-01') })
  await opens('invoice', { name: 'New', customer: nora, values: values('2026-11-23') })
  await house.schedule()
  await enable('invoice-overdue')
  await house.schedule()
  house.clock.forward(4 * DAY)
  await house.schedule()
  expect(house.sent.map(({ to }) => to)).toContain(nora.email)
  expect(house.sent.map(({ to }) => to)).not.toContain(vic.email)
})

test('nobody answers a customer for four hours: a note says so, once; an answer in time stops it', async () => {
  const { house, rule, notes } = await openRuledHouse()
  await rule('ticket', {
    cause: { on: 'no answer', hours: 4 },
    actions: [NOTE('Nobody has answered {{ customer.name }}.', [ada.email])],
  })
  const slow = await house.ticketFrom(nora)
  const quick = await house.ticketFrom(vic, { subject: 'Quick one' })
  await house.schedule()
  await house.receiveFrom(nora, { to: await house.replyAddress(slow, nora), text: 'Hello?' })
  await house.receiveFrom(kim, { to: 'ticket+2@example.test', text: 'We are on it.' })
  house.clock.forward(4 * HOUR)
  await house.schedule()
  expect(await notes(slow)).toEqual(['Nobody has answered Nora Quist.'])
  expect(await notes(quick)).toEqual([])
  expect(house.sent.some(({ to }) => to === ada.email)).toBe(true)
  house.clock.forward(8 * HOUR)
  await house.schedule()
  expect(await notes(slow)).toHaveLength(1)
})

test('a message from outside sets a field; a colleague’s, a note and a machine’s do not', async () => {
  const { house, rule, now, saves } = await openRuledHouse()
  await rule('ticket', {
    cause: { on: 'message received' },
    actions: [{ does: 'set', field: 'priority', value: 'High' }],
  })
  const ticket = await house.ticketFrom(nora)
  await house.schedule()
  await saves(ticket, { values: { priority: 'Low' } })
  await house.receiveFrom(nora, {
    to: await house.replyAddress(ticket, nora),
    text: 'I am away.',
    headers: { 'Auto-Submitted': 'auto-replied' },
  })
  await house.receiveFrom(kim, { to: 'ticket+1@example.test', text: 'I look into it.' })
  await house.schedule()
  expect((await now(ticket)).record.field_values).not.toContain('High')
  await house.receiveFrom(nora, { to: await house.replyAddress(ticket, nora), text: 'It burns!' })
  await house.schedule()
  expect((await now(ticket)).record.field_values).toContain('High')
})

test('conditions decide: only dear leads of nobody are given to Ada, by their field, stage and people', async () => {
  const { house, rule, opens, now } = await openRuledHouse()
  await rule('lead', {
    cause: { on: 'created' },
    conditions: [
      { field: 'revenue', is: 'more than', value: '1000' },
      { field: 'assignee', is: 'is empty', value: '' },
      { field: 'stage', is: 'is', value: 'New' },
      { field: 'name', is: 'contains', value: 'desk' },
    ],
    actions: [{ does: 'set', field: 'assignee', value: ada.email }],
  })
  const dear = await opens('lead', { name: 'Forty Desks', values: { revenue: '18000' } })
  const cheap = await opens('lead', { name: 'A desk', values: { revenue: '90' } })
  const taken = await opens('lead', { name: 'Desks', owner: kim, values: { revenue: '18000' } })
  await house.schedule()
  const adas = await house.idOf(ada)
  const owners = await Promise.all(
    [dear, cheap, taken].map(async (one) => (await now(one)).record.assignee_id),
  )
  expect(owners).toEqual([adas, null, await house.idOf(kim)])
})

test('a rule adds followers, but brings nobody back who has left', async () => {
  const { house, rule, opens, saves } = await openRuledHouse()
  const mia = { name: 'Mia', email: 'mia@example.test' }
  await house.site.store.write((tx) =>
    addPerson(tx, { name: mia.name, address: mia.email, role: 'agent' }, house.clock.now()),
  )
  await rule('order', {
    cause: { on: 'changed', field: 'stage', to: '' },
    actions: [{ does: 'follow', who: [mia.email] }],
  })
  const order = await opens('order', { name: 'Desks' })
  await saves(order, { values: { stage: 'Sent' } })
  expect(await house.followersOf(order)).toContain(mia.email)
  await house.receiveFrom(mia, { to: 'order+1@example.test', text: '/unfollow' })
  await saves(order, { values: { stage: 'Confirmed' } })
  expect(await house.followersOf(order)).not.toContain(mia.email)
})

test('a template goes to the address in a field, and a record without one is a failure that says so', async () => {
  const { house, enable, rule, opens, runs } = await openRuledHouse()
  await enable('ticket-welcome')
  await house.site.store.write((tx) => tx.all(`update rules set enabled_at = null`))
  await house.site.store.write((tx) =>
    tx.all(
      `update mail_templates set record_type_id = (select id from record_types where code = 'lead')`,
    ),
  )
  await rule('lead', {
    cause: { on: 'created' },
    actions: [{ does: 'template', code: 'welcome', to: 'field:company' }],
  })
  await opens('lead', { name: 'Desks', values: { company: 'buyer@shop.test' } })
  await opens('lead', { name: 'Chairs' })
  await house.schedule()
  expect(house.sent.filter(({ to }) => to === 'buyer@shop.test')).toHaveLength(1)
  const [failing] = await runs()
  expect(failing).toMatchObject({
    state: 'due',
    attempts: 1,
    outcome: 'Company holds no mail address.',
  })
})

test('a note of a rule names users only: a customer in it gets nothing', async () => {
  const { house, rule, opens } = await openRuledHouse()
  await rule('order', {
    cause: { on: 'created' },
    actions: [NOTE('They pay late.', [nora.email, 'assignee'])],
  })
  await opens('order', { name: 'Desks', customer: nora })
  await house.schedule()
  expect(house.sent.filter(({ to }) => to === nora.email)).toEqual([])
})

test('rules that lead to one another end: after three nothing more is done', async () => {
  const { house, rule, opens, saves, runs } = await openRuledHouse()
  const flip = (from: string, to: string) =>
    rule('task', {
      code: `to-${to.toLowerCase()}`,
      name: `To ${to}`,
      cause: { on: 'changed', field: 'priority', to: from },
      actions: [{ does: 'set', field: 'priority', value: to }],
    })
  await flip('Low', 'High')
  await flip('High', 'Low')
  const task = await opens('task', { name: 'Mend the roof' })
  await saves(task, { values: { priority: 'Low' } })
  house.clock.forward(DAY)
  await house.schedule()
  const states = (await runs()).map(({ state, depth }) => [state, depth])
  expect(states).toEqual([
    ['skipped', 4],
    ['done', 3],
    ['done', 2],
    ['done', 1],
  ])
})

test('what fails is tried three times; a rule that fails five times in a row is switched off, with an alarm', async () => {
  const { house, rule, opens, runs } = await openRuledHouse()
  const made = await rule('order', {
    cause: { on: 'created' },
    actions: [NOTE('Half of it'), { does: 'template', code: 'nothing', to: 'followers' }],
  })
  const orders = []
  for (let n = 0; n < 6; n++) {
    orders.push(await opens('order', { name: `Order ${n}` }))
    for (const pause of [0, MINUTE, 10 * MINUTE]) {
      house.clock.forward(pause)
      await house.schedule()
    }
  }
  expect((await runs()).map(({ state }) => state)).toEqual([
    'failed',
    'failed',
    'failed',
    'failed',
    'failed',
  ])
  expect((await runs())[0]).toMatchObject({
    attempts: 3,
    outcome: 'No template "nothing" is published here. There are none.',
  })
  // what was begun is not left half done
  expect(await house.entries(orders[0]!)).toEqual([])
  const found = await house.site.store.read((reader) =>
    reader.one<{ enabled_at: null; stopped_why: string }>('select * from rules where id = $1', [
      made.id,
    ]),
  )
  expect(found).toMatchObject({ enabled_at: null })
  expect(found!.stopped_why).toContain('It failed 5 times in a row')
  await house.site.alarms.idle()
  const alarms = await house.site.store.read(openAlarmsIn)
  expect(alarms.map(({ name, about }) => [name, about])).toEqual([['rule_switched_off', 'A rule']])
})

test('a rule runs at most ten times a day on one record: two machines cannot keep it busy', async () => {
  const { house, rule, notes } = await openRuledHouse()
  await rule('ticket', { cause: { on: 'message received' }, actions: [NOTE('They write.')] })
  const ticket = await house.ticketFrom(nora)
  await house.schedule()
  for (let n = 0; n < 12; n++) {
    await house.receiveFrom(nora, { to: await house.replyAddress(ticket, nora), text: `Part ${n}` })
    await house.schedule()
  }
  expect(await notes(ticket)).toHaveLength(10)
})

test('what happened before a rule was switched on causes nothing, though nobody had looked at it yet', async () => {
  const { house, enable, opens, notes } = await openRuledHouse()
  const before = await opens('task', { name: 'Mend the roof', owner: ada })
  house.clock.forward(MINUTE)
  await enable('task-assigned')
  const after = await opens('task', { name: 'Paint it', owner: ada })
  await house.schedule()
  expect([await notes(before), await notes(after)]).toEqual([
    [],
    ['Ada Byrne, K-2 Paint it is yours now.'],
  ])
})

test('a rule schedules an activity for the one who has the record, by their days', async () => {
  const { house, rule, opens } = await openRuledHouse()
  await rule('task', {
    cause: { on: 'created' },
    actions: [{ does: 'activity', type: 'Call', summary: 'Ring', days: 2, assignee: 'assignee' }],
  })
  const task = await opens('task', { name: 'Mend the roof', owner: ada })
  await house.schedule()
  const planned = await house.site.store.read((reader) => plannedOn(reader, task.thread.id))
  expect(planned).toMatchObject([
    {
      type_name: 'Call',
      summary: 'Ring',
      due_on: '2026-11-23',
      assignee_id: await house.idOf(ada),
    },
  ])
  expect(house.sent.filter(({ to }) => to === ada.email)).not.toEqual([])
})

test('a stage sends its customer the template that it names, once; without a customer a note says so', async () => {
  const { house, opens, saves, notes } = await openRuledHouse()
  await house.site.store.write(async (tx) => {
    const by = await personByAddress(tx, ada.email)
    const type = await recordTypeByCode(tx, 'order')
    const stages = type.stages.map((stage) =>
      stage.code === 'confirmed' ? { ...stage, template: 'thanks' } : stage,
    )
    await changeRecordType(tx, type, { by, at: house.clock.now(), stages })
  })
  await publish(
    house,
    'order',
    {
      subject: 'Thanks',
      layout:
        '<mj-section><mj-column><mj-text>Thank you for {{ record.name }}.</mj-text></mj-column></mj-section>',
      words: 'Thank you for {{ record.name }}.',
    },
    { code: 'thanks' },
  )
  const order = await opens('order', { name: 'Desks', customer: nora })
  await saves(order, { values: { stage: 'Confirmed' } })
  for (const _twice of [1, 2]) await house.schedule()
  const toNora = house.sent.filter(({ to }) => to === nora.email)
  expect(toNora.map(({ reading }) => reading.text)).toEqual([
    expect.stringContaining('Thank you for Desks.'),
  ])
  const orphan = await opens('order', { name: 'Chairs' })
  await saves(orphan, { values: { stage: 'Confirmed' } })
  await house.schedule()
  expect(await notes(orphan)).toEqual([
    'The template “thanks” of this stage was not sent: the record has no customer.',
  ])
})

const UNSOUND: [string, object, string][] = [
  ['no action', { actions: [] }, 'A rule that does nothing is none'],
  [
    'a stage that is not there',
    { cause: { on: 'changed', field: 'stage', to: 'Eaten' } },
    'There is no stage "Eaten"',
  ],
  [
    'a field that is not there',
    { conditions: [{ field: 'weight', is: 'is set', value: '' }] },
    'An order has no field "weight"',
  ],
  [
    'a deadline that is no date',
    { cause: { on: 'deadline', field: 'total', days: 1 } },
    '"total" is no date',
  ],
  [
    'a value that the field does not take',
    { actions: [{ does: 'set', field: 'total', value: 'much' }] },
    'Total takes a number',
  ],
  [
    'a note that reads a thread',
    { actions: [NOTE('{{ thread.notes }}')] },
    'The note, line 1, column 4: There is no value "thread.notes"',
  ],
  [
    'a webhook to a file',
    { actions: [{ does: 'webhook', url: 'file:///etc/passwd' }] },
    'A webhook is an address that begins with https://',
  ],
  [
    'a webhook with a password',
    { actions: [{ does: 'webhook', url: 'https://a:b@shop.test/' }] },
    'without a password',
  ],
  [
    'an activity of a type that is not there',
    { actions: [{ does: 'activity', type: 'Dance', summary: '', days: 1, assignee: '' }] },
    'There is no activity type "Dance". There are: To Do, Call',
  ],
  [
    'no answer after no time',
    { cause: { on: 'no answer', hours: 0 } },
    'How long without an answer?',
  ],
]

for (const [what, part, says] of UNSOUND)
  test(`a rule is not saved with ${what}`, async () => {
    const { rule } = await openRuledHouse()
    const wish = { cause: { on: 'created' as const }, actions: [NOTE('x')], ...part }
    await expect(rule('order', wish)).rejects.toThrow(says.replace('An order', 'A order'))
  })
