import { afterAll, beforeAll, expect, test } from 'vitest'
import { hasDevInbox } from '../../web/dev-inbox-rule.ts'
import { type Office, openOffice } from './open-office.ts'
import { openVisitor, type Visitor, words } from './visitor.ts'

let office: Office
let anybody: Visitor
beforeAll(async () => {
  office = await openOffice()
  anybody = office.visitor()
  await office.deliver()
})
afterAll(() => office.close())

const LETTER = {
  name: 'Olga',
  from: 'olga@customer.test',
  alias: 'support@example.test',
  to: '',
  subject: 'No paper',
  text: 'It is empty.',
}

async function lastMailTo(address: string): Promise<string> {
  const page = await anybody.get(`/dev/inbox?to=${encodeURIComponent(address)}`)
  return /\/dev\/inbox\?mail=(\d+)/.exec(page.text)![1]!
}

test('a customer writes, the ticket opens, its follower hears of it, answers, and the answer lands in the thread', async () => {
  const sent = await anybody.post('/dev/inbox', LETTER)
  expect(sent.location).toMatch(/^\/dev\/inbox\?sent=/)
  expect(words(await anybody.get(sent.location!))).toContain(
    'Your mail is filed. Open the thread T-2',
  )

  const mail = await lastMailTo('kim@example.test')
  const shown = words(await anybody.get(`/dev/inbox?mail=${mail}&view=text`))
  expect(shown).toContain('[T-2] No paper')
  expect(shown).toContain('It is empty.')
  expect(
    (await anybody.get(`/dev/inbox/${mail}/html`)).headers.get('content-security-policy'),
  ).toContain('sandbox')
  expect(words(await anybody.get(`/dev/inbox?mail=${mail}&view=raw`))).toContain('Reply-To:')
  expect(words(await anybody.get(`/dev/inbox?mail=${mail}&view=trace`))).toContain(
    'assigned to them',
  )

  const replied = await anybody.post(`/dev/inbox/${mail}/reply`, { text: 'I bring some.' })
  expect(words(await anybody.get(replied.location!))).toContain(
    'Your mail is filed. Open the thread T-2',
  )
  const thread = words(await (await office.signedIn('kim')).get('/records/T-2'))
  expect(thread).toMatch(
    /Olga.*It is empty\..*Kim Larsen team via mail.*I bring some\..*Quoted text/,
  )
  expect(thread).not.toContain('unverified')
  expect(await lastMailTo('olga@customer.test')).toBeTruthy()
})

test('files travel along', async () => {
  await anybody.post('/dev/inbox', { ...LETTER, subject: 'With a file' }, [
    new File(['x'.repeat(400_000)], 'big.txt'),
  ])
  const page = words(await (await office.signedIn('kim')).get('/records/T-3'))
  expect(page).toContain('big.txt 400 kB')
})

test('an address that leads nowhere is refused in the words of the door', async () => {
  const refused = await anybody.post('/dev/inbox', { ...LETTER, to: 'suport@example.test' })
  expect([
    refused.status,
    words(refused).includes('There is no mailbox suport@example.test here.'),
  ]).toEqual([404, true])
})

test('a page of another site cannot post to it, nor read it under a name of its own', async () => {
  expect(
    (
      await anybody.raw('/dev/inbox', {
        fields: LETTER,
        headers: { 'sec-fetch-site': 'cross-site' },
      })
    ).status,
  ).toBe(403)
  expect(await statusWithHost('evil.test')).toBe(404)
  expect(await statusWithHost('localhost:3000')).toBe(200)
})

test('behind a proxy on this machine it is not there, whatever Host the proxy writes', async () => {
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
    const headers = { [header]: '203.0.113.9' }
    const page = await anybody.raw('/dev/inbox', { method: 'GET', headers })
    expect([header, page.status]).toEqual([header, 404])
  }
})

/** fetch sets Host by itself, so this asks by hand. */
async function statusWithHost(host: string): Promise<number> {
  const { request } = await import('node:http')
  const [hostname, port] = office.address.split(':')
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: '/dev/inbox', headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode!)
    })
    asked.once('error', reject).end()
  })
}

test('it is there only without a relay and on this machine, unless asked for', () => {
  const site = (config: object) =>
    ({ config: { WEB_HOST: '127.0.0.1', ...config } }) as unknown as Office['site']
  expect(hasDevInbox(site({}))).toBe(true)
  expect(hasDevInbox(site({ RELAY_URL: 'smtp://relay.test' }))).toBe(false)
  expect(hasDevInbox(site({ RELAY_URL: 'smtp://relay.test', DEV_INBOX: '1' }))).toBe(true)
  expect(hasDevInbox(site({ WEB_HOST: '0.0.0.0' }))).toBe(false)
  expect(hasDevInbox(site({ WEB_HOST: '0.0.0.0', DEV_INBOX: '1' }))).toBe(true)
  expect(hasDevInbox(site({ DEV_INBOX: '0' }))).toBe(false)
  // a public address means that a proxy hands on what comes from elsewhere
  expect(hasDevInbox(site({ BASE_URL: 'https://postern.example.test' }))).toBe(false)
  expect(hasDevInbox(site({ BASE_URL: 'http://localhost:3000' }))).toBe(true)
  expect(hasDevInbox(site({ BASE_URL: 'https://postern.example.test', DEV_INBOX: '1' }))).toBe(true)
})

test('with a relay there is no such page', async () => {
  const other = await openOffice({ RELAY_URL: 'smtp://127.0.0.1:9' })
  expect((await openVisitor(other.address).get('/dev/inbox')).location).toBe(
    '/sign-in?next=%2Fdev%2Finbox',
  )
  await other.close()
})
