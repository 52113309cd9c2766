import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf } from '../../gateway/lib/client.ts'
import { dispositionOf } from '../../web/disposition.ts'
import { localPath } from '../../web/local-path.ts'
import { openRateLimit } from '../../web/rate-limit.ts'
import { type Office, openOffice } from './open-office.ts'
import { words } from './visitor.ts'

let office: Office
const logged: string[] = []
beforeAll(async () => {
  const note = (fact: string) => logged.push(fact)
  office = await openOffice({}, { log: { info() {}, warn() {}, error: note } })
})
afterAll(() => office.close())

test('a form without the token of the session, or from another site, is refused', async () => {
  const kim = await office.signedIn('kim')
  const fields = { kind: 'note', text: 'forged' }
  expect((await kim.raw('/records/T-1/entries', { fields })).status).toBe(403)
  expect(
    (await kim.raw('/records/T-1/entries', { fields: { ...fields, token: 'aaaa' } })).status,
  ).toBe(403)
  const token = /name="token" value="([a-z0-9]+)"/.exec((await kim.get('/records/T-1')).text)![1]!
  const alike = { ...fields, token: 'é'.repeat(token.length) }
  expect((await kim.raw('/records/T-1/entries', { fields: alike })).status).toBe(403)
  const own = { ...fields, token }
  expect(
    (
      await kim.raw('/records/T-1/entries', {
        fields: own,
        headers: { 'sec-fetch-site': 'cross-site' },
      })
    ).status,
  ).toBe(403)
  expect(
    (
      await kim.raw('/records/T-1/entries', {
        fields: own,
        headers: { origin: 'https://evil.test' },
      })
    ).status,
  ).toBe(403)
  expect(
    (
      await kim.raw('/records/T-1/entries', {
        fields: own,
        headers: { origin: `http://${office.address}` },
      })
    ).status,
  ).toBe(303)
  expect((await kim.get('/records/T-1')).text.match(/forged/g)).toHaveLength(1)
})

test('an agent may not open the admin pages or the mail log, nor use their forms', async () => {
  const kim = await office.signedIn('kim')
  for (const path of [
    '/admin/aliases',
    '/admin/record-types',
    '/admin/subscriptions',
    '/admin/activity-types',
    '/admin/people',
    '/mails',
    '/deliveries',
  ]) {
    expect([path, (await kim.get(path)).status]).toEqual([path, 403])
  }
  for (const path of [
    '/admin/aliases',
    '/admin/people',
    '/admin/people/1/role',
    '/admin/people/1/sign-in-link',
    '/deliveries/1/retry',
  ]) {
    expect([path, (await kim.post(path, { name: 'x' })).status]).toEqual([path, 403])
  }
  expect((await kim.get('/records')).text).not.toContain('/admin/aliases')
})

test('a reader reads, follows, and writes nothing', async () => {
  const ada = await office.signedIn('ada')
  const { id } = await office.person('kim@example.test')
  const kim = await office.signedIn('kim')
  await ada.post(`/admin/people/${id}/role`, { role: 'reader' })
  const page = await kim.get('/records/T-1')
  expect(page.status).toBe(200)
  expect(page.text).not.toContain('Log note')
  for (const path of [
    '/records/T-1/entries',
    '/records/T-1',
    '/records',
    '/records/T-1/followers',
    '/messages/1/let-in',
  ]) {
    expect([
      path,
      (
        await kim.post(path, {
          kind: 'note',
          text: 'x',
          type: 'ticket',
          name: 'x',
          who: 'Vic Moreau',
        })
      ).status,
    ]).toEqual([path, 403])
  }
  expect((await kim.post('/records/T-1/follow')).status).toBe(303)
  await ada.post(`/admin/people/${id}/role`, { role: 'agent' })
})

test('pages carry a policy that lets no inline script or style run, and hold none', async () => {
  const ada = await office.signedIn('ada')
  for (const path of [
    '/records',
    '/records/T-1',
    '/admin/aliases',
    '/admin/subscriptions',
    '/dev/inbox',
    '/sign-in',
    '/nowhere',
  ]) {
    const page = await ada.get(path)
    const policy = page.headers.get('content-security-policy')!
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(page.text).not.toMatch(/ style="|<style|<script(?! src=)| on[a-z]+="/)
  }
})

test('nothing that needs a sign-in stays in the cache of a browser', async () => {
  const ada = await office.signedIn('ada')
  const file = new File(['kept'], 'kept.txt')
  await ada.post('/records/T-1/entries', { kind: 'note', text: 'x' }, [file])
  const page = await ada.get('/records/T-1')
  const download = /\/files\/\d+/.exec(page.text)![0]
  const entry = /id="m(\d+)"/.exec(page.text)![1]
  const paths = ['/records', '/records/new', '/mails', '/admin/people', '/nowhere', download]
  for (const path of [...paths, `/messages/${entry}/text`, '/sign-in', '/dev/inbox']) {
    const { headers } = await ada.get(path)
    expect([path, headers.get('cache-control')]).toEqual([
      path,
      expect.stringContaining('no-store'),
    ])
  }
})

