import { afterAll, beforeAll, expect, test } from 'vitest'
import { leaveToken } from '../../gateway/mail/leave-token.ts'
import { type Office, openOffice } from './open-office.ts'
import { words } from './visitor.ts'

let office: Office
const logged: string[] = []
beforeAll(async () => {
  const note = (fact: string, fields?: object) => logged.push(`${fact} ${JSON.stringify(fields)}`)
  office = await openOffice({}, { log: { info: note, warn: note, error: note } })
})
afterAll(() => office.close())

test('the secret of a link stands in no line of the log, even when something breaks', async () => {
  const nora = await office.person('nora@customer.test')
  const leave = leaveToken({ thread: 1, person: nora.id }, office.site.keys)
  const { write } = office.site.store
  office.site.store.write = () => Promise.reject(new Error('disk on fire'))
  for (const path of ['/sign-in/asecretthatsignsin', `/u/${leave}`, `/u/${leave}/undo`])
    expect((await office.visitor().raw(path, { fields: {} })).status).toBe(500)
  office.site.store.write = write
  expect(logged.join('\n')).toContain('page failed')
  for (const secret of ['asecretthatsignsin', leave])
    expect(logged.join('\n')).not.toContain(secret)
})

test('whom somebody else has removed does not come back by the link of an old mail', async () => {
  const kim = await office.signedIn('kim')
  const nora = await office.person('nora@customer.test')
  const path = `/u/${leaveToken({ thread: 1, person: nora.id }, office.site.keys)}`
  await kim.post(`/records/T-1/followers/${nora.id}/remove`)
  const page = await office.visitor().raw(`${path}/undo`, { fields: {} })
  expect(page.status).toBe(403)
  expect(words(await kim.get('/records/T-1'))).not.toContain(
    'Nora Quist external nora@customer.test Because',
  )
  expect(words(await office.visitor().get(path))).not.toContain('Undo')

  await kim.post('/records/T-1/followers', { who: 'nora@customer.test' })
  expect((await office.visitor().raw(path, { fields: {} })).status).toBe(200)
  expect((await office.visitor().raw(`${path}/undo`, { fields: {} })).status).toBe(200)
  expect(words(await kim.get('/records/T-1'))).toContain(
    'Nora Quist external nora@customer.test Because',
  )
})
