import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './open-office.ts'
import { type Visitor, words } from './visitor.ts'

let office: Office
let ada: Visitor
beforeAll(async () => {
  office = await openOffice()
  ada = await office.signedIn('ada')
})
afterAll(() => office.close())

const HUGE_ID = '9007199254740991'

test('a zero byte is no part of a text: it is left out, and breaks nothing', async () => {
  const { location } = await ada.post('/records', {
    type: 'ticket',
    name: 'Zero\0 byte',
    'value.priority': 'High\0',
  })
  expect(words(await ada.get(location!))).toMatch(/Zero byte.*Priority High/)
  await ada.post(`${location}/entries`, { kind: 'note', text: 'one\0two' })
  expect(words(await ada.get(location!))).toContain('onetwo')
  for (const path of [
    '/records?search=%00zero',
    '/mails?messageId=%00',
    '/admin/people?search=%00ada',
    '/admin/aliases?test=x%00@example.test',
    '/deliveries?state=%00',
    '/sign-in?next=%00',
    '/dev/inbox?to=%00&sent=%00',
  ])
    expect([path, (await ada.get(path)).status]).toEqual([path, 200])
  expect((await office.visitor().post('/sign-in', { address: 'kim\0@example.test' })).status).toBe(
    200,
  )
  for (const path of ['/records/T-1%00', '/mails/x%00', '/admin/record-types/ticket%00', '/u/%00'])
    expect([path, (await ada.get(path)).status]).toEqual([path, 404])
  expect((await office.visitor().get('/sign-in/x%00')).status).toBe(404)
})

test('ids as large as they come lead nowhere', async () => {
  for (const path of ['/files/', '/messages/', '/threads/', '/dev/inbox/']) {
    const end = path === '/messages/' || path === '/dev/inbox/' ? '/html' : ''
    expect([path, (await ada.get(`${path}${HUGE_ID}${end}`)).status]).toEqual([path, 404])
  }
  expect((await ada.get(`/records/T-1?before=${HUGE_ID}`)).status).toBe(200)
  expect((await ada.get(`/records/T-1?before=${HUGE_ID}0`)).status).toBe(400)
  expect((await ada.get('/records/T-999999999999999')).status).toBe(404)
  expect((await ada.get(`/deliveries?before=${HUGE_ID}0`)).status).toBe(200)
  expect((await ada.get('/dev/inbox?mail=1e300')).status).toBe(400)
})

test('a choice of something that is not there is refused, not a failure of ours', async () => {
  const posts: [string, Record<string, string>][] = [
    ['/records/T-1', { assignee: '999999999' }],
    ['/admin/aliases', { address: 'y@example.test', type: 'ticket', owner: '999999999' }],
    ['/admin/activity-types', { name: 'Call', assignee_id: '999999999' }],
    ['/admin/activity-types', { name: 'Call', next_type_id: '999999999' }],
    ['/admin/activity-types', { name: 'Call', record_type_id: '999999999' }],
    ['/admin/activity-types/999999999', { name: 'Call' }],
    ['/admin/activity-types/999999999/restore', {}],
    ['/admin/subtypes', { type: 'ticket', label: 'x', code: 'X Y' }],
    ['/admin/record-types', { code: 'x', label: 'x', plural: 'x', prefix: '1' }],
  ]
  for (const [path, fields] of posts) {
    const { status } = await ada.post(path, fields)
    expect.soft([path, fields, status >= 400 && status < 500]).toEqual([path, fields, true])
  }
})