test('what is not there is a page with its status; what cannot be read too', async () => {
  const kim = await office.signedIn('kim')
  expect((await kim.get('/nowhere')).status).toBe(404)
  expect((await kim.get('/records/T-999')).status).toBe(404)
  expect((await kim.get('/files/999')).status).toBe(404)
  expect((await kim.get('/files/abc')).status).toBe(404)
  expect((await kim.get('/records?page=-1')).status).toBe(400)
  expect((await kim.get('/records/%')).status).toBe(400)
})

test('a form with files that breaks off is not our fault, and leaves no file behind', async () => {
  const kim = await office.signedIn('kim')
  const part = '--x\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\nabc'
  for (const body of ['token=x', `${part}\r\n`, `${part}\r\n--x\r\nbroken\r\n\r\n--x--`]) {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' }
    const page = await kim.raw('/records/T-1/entries', { body, headers })
    expect([body, page.status]).toEqual([body, 400])
  }
  expect(readdirSync(join(office.site.config.DATA_DIR, 'uploads'))).toEqual([])
})

test('an upload that breaks off harms nobody, and leaves no file behind', async () => {
  const kim = await office.signedIn('kim')
  const waiting = () => readdirSync(join(office.site.config.DATA_DIR, 'uploads')).length
  const hangUp = await kim.beginUpload('/records/T-1/entries')
  await expect.poll(waiting).toBe(1)
  hangUp()
  await expect.poll(waiting).toBe(0)
  expect((await kim.get('/records/T-1')).status).toBe(200)
})

test('a bug answers 500 and shows nothing of our insides; the log has it', async () => {
  const kim = await office.signedIn('kim')
  const { read } = office.site.store
  let calls = 0
  office.site.store.read = (work) =>
    ++calls > 2 ? Promise.reject(new Error('no such table: secrets')) : read(work)
  const page = await kim.get('/records')
  office.site.store.read = read
  expect(page.status).toBe(500)
  expect(page.text).not.toContain('secrets')
  expect(logged).toContain('page failed')
})

test('a file that the store has lost is our fault, said in a page and in the log', async () => {
  const kim = await office.signedIn('kim')
  await kim.post('/records/T-1/entries', { kind: 'note', text: 'x' }, [new File(['y'], 'y.txt')])
  const path = /\/files\/\d+/.exec((await kim.get('/records/T-1')).text)![0]
  rmSync(join(office.site.config.DATA_DIR, 'files'), { recursive: true })
  logged.length = 0
  const page = await kim.get(path)
  expect([page.status, page.headers.get('content-disposition')]).toEqual([500, null])
  expect(words(page)).toContain('Something broke')
  expect(logged).toEqual(['page failed'])
})

test('a path to go back to stays inside this site', () => {
  const outside = [
    '',
    'records',
    '//evil.test',
    '/\\evil.test',
    '/a\\b',
    'https://evil.test',
    '/ü',
    '/a b',
    '/\n/evil.test',
  ]
  for (const path of outside) expect([path, localPath(path)]).toEqual([path, '/'])
  for (const path of ['/', '/records/T-1?before=3', '/a//b']) expect(localPath(path)).toBe(path)
})

test('a file name is written for old and new clients, and breaks out of no header', () => {
  expect(dispositionOf('attachment', 'Übersicht "1".pdf')).toBe(
    `attachment; filename="_bersicht _1_.pdf"; filename*=UTF-8''%C3%9Cbersicht%20%221%22.pdf`,
  )
  expect(dispositionOf('inline', "a'(b)*\ud800.png")).toBe(
    `inline; filename="a'(b)*_.png"; filename*=UTF-8''a%27%28b%29%2A%EF%BF%BD.png`,
  )
})

test('the addresses of one IPv6 network are one client', () => {
  const clients = [
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['2001::1:2:3:4:5:6', '2001:0:1:2'],
    ['::1', '0:0:0:0'],
    ['', ''],
  ]
  for (const [ip, client] of clients) expect([ip, clientOf(ip!)]).toEqual([ip, client])
})

test('a rate limit counts within its window only', () => {
  let now = 0
  const limit = openRateLimit({ now: () => now }, { times: 2, within: 10 })
  expect([limit.mayPass('a'), limit.mayPass('a'), limit.mayPass('a'), limit.mayPass('b')]).toEqual([
    true,
    true,
    false,
    true,
  ])
  now = 11
  expect(limit.mayPass('a')).toBe(true)
})
