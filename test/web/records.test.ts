import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './open-office.ts'
import { type Visitor, words } from './visitor.ts'

let office: Office
let kim: Visitor
beforeAll(async () => {
  office = await openOffice()
  kim = await office.signedIn('kim')
})
afterAll(() => office.close())

test('the list shows open records, filters by type and words, and says what to do when it is empty', async () => {
  expect(words(await kim.get('/records'))).toMatch(
    /P-1 Fuser unit.*L-1 Forty desks.*T-1 Printer on fire/,
  )
  const leads = words(await kim.get('/records?type=lead'))
  expect(leads).toContain('Forty desks')
  expect(leads).not.toContain('Printer on fire')
  expect(words(await kim.get('/records?search=nora'))).toContain('Printer on fire')
  expect(words(await kim.get('/records?search=zebra'))).toContain('Nothing found')
  expect(words(await kim.get('/records?type=task'))).toContain('No open tasks')
  expect((await kim.get('/records?search=t-1')).location).toBe('/records/T-1')
})

test('a new record opens with its customer and fields, and a closed one leaves the list', async () => {
  expect(words(await kim.get('/records/new'))).toContain('What kind of record is it?')
  expect((await kim.get('/records/new?type=ticket')).text).toContain('name="value.priority"')
  const fields = {
    type: 'ticket',
    name: 'Door jammed',
    customer: 'omar@customer.test',
    'value.priority': 'Urgent',
  }
  const { location } = await kim.post('/records', fields)
  expect(location).toBe('/records/T-2')
  const page = words(await kim.get(location!))
  expect(page).toMatch(
    /Door jammed.*Customer omar@customer.test Assignee Kim Larsen Priority Urgent/,
  )

  await kim.post('/records/T-2', { 'value.stage': 'solved' })
  expect(words(await kim.get('/records'))).not.toContain('Door jammed')
  expect(words(await kim.get('/records?closed=1'))).toContain('Door jammed')
})

test('saving is tracked as one change; saving the same again is none', async () => {
  const ada = await office.person('ada@example.test')
  const edit = {
    name: 'Printer burnt down',
    assignee: String(ada.id),
    'value.priority': 'Low',
    'value.due': '2026-12-24',
  }
  await kim.post('/records/T-1', edit)
  const page = words(await kim.get('/records/T-1'))
  expect(page).toContain('Name Printer on fire → Printer burnt down')
  expect(page).toContain('Assignee Kim Larsen → Ada Byrne')
  expect(page).toContain('Priority High → Low')
  expect(page).toContain('Due date none → Dec 24, 2026')

  await kim.post('/records/T-1', edit)
  expect(words(await kim.get('/records/T-1'))).toContain('Nothing has changed.')
})

test('the customer of a record is changed, which is tracked, and follows', async () => {
  const { location } = await kim.post('/records', {
    type: 'ticket',
    name: 'Wrong customer',
    customer: 'nora@customer.test',
  })
  expect((await kim.get(location!)).text).toContain('value="nora@customer.test"')
  await kim.post(location!, { customer: 'Olive@customer.test' })
  const page = words(await kim.get(location!))
  expect(page).toMatch(/Customer Nora Quist → Olive@customer\.test/)
  expect(page).toMatch(/Olive@customer\.test external .*Because they are the customer/)

  await kim.post(location!, { name: 'Wrong customer', customer: 'olive@customer.test' })
  expect(words(await kim.get(location!))).toContain('Nothing has changed.')
  await kim.post(location!, { customer: '' })
  expect(words(await kim.get(location!))).toContain('Customer Olive@customer.test → none')
  expect((await kim.post(location!, { customer: 'olive' })).status).toBe(400)
})

test('a value that a field does not take is refused in words, and nothing is saved', async () => {
  const refused = await kim.post('/records/T-1', {
    name: 'Half saved',
    'value.due': 'one fine day',
  })
  expect(refused.status).toBe(400)
  expect(words(refused)).toContain('Due date takes a date such as 2026-01-31')
  expect(words(await kim.get('/records/T-1'))).not.toContain('Half saved')
  expect((await kim.post('/records', { type: 'ticket', name: ' ' })).status).toBe(400)
  expect((await kim.post('/records', { type: 'zebra', name: 'x' })).status).toBe(404)
})

test('a customer who is called like a script stays text', async () => {
  const name = '<script>alert(1)</script>"onload="x'
  const { location } = await kim.post('/records', { type: 'task', name })
  const page = await kim.get(location!)
  expect(page.text).not.toContain('<script>alert')
  expect(words(page)).toContain(name.replace(/<[^>]+>/g, (tag) => tag))
})
