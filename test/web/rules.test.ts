import { afterAll, beforeAll, expect, test } from 'vitest'
import { runChores } from '../../gateway/processes/scheduler.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Visitor, words } from './visitor.ts'

let office: Office
let ada: Visitor
let kim: Visitor
beforeAll(async () => {
  office = await openOffice()
  ada = await office.signedIn('ada')
  kim = await office.signedIn('kim')
})
afterAll(() => office.close())

test('the seeds’ examples stand ready, and one click switches each on, with its template', async () => {
  const page = words(await ada.get('/admin/rules'))
  for (const name of ['Order confirmed', 'Invoice overdue', 'Task assigned', 'Lead won'])
    expect(page).toContain(`${name} Switch on`)
  expect(page).toContain('Order: when Stage becomes “Confirmed” → note')
  await ada.post('/admin/rules/invoice-overdue/enable')
  expect(words(await ada.get('/admin/rules'))).toContain('Invoice overdue on Switch off')
  expect(words(await ada.get('/admin/templates'))).toContain(
    'Invoice overdue Invoice · overdue · en published',
  )
  await ada.post('/admin/rules/invoice-overdue/disable')
  expect(words(await ada.get('/admin/rules'))).toContain('Invoice overdue off Switch on')
})

test('a rule is written by a small form, tried on the past, switched on, and its log tells what it did', async () => {
  const made = await ada.post('/admin/rules', {
    type: 'ticket',
    name: 'Urgent goes to Ada',
    code: 'urgent',
  })
  expect(made.location).toBe('/admin/rules/urgent')
  const form = {
    name: 'Urgent goes to Ada',
    'cause.on': 'changed',
    'cause.field': 'priority',
    'cause.to': 'Urgent',
    'condition.0.field': 'stage',
    'condition.0.is': 'is not',
    'condition.0.value': 'Solved',
    'condition.1.field': '',
    'action.0.does': 'set',
    'action.0.target': 'assignee',
    'action.0.words': 'ada@example.test',
    'action.1.does': 'note',
    'action.1.target': 'assignee',
    'action.1.words': '{{ record.name }} is urgent.',
    'action.2.does': '',
  }
  await ada.post('/admin/rules/urgent', form)
  expect(words(await ada.get('/admin/rules/urgent'))).toContain(
    'Ticket: when Priority becomes “Urgent”, if Stage is not “Solved” → Assignee set to “ada@example.test”; note for assignee',
  )
  await kim.post('/records/T-1', { 'value.priority': 'Urgent' })
  expect(words(await ada.get('/admin/rules/urgent/dry-run'))).toContain(
    'T-1 Printer on fire: Assignee set to',
  )
  await runChores(office.site)
  expect(words(await ada.get('/admin/rules/urgent'))).toContain('It has not run yet')

  await ada.post('/admin/rules/urgent/enable')
  await kim.post('/records/T-1', { 'value.priority': 'High' })
  await kim.post('/records/T-1', { 'value.priority': 'Urgent' })
  await runChores(office.site)
  expect(words(await ada.get('/admin/rules/urgent'))).toMatch(
    /Log done T-1 Assignee set to “ada@example\.test”; note for assignee/,
  )
  const record = words(await kim.get('/records/T-1'))
  expect(record).toContain('Rule “Urgent goes to Ada” none → Assignee set to')
  expect(record).toContain('Printer on fire is urgent.')
})

test('a form that makes no sound rule is refused in words, and rules are for admins', async () => {
  await ada.post('/admin/rules', { type: 'ticket', name: 'Odd', code: 'odd' })
  const page = await ada.post('/admin/rules/odd', {
    name: 'Odd',
    'cause.on': 'deadline',
    'cause.field': 'priority',
    'cause.days': '1',
    'action.0.does': 'note',
    'action.0.words': 'x',
  })
  expect([page.status, words(page).includes('"priority" is no date of a ticket.')]).toEqual([
    400,
    true,
  ])
  expect((await ada.post('/admin/rules/odd', { name: 'Odd', 'cause.on': 'created' })).status).toBe(
    400,
  )
  expect((await kim.get('/admin/rules')).status).toBe(403)
  expect((await kim.post('/admin/rules/odd/enable')).status).toBe(403)
  await ada.post('/admin/rules/odd/remove')
  expect((await ada.get('/admin/rules/odd')).status).toBe(404)
  await ada.post('/admin/rules/odd/restore')
  expect((await ada.get('/admin/rules/odd')).status).toBe(200)
})
