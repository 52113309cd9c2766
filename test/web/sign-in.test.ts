import { afterAll, beforeAll, expect, test } from 'vitest'
import { findKept, listKeptMails } from '../../gateway/chatter/notifications/kept-mails.ts'
import { makeSignInToken } from '../../gateway/chatter/people/sign-in.ts'
import { DAY } from '../../gateway/lib/clock.ts'
import { readMail } from '../../gateway/mail/read-mail.ts'
import { type Office, openOffice } from './open-office.ts'
import { words } from './visitor.ts'

let office: Office
let ahead = 0
beforeAll(async () => {
  office = await openOffice({}, { clock: { now: () => Date.now() + ahead } })
})
afterAll(() => office.close())

async function linkFor(address: string): Promise<string> {
  return (await signInLink(office, address)).replace('/sign-in/', '')
}

async function signInLink({ site, person }: Office, address: string): Promise<string> {
  const user = await person(address)
  return `/sign-in/${await site.store.write((tx) => makeSignInToken(tx, user, site.clock.now()))}`
}

async function mailedLink(address: string): Promise<string | undefined> {
  await office.deliver()
  const kept = await office.site.store.read(async (reader) => {
    const [newest] = await listKeptMails(reader, address)
    return newest?.reason === 'account' ? findKept(reader, newest.delivery_id) : null
  })
  const mail = kept && (await readMail(kept.source, { mailFrom: null, ownDomains: [] }))
  return /\/sign-in\/\S+/.exec(mail?.text ?? '')?.[0]
}

test('a user asks for a link, gets it by mail, and it works once only', async () => {
  const kim = office.visitor()
  expect(
    words(await kim.post('/sign-in', { address: 'kim@example.test', next: '/records/T-1' })),
  ).toContain('Look into your mailbox')
  const link = (await mailedLink('kim@example.test'))!

  expect(words(await kim.get(link))).toContain('Sign in as Kim Larsen')
  const done = await kim.post(link)
  expect([done.status, done.location]).toEqual([303, '/records/T-1'])
  expect((await kim.get('/records')).status).toBe(200)

  expect((await office.visitor().get(link)).status).toBe(404)
  expect((await office.visitor().post(link)).status).toBe(404)
})

test('opening a link uses nothing up: mail scanners open links', async () => {
  const link = `/sign-in/${await linkFor('kim@example.test')}`
  for (let times = 0; times < 3; times++)
    expect((await office.visitor().get(link)).status).toBe(200)
  await office.visitor().raw(link, { method: 'HEAD' })
  expect((await office.visitor().post(link)).location).toBe('/')
})

test('a stranger and a contact get the same answer as a user, and no mail', async () => {
  const answers = []
  for (const address of ['nobody@example.test', 'nora@customer.test', 'ada@example.test']) {
    const page = await office.visitor().post('/sign-in', { address })
    answers.push([page.status, words(page).replace(address, '')])
  }
  expect(answers[0]).toEqual(answers[2])
  expect(answers[1]).toEqual(answers[2])
  expect(await mailedLink('nora@customer.test')).toBeUndefined()
  expect(await mailedLink('ada@example.test')).toContain('/sign-in/')
})

test('asking again and again stops mailing', async () => {
  const before = (await kept('kim@example.test')).length
  let last = 0
  for (let times = 0; times < 8; times++)
    last = (await office.visitor().post('/sign-in', { address: 'Kim@example.test' })).status
  expect(last).toBe(429)
  expect((await kept('kim@example.test')).length - before).toBeLessThanOrEqual(5)
})

async function kept(address: string) {
  await office.deliver()
  return office.site.store.read((reader) => listKeptMails(reader, address))
}

test('every page but the open ones asks for a sign-in and comes back to where one was going', async () => {
  const stranger = office.visitor()
  for (const path of [
    '/',
    '/records',
    '/records/T-1',
    '/files/1',
    '/messages/1/html',
    '/mails',
    '/deliveries',
    '/admin/people',
  ]) {
    const page = await stranger.get(path)
    expect([path, page.status, page.location]).toEqual([
      path,
      303,
      `/sign-in?next=${encodeURIComponent(path)}`,
    ])
  }
  expect((await stranger.post('/records/T-1/entries', { kind: 'message', text: 'x' })).status).toBe(
    401,
  )
})

test('a sign-in leads to no other site', async () => {
  for (const next of ['https://evil.test/', '//evil.test', '/\\evil.test', 'javascript:alert(1)']) {
    const link = await linkFor('kim@example.test')
    expect(
      (await office.visitor().post(`/sign-in/${link}?next=${encodeURIComponent(next)}`)).location,
    ).toBe('/')
  }
})

