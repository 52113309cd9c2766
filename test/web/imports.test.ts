import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './open-office.ts'
import { type Page, type Visitor, words } from './visitor.ts'

let office: Office
let ada: Visitor
beforeAll(async () => {
  office = await openOffice()
  ada = await office.signedIn('ada')
})
afterAll(() => office.close())

const upload = async (text: string, type = 'lead'): Promise<Page> => {
  await ada.get('/admin/imports')
  return ada.post('/admin/imports', { type }, [new File([text], 'leads.csv', { type: 'text/csv' })])
}

test('the first lines of a file are tried, and its columns are known by label or code', async () => {
  const at = (await upload('Name,revenue,Hat\nDesks,1200,red\nChairs,many,blue\n')).location!
  const page = await ada.get(at)
  expect(page.text).toMatch(/name="column.1"[^>]*>.*<option value="revenue" selected>/s)
  expect(page.text).toMatch(/name="column.2"[^>]*><option value="" selected>left out/)
  expect(words(page)).toContain('2 opens one Desks 1200 red')
  expect(words(page)).toContain('3 Expected revenue takes a number, not "many". Chairs many blue')
  expect(words(await ada.get('/records?type=lead'))).not.toContain('Desks 1')
})

test('columns are mapped by hand, the import runs once, and its report names each bad line', async () => {
  const at = (await upload('Was,Hat\nTables,red\n,blue\n')).location!
  expect(words(await ada.get(at))).toContain('Say which column is the name')
  expect((await ada.post(at, { 'column.0': '', run: '1' })).status).toBe(400)
  const twice = await ada.post(at, { 'column.0': 'name', 'column.1': 'name' })
  expect(words(twice)).toContain('Two columns are "name"')
  const mapped = { 'column.0': 'name', 'column.1': 'company' }
  await ada.post(at, mapped)
  expect(words(await ada.get(at))).toContain('2 opens one Tables red')
  await ada.post(at, { ...mapped, run: '1' })
  const report = words(await ada.get(at))
  expect(report).toContain('Imported: 1 created, 0 changed, 1 not taken.')
  expect(report).toContain('Line 3 A new lead needs a name.')
  await ada.post(at, { ...mapped, run: '1' })
  expect(words(await ada.get('/records?type=lead')).split('Tables')).toHaveLength(2)
  const thread = words(await ada.get('/records/L-2'))
  expect(thread).toMatch(
    /Change Postern .*by import of leads.csv, started by Ada Byrne, credited to Postern/,
  )
  expect(thread).toContain('Company none → red')
})

test('a file that is no table is refused before anything is kept', async () => {
  expect((await upload('')).status).toBe(400)
  expect(words(await upload('PK\u0003\u0004'))).toContain('This is no text file')
  expect((await ada.post('/admin/imports', { type: 'lead' })).status).toBe(400)
})

test('imports are listed with their outcome', async () => {
  expect(words(await ada.get('/admin/imports'))).toContain('1 created, 0 changed, 1 not taken')
  expect(words(await ada.get('/admin/imports'))).toContain('not begun')
})
