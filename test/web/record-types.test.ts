import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordByReference } from '../../gateway/chatter/records/records.ts'
import { update } from '../../gateway/store/rows.ts'
import { people } from '../../gateway/store/tables/people.ts'
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

const NAMES = { label: 'Contract', plural: 'Contracts' }
const SETTINGS = { ...NAMES, whoMayPost: 'everyone', creator: '1', currency: 'chf' }

const KINDS = [
  'text',
  'long-text',
  'number',
  'money',
  'date',
  'date-time',
  'selection',
  'stage',
  'boolean',
  'person',
  'link',
]

const FIELDS = Object.fromEntries(
  KINDS.flatMap((kind, index) => [
    [`field.${index}.label`, `My ${kind}`],
    [`field.${index}.kind`, kind],
    [`field.${index}.tracked`, '1'],
    [`field.${index}.options`, 'Small, Large'],
  ]),
)
const STAGES = {
  'stage.0.label': 'Signed',
  'stage.0.place': '9',
  'stage.0.closed': '1',
  'stage.0.subtype': 'discussions',
  'stage.1.label': 'Draft',
  'stage.1.place': '1',
}

test('an admin makes a type with a field of every kind; its form takes them all, and the page shows them in the reader’s way', async () => {
  await ada.post('/admin/record-types', {
    ...NAMES,
    code: 'contract',
    prefix: 'C',
    address: 'deeds',
  })
  const saved = await ada.post('/admin/record-types/contract', {
    ...SETTINGS,
    ...STAGES,
    ...FIELDS,
  })
  expect(saved.status).toBe(303)
  const form = (await ada.get('/records/new?type=contract')).text
  for (const kind of KINDS) expect(form).toContain(`name="value.my-${kind}"`)
  expect(form).toContain('My money (CHF)')
  const values = {
    'value.my-text': 'One line',
    'value.my-long-text': 'Two\nlines',
    'value.my-number': '1234.5',
    'value.my-money': '99.90',
    'value.my-date': '2026-12-24',
    'value.my-date-time': '2026-12-24T14:30',
    'value.my-selection': 'Large',
    'value.my-stage': 'Signed',
    'value.my-boolean': 'true',
    'value.my-person': 'nora@customer.test',
    'value.my-link': 'T-1',
  }
  const opened = await ada.post('/records', { type: 'contract', name: 'Lease', ...values })
  expect(opened.location).toBe('/records/C-1')
  await office.site.store.write(async (tx) =>
    update(
      tx,
      people,
      { id: (await office.person('ada@example.test')).id },
      { language: 'de', time_zone: 'Europe/Berlin' },
    ),
  )
  const page = words(await ada.get('/records/C-1')).replace(/[\u00a0\u202f]/g, ' ')
  expect(page).toContain('deeds+1@example.test')
  expect(page).toContain(
    'My text One line My long-text Two lines My number 1.234,5 My money 99,90 CHF My date 24.12.2026 ' +
      'My date-time 24.12.2026, 15:30 My selection Large My stage Signed My boolean yes My person Nora Quist My link T-1',
  )
})

test('saving a form again as it came changes nothing, whatever its values could be read as', async () => {
  const form = (await ada.get('/records/C-1')).text
  const given = [...form.matchAll(/<input name="(value\.[^"]+)" type="[^"]+" value="([^"]*)"/g)]
  const fields = Object.fromEntries(given.map(([, name, value]) => [name!, value!]))
  expect(fields).toMatchObject({
    'value.my-date-time': '2026-12-24T15:30',
    'value.my-person': 'nora@customer.test',
  })
  await ada.post('/records/C-1', { name: 'Lease', ...fields })
  expect(words(await ada.get('/records/C-1'))).toContain('Nothing has changed.')
})

test('what a change was, and by which door it came, stands in the thread', async () => {
  await kim.post('/records/C-1', { 'value.my-number': '2000', 'value.stage': 'Signed' })
  const page = words(await kim.get('/records/C-1'))
  expect(page).toMatch(/Change Kim Larsen \d\d:\d\d on the web/)
  expect(page).toContain('Stage Draft → Signed')
  expect(page).toContain('My number 1,234.5 → 2,000')
  expect(page).toMatch(/In Signed for .*before that in Draft for/)
})

test('a change of a type is undone by the button that its notice offers, and a removed field still shows its values', async () => {
  await ada.post('/admin/record-types/contract', {
    ...SETTINGS,
    ...STAGES,
    'field.0.label': 'My text',
  })
  const page = await ada.get('/admin/record-types/contract')
  expect(words(page)).toContain('Contract is saved.')
  expect(words(page)).toContain('Removed: My long-text')
  expect(words(await ada.get('/records/C-1'))).toContain('My selection (removed field) Large')
  expect(page.text).toContain('action="/admin/record-types/contract/undo"')
  await ada.post('/admin/record-types/contract/undo')
  const after = words(await ada.get('/admin/record-types/contract'))
  expect(after).toContain('Contract is as it was before.')
  expect(after).not.toContain('Removed: My long-text')
  expect(words(await ada.get('/records/C-1'))).not.toContain('(removed field)')
})

test('stages stand in the order of their places, and each may name the kind of update that a move is', async () => {
  const page = (await ada.get('/admin/record-types/contract')).text
  expect(page.indexOf('value="Draft"')).toBeLessThan(page.indexOf('value="Signed"'))
  const lead = (await ada.get('/admin/record-types/lead')).text
  expect(lead).toMatch(/<option value="won" selected>Lead won/)
})

test('a removed type is offered nowhere, keeps its records, and is restored', async () => {
  await ada.post('/admin/record-types/contract/remove')
  expect(words(await ada.get('/records/new'))).not.toContain('C-…')
  expect((await ada.post('/records', { type: 'contract', name: 'No' })).status).toBe(403)
  expect((await ada.get('/records/C-1')).status).toBe(200)
  await ada.post('/admin/record-types/contract/restore')
  expect(words(await ada.get('/records/new'))).toContain('C-…')
})

test('a person who is gone stays in a field until somebody chooses another', async () => {
  const nora = await office.person('nora@customer.test')
  await office.site.store.write((tx) => update(tx, people, { id: nora.id }, { disabled_at: 1 }))
  await kim.post('/records/C-1', { name: 'Lease of ours', 'value.my-person': 'Nora Quist' })
  const { record } = await office.site.store.read((reader) => recordByReference(reader, 'C-1'))
  expect(record.name).toBe('Lease of ours')
  expect(JSON.parse(record.field_values)).toMatchObject({ 'my-person': nora.id })
})

test('only admins change types and import', async () => {
  expect((await kim.post('/admin/record-types/contract/remove')).status).toBe(403)
  expect((await kim.get('/admin/imports')).status).toBe(403)
})
