import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { givePassword, listTokens } from '../../gateway/chatter/people/credentials.ts'
import { disablePerson, enablePerson } from '../../gateway/chatter/people/disable.ts'
import { MINUTE } from '../../gateway/lib/clock.ts'
import { hashToken } from '../../gateway/lib/ids.ts'
import { hashPassword } from '../../gateway/lib/passwords.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Visitor, words } from './visitor.ts'

/** Passwords are slow to try by design, and slower on a busy machine. */
vi.setConfig({ testTimeout: 60_000 })

const KIM = 'kim@example.test'
const OLD = 'a long way to the castle'
const NEW = 'over the hills and far'

let office: Office
let ahead = 0
const logged: string[] = []
beforeAll(async () => {
  const note = (fact: string, fields?: object) => logged.push(`${fact} ${JSON.stringify(fields)}`)
  office = await openOffice(
    {},
    {
      clock: { now: () => Date.now() + ahead },
      log: { info: note, warn: note, error: note },
    },
  )
})
afterAll(() => office.close())

/** Begins each story with guesses forgotten. */
function later(): void {
  ahead += 16 * MINUTE
}

async function give(address: string, password: string): Promise<void> {
  const person = await office.person(address)
  const secret = await hashPassword(password)
  const at = office.site.clock.now()
  await office.site.store.write((tx) => givePassword(tx, person, { secret, at }))
}

const signIn = (visitor: Visitor, password: string, more: Record<string, string> = {}) =>
  visitor.post('/sign-in', { address: KIM, password, way: 'password', ...more })

test('a user sets a password, signs in with it, and comes to where they were going', async () => {
  const kim = await office.signedIn('kim')
  expect(words(await kim.get('/account'))).not.toContain('Old password')
  expect((await kim.post('/account/password', { new: OLD })).location).toBe('/account')
  expect(words(await kim.get('/account'))).toMatch(/Your password is set.*Old password/)

  const elsewhere = office.visitor()
  const page = await signIn(elsewhere, OLD, { next: '/records/T-1' })
  expect([page.status, page.location]).toEqual([303, '/records/T-1'])
  expect(page.headers.getSetCookie()[0]).toMatch(/^postern=.*HttpOnly.*SameSite=Lax/)
  expect((await elsewhere.get('/records')).status).toBe(200)
  const evil = await signIn(office.visitor(), OLD, { next: 'https://evil.test/' })
  expect(evil.location).toBe('/')
})

test('changing a password asks for the old one, and signs every other browser out', async () => {
  later()
  await give(KIM, OLD)
  const [here, elsewhere] = [office.visitor(), office.visitor()]
  await signIn(here, OLD)
  await signIn(elsewhere, OLD)
  await here.get('/account')
  for (const old of ['', 'not the old one']) {
    const refused = await here.post('/account/password', { old, new: NEW })
    expect([refused.status, words(refused)]).toEqual([
      401,
      expect.stringContaining('not your old password'),
    ])
  }
  expect((await elsewhere.get('/records')).status).toBe(200)

  await here.get('/account')
  expect((await here.post('/account/password', { old: OLD, new: NEW })).status).toBe(303)
  expect((await here.get('/account')).status).toBe(200)
  expect((await elsewhere.get('/records')).status).toBe(303)
  expect((await signIn(office.visitor(), OLD)).status).toBe(401)
  expect((await signIn(office.visitor(), NEW)).status).toBe(303)
})

test.each([
  ['too short', 'short'],
  ['one letter over and over', 'x'.repeat(40)],
  ['their own address', 'ADA@example.test'],
  ['too long', 'a long way '.repeat(20)],
])('a password that is %s is refused', async (_, password) => {
  const ada = await office.signedIn('ada')
  const refused = await ada.post('/account/password', { new: password })
  expect(refused.status).toBe(400)
  expect(words(await ada.get('/account'))).not.toContain('Old password')
})

test('a wrong password, an unknown address, a contact and a disabled user get the same answer', async () => {
  later()
  await give(KIM, OLD)
  const answers: unknown[][] = []
  const ask = async (address: string, password: string) => {
    const page = await office.visitor().post('/sign-in', { address, password, way: 'password' })
    answers.push([page.status, words(page), page.text.replaceAll(address, '')])
  }
  await ask(KIM, 'guessed wrong')
  await ask('nobody@example.test', OLD)
  await ask('nora@customer.test', OLD)
  const person = await office.person(KIM)
  await office.site.store.write((tx) => disablePerson(tx, person, 1))
  await ask(KIM, OLD)
  await office.site.store.write((tx) => enablePerson(tx, person))
  expect(answers[0]![0]).toBe(401)
  for (const answer of answers) expect(answer).toEqual(answers[0])
})

test('whoever guesses is stopped, the right password too; a mailed link still helps, and so does time', async () => {
  later()
  await give(KIM, OLD)
  const statuses = []
  for (let times = 0; times < 6; times++)
    statuses.push((await signIn(office.visitor(), 'guessed wrong')).status)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  expect((await signIn(office.visitor(), OLD)).status).toBe(429)
  expect(words(await signIn(office.visitor(), OLD, { way: 'link' }))).toContain(
    'Look into your mailbox',
  )
  later()
  expect((await signIn(office.visitor(), OLD)).status).toBe(303)
})

test('another site can neither sign anybody in nor change a password', async () => {
  later()
  await give(KIM, OLD)
  const headers = { origin: 'https://evil.test' }
  const fields = { address: KIM, password: OLD, way: 'password' }
  expect((await office.visitor().raw('/sign-in', { fields, headers })).status).toBe(403)
  const kim = await office.signedIn('kim')
  const untokened = await kim.raw('/account/password', { fields: { old: OLD, new: NEW } })
  expect(untokened.status).toBe(403)
  expect((await office.visitor().get('/account')).status).toBe(303)
})

test('a token is shown once, is kept as a hash, signs in to no page, and only its owner takes it back', async () => {
  later()
  const [kim, ada] = [await office.signedIn('kim'), await office.signedIn('ada')]
  const made = await kim.post('/account/tokens', { name: 'phone <b>' })
  const token = /value="([a-z2-7]{32})" readonly/.exec(made.text)![1]!
  expect(made.headers.get('cache-control')).toBe('no-store')
  expect(words(made)).toMatch(/User name kim@example\.test.*STARTTLS/)
  const page = await kim.get('/account')
  expect(words(page)).toContain('phone <b> made just now · never used')
  expect(page.text).not.toContain(token)
  const { id: person } = await office.person(KIM)
  const [row] = await office.site.store.read((reader) => listTokens(reader, person))
  expect(row).toMatchObject({ secret: hashToken(token) })
  expect((await signIn(office.visitor(), token)).status).toBe(401)

  expect((await ada.post(`/account/tokens/${row!.id}/remove`)).status).toBe(404)
  expect((await kim.post(`/account/tokens/${row!.id}/remove`)).status).toBe(303)
  expect(words(await kim.get('/account'))).toContain('No token yet')
  expect(logged.join('\n')).not.toContain(token)
  for (const secret of [OLD, NEW]) expect(logged.join('\n')).not.toContain(secret)
})
