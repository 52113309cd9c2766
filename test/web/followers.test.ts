import { afterAll, beforeAll, expect, test } from 'vitest'
import { leaveToken } from '../../gateway/mail/leave-token.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Visitor, words } from './visitor.ts'

let office: Office
let kim: Visitor
let ada: Visitor
beforeAll(async () => {
  office = await openOffice()
  kim = await office.signedIn('kim')
  ada = await office.signedIn('ada')
})
afterAll(() => office.close())

async function followers(): Promise<string> {
  return /Followers \d.*?Add followers/.exec(words(await kim.get('/records/T-1')))![0]
}

test('following and unfollowing oneself, and undoing it', async () => {
  await ada.post('/records/T-1/follow')
  expect(await followers()).toContain('Ada Byrne')
  expect(words(await ada.get('/records/T-1'))).toContain('Unfollow')
  await ada.post('/records/T-1/unfollow')
  const page = await ada.get('/records/T-1')
  expect(await followers()).not.toContain('Ada Byrne')
  expect(page.text).toMatch(/action="\/records\/T-1\/follow"[\s\S]*Undo/)
})

test('others are added by name, by address, and as somebody new', async () => {
  await kim.post('/records/T-1/followers', { who: 'ada byrne' })
  await kim.post('/records/T-1/followers', { who: 'Omar@elsewhere.test' })
  expect(await followers()).toMatch(/Ada Byrne.*Omar@elsewhere.test/)
  expect(words(await kim.post('/records/T-1/followers', { who: 'Nobody Known' }))).toContain(
    'Write a mail address to add somebody new',
  )
  expect((await kim.post('/records/T-1/followers', { who: 'a' })).status).toBe(400)
  const { id } = await office.person('omar@elsewhere.test')
  await kim.post(`/records/T-1/followers/${id}/remove`)
  expect(await followers()).not.toContain('Omar@elsewhere.test')
})

test('a subscription is edited by ticks; nobody outside gets an internal one', async () => {
  const [user, nora] = [
    await office.person('ada@example.test'),
    await office.person('nora@customer.test'),
  ]
  await kim.post('/records/T-1/followers', { who: 'ada@example.test' })
  await kim.post(`/records/T-1/followers/${user.id}/subscription`, { subtypes: ['note'] })
  expect(words(await kim.get('/records/T-1'))).not.toContain('Goes by mail to Nora Quist, Ada')
  expect(
    (
      await kim.post(`/records/T-1/followers/${nora.id}/subscription`, {
        subtypes: ['discussions', 'note'],
      })
    ).status,
  ).toBe(403)
  await kim.post(`/records/T-1/followers/${nora.id}/subscription`, {})
  expect(words(await kim.get('/records/T-1'))).not.toContain('1 customer')
  await kim.post(`/records/T-1/followers/${nora.id}/subscription`, { subtypes: 'discussions' })
  expect(words(await kim.get('/records/T-1'))).toContain('1 customer')
})

test('opening the link of a mail changes nothing; the button leaves at once, twice is once, and undo brings back', async () => {
  const nora = await office.person('nora@customer.test')
  const path = `/u/${leaveToken({ thread: 1, person: nora.id }, office.site.keys)}`
  const scanner = office.visitor()
  for (let times = 0; times < 3; times++)
    expect(words(await scanner.get(path))).toContain('Nothing has changed yet')
  await scanner.raw(path, { method: 'HEAD' })
  expect(await followers()).toContain('Nora Quist')

  // a provider's one-click POST: no cookie, no token, another origin
  const oneClick = {
    fields: { 'List-Unsubscribe': 'One-Click' },
    headers: { origin: 'https://mail.provider.test' },
  }
  for (let times = 0; times < 2; times++) {
    const left = await office.visitor().raw(path, oneClick)
    expect([left.status, left.headers.getSetCookie()]).toEqual([200, []])
  }
  expect(await followers()).not.toContain('Nora Quist')
  expect(words(await scanner.get(path))).toContain('These mails have stopped')

  expect((await office.visitor().raw(`${path}/undo`, { fields: {} })).status).toBe(200)
  expect(await followers()).toContain('Nora Quist')
})

test('a forged or cut leave link is not found', async () => {
  const token = leaveToken({ thread: 1, person: 3 }, { current: 'some other key of somebody' })
  for (const path of [`/u/${token}`, '/u/1.3', '/u/x']) {
    expect((await office.visitor().get(path)).status).toBe(404)
    expect((await office.visitor().raw(path, { fields: {} })).status).toBe(404)
  }
})
