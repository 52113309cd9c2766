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

async function write(text: string, kind = 'message'): Promise<string> {
  const { location } = await kim.post('/records/T-1/entries', { kind, text })
  return /#m(\d+)$/.exec(location ?? '')![1]!
}

test('the search shows what was found with its words marked, and jumps to it, however old it is', async () => {
  const old = await write('The <b>fuser</b> was swapped in spring.')
  for (let n = 0; n < 60; n++) await write(`Filler ${n}`, 'note')
  const page = await kim.get('/search?q=fuser+spring')
  expect(page.text).toContain(
    'The &lt;b&gt;<mark>fuser</mark>&lt;/b&gt; was swapped in <mark>spring</mark>.',
  )
  expect(page.text).toContain(`/records/T-1?at=${old}#m${old}`)
  const there = await kim.get(`/records/T-1?at=${old}`)
  expect(there.text).toContain(`id="m${old}"`)
  expect(words(there)).toContain('Newest entries')
  expect(words(await kim.get('/records/T-1'))).not.toContain('was swapped in spring')
})

test('a thread is searched by itself, and from there everywhere', async () => {
  const page = await kim.get('/search?q=filler&record=T-1')
  expect(words(page)).toContain('In T-1 only')
  expect(page.text).toContain('rel="next"')
  expect(words(await kim.get('/search?q=filler&record=L-1'))).toContain('Nothing found')
  expect(words(await kim.get('/records/T-1'))).toContain('Search in T-1')
})

test('an empty search says what can be written, and a search for nobody why nothing is found', async () => {
  expect(words(await kim.get('/search'))).toContain('in one record')
  expect(words(await kim.get('/search?q=from:zoe+leg'))).toContain('Nobody here is called “zoe”')
  expect((await office.visitor().get('/search?q=leg')).location).toMatch(/^\/sign-in/)
})

test('a file is put to a record without a message, taken away, and put back', async () => {
  const plan = new File(['bytes'], 'Plan of the office.pdf', { type: 'application/pdf' })
  await kim.post('/records/T-1/files', {}, [plan])
  const page = await kim.get('/records/T-1')
  expect(words(page)).toMatch(/Plan of the office\.pdf 5 bytes, put here by Kim/)
  const id = /action="\/files\/(\d+)\/remove"/.exec(page.text)![1]!
  expect((await kim.get(`/files/${id}`)).text).toBe('bytes')

  await kim.post(`/files/${id}/remove`)
  expect((await kim.get(`/files/${id}`)).status).toBe(404)
  expect(words(await kim.get('/records/T-1'))).toContain('Plan of the office.pdf is removed. Undo')
  await kim.post(`/files/${id}/restore`)
  expect((await kim.get(`/files/${id}`)).status).toBe(200)
})

test('a file of a message goes with its message, no file is no file, and a deleted record takes none', async () => {
  const file = new File(['x'], 'note.txt', { type: 'text/plain' })
  await kim.post('/records/T-1/entries', { kind: 'note', text: 'See' }, [file])
  const page = (await kim.get('/records/T-1')).text
  const id = /href="\/files\/(\d+)">note\.txt/.exec(page)![1]!
  expect(words(await kim.post(`/files/${id}/remove`))).toContain('goes with it')
  expect((await kim.post('/records/T-1/files', {}, [])).status).toBe(400)
  await kim.post('/records/L-1/delete')
  expect((await kim.post('/records/L-1/files', {}, [file])).status).toBe(403)
})