test('the session gets a new id at sign-in, and signing out ends it for good', async () => {
  const kim = await office.signedIn('kim')
  const cookie = (
    await office.visitor().post(`/sign-in/${await linkFor('kim@example.test')}`)
  ).headers.getSetCookie()[0]!
  expect(cookie).toMatch(/^postern=.*HttpOnly.*SameSite=Lax/)
  expect((await kim.post('/sign-out')).location).toBe('/sign-in')
  expect((await kim.get('/records')).status).toBe(303)
})

test('another page cannot sign anybody out', async () => {
  const kim = await office.signedIn('kim')
  const headers = { referer: 'https://evil.test/' }
  expect((await kim.raw('/sign-out', { fields: {}, headers })).status).toBe(403)
  expect((await kim.get('/records')).status).toBe(200)
  expect((await office.visitor().raw('/sign-out', { fields: {} })).location).toBe('/sign-in')
})

test('a disabled user is out at once', async () => {
  const ada = await office.signedIn('ada')
  const kim = await office.signedIn('kim')
  const { id } = await office.person('kim@example.test')
  expect((await ada.post(`/admin/people/${id}/disable`)).status).toBe(303)
  expect((await kim.get('/records')).status).toBe(303)
  await ada.post(`/admin/people/${id}/enable`)
  expect((await kim.get('/records')).status).toBe(200)
})

test('a session ends after 14 days, however much it was used, and a link after one', async () => {
  const kim = await office.signedIn('kim')
  const link = await linkFor('kim@example.test')
  ahead = 13 * DAY
  expect((await kim.post('/records/T-1/follow')).status).toBe(303)
  expect((await kim.get('/records/T-1')).status).toBe(200)
  expect((await office.visitor().post(`/sign-in/${link}`)).status).toBe(404)
  ahead = 14 * DAY + 1000
  expect((await kim.get('/records/T-1')).status).toBe(303)
  ahead = 0
})

test('behind a proxy that ends TLS the cookie is set and secure, whatever the proxy says', async () => {
  for (const settings of [{}, { TRUSTED_PROXIES: 'loopback' }]) {
    const other = await openOffice({ BASE_URL: 'https://postern.example.test', ...settings })
    const kim = await other.signedIn('kim')
    expect([settings, (await kim.get('/records')).status]).toEqual([settings, 200])
    const page = await kim.raw('/records', {
      method: 'GET',
      headers: { 'x-forwarded-proto': 'http' },
    })
    expect(page.status).toBe(200)
    const link = await signInLink(other, 'kim@example.test')
    const [cookie] = (await other.visitor().post(link)).headers.getSetCookie()
    expect(cookie).toMatch(/^postern=.*HttpOnly; Secure; SameSite=Lax/)
    await other.close()
  }
})

test('behind a proxy that names another Host, our own forms still come from here', async () => {
  const other = await openOffice({ BASE_URL: 'https://postern.example.test' })
  const kim = await other.signedIn('kim')
  const token = /name="token" value="([a-z0-9]+)"/.exec((await kim.get('/records')).text)![1]!
  const follow = (origin: string) =>
    kim.raw('/records/T-1/follow', { fields: { token }, headers: { origin } })
  expect((await follow('https://postern.example.test')).status).toBe(303)
  expect((await follow('https://postern.example.test.evil.test')).status).toBe(403)
  await other.close()
})

test('the limit on asking counts clients, not the proxy in front of them', async () => {
  const other = await openOffice({ TRUSTED_PROXIES: 'loopback' })
  const ask = async (client: string, n: number) => {
    for (let times = 0; times < n; times++)
      await other.visitor().raw('/sign-in', {
        fields: { address: `nobody${times}@example.test` },
        headers: { 'x-forwarded-for': client },
      })
  }
  const mailed = async () => {
    await other.deliver()
    return (await other.site.store.read((reader) => listKeptMails(reader, 'kim@example.test')))
      .length
  }
  const before = await mailed()
  const fields = { address: 'kim@example.test' }
  await ask('203.0.113.9', 30)
  // what a client writes itself into the header stands before what our proxy writes
  const forged = { 'x-forwarded-for': '198.51.100.7, 203.0.113.9' }
  await other.visitor().raw('/sign-in', { fields, headers: forged })
  expect(await mailed()).toBe(before)
  const honest = { 'x-forwarded-for': '203.0.113.10' }
  await other.visitor().raw('/sign-in', { fields, headers: honest })
  expect(await mailed()).toBe(before + 1)
  await other.close()
})
