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

test('several are added at once, and told by mail in the words of who adds them; who was there is not told again', async () => {
  await ada.post('/records/T-1/unfollow')
  const { id } = await office.person('ada@example.test')
  await kim.post('/records/T-1/followers', { who: 'vic@vendor.test' })
  const text = 'Dear all,\n\nplease look at this,\nit burns.'
  const fields = { who: 'zoe@new.test, Vic Moreau', people: String(id), tell: '1', text }
  const page = await kim.post('/records/T-1/followers', fields)
  expect(page.status).toBe(303)
  expect(words(await kim.get('/records/T-1'))).toContain('3 people follow this record now')
  await office.deliver()
  const letters = await office.site.store.read((reader) =>
    reader.all<{ address: string; source: Buffer }>(
      `select d.address, k.source from kept_mails k join deliveries d on d.id = k.delivery_id where d.reason = 'account' order by d.id`,
    ),
  )
  const invited = letters.filter(({ source }) => /X-Postern-Class: invitation/.test(String(source)))
  expect(invited.map(({ address }) => address).toSorted()).toEqual([
    'ada@example.test',
    'zoe@new.test',
  ])
  const toZoe = String(invited.find(({ address }) => address === 'zoe@new.test')!.source)
  expect(toZoe).toMatch(/please look at this,\r\nit burns\./)
  expect(toZoe).toMatch(/^From: "Kim Larsen via Tickets" <support@example\.test>/m)
  expect(toZoe).toMatch(/^Reply-To: <ticket\+1\./m)
  expect(toZoe).toMatch(/^Auto-Submitted: auto-generated/m)
  expect(toZoe).not.toContain('/records/')
  expect(String(invited.find(({ address }) => address !== 'zoe@new.test')!.source)).toContain(
    '/records/T-1',
  )
})

test('nobody is told by mail unless that is asked for, and more than two hundred are too many', async () => {
  const before = await letterCount()
  await kim.post('/records/T-1/followers', { who: 'yan@new.test', text: 'Hello.' })
  expect(await letterCount()).toBe(before)
  const crowd = Array.from({ length: 201 }, (_, n) => `c${n}@new.test`).join('\n')
  expect((await kim.post('/records/T-1/followers', { who: crowd })).status).toBe(400)
  expect(await followers()).not.toContain('c0@new.test')
})

async function letterCount(): Promise<number> {
  const found = await office.site.store.read((reader) =>
    reader.one<{ n: number }>('select count(*) as n from deliveries where message_id is null'),
  )
  return Number(found!.n)
}

test('somebody chooses on the record how they hear of it, and others see that they do', async () => {
  await ada.post('/records/T-1/follow')
  await ada.post('/records/T-1/choice', { way: 'digest', mute: '3' })
  const page = words(await kim.get('/records/T-1'))
  expect(page).toMatch(/Ada Byrne.*by digest.*Muted until/)
  expect((await kim.post('/records/T-1/choice', { way: 'nonsense' })).status).toBe(400)
  await ada.post('/records/T-1/choice', { way: '', mute: '' })
  expect(words(await kim.get('/records/T-1'))).not.toContain('Muted until')
})

test('the general choice stands in one’s settings, with the time zone and the working days', async () => {
  const fields = {
    way: 'digest',
    every: 'weekly',
    hour: '7',
    days: ['2', '3'],
    zone: 'Asia/Kolkata',
  }
  await ada.post('/account/notifications', fields)
  const page = await ada.get('/account')
  expect(page.text).toMatch(/name="zone"[^>]*value="Asia\/Kolkata"/)
  expect(words(page)).toMatch(/The next one comes \d+ \w+ \d{4}, 07:00:00/)
  expect(
    (await ada.post('/account/notifications', { ...fields, zone: 'Mars/Olympus' })).status,
  ).toBe(400)
  expect((await ada.post('/account/notifications', { ...fields, days: [] })).status).toBe(400)
})

test('an outsider chooses by the link of a mail, without a sign-in; a page that is opened changes nothing', async () => {
  const nora = await office.person('nora@customer.test')
  const path = `/u/${leaveToken({ thread: 1, person: nora.id }, office.site.keys)}`
  await office.visitor().raw(`${path}/undo`, { fields: {} })
  const page = await office.visitor().get(path)
  expect(words(page)).toContain('Or choose how you hear of it')
  expect(page.text).not.toContain('value="inbox"')
  const saved = await office
    .visitor()
    .raw(`${path}/choice`, { fields: { way: 'digest', mute: '' } })
  expect(words(saved)).toContain('Your choice is saved')
  expect(await followers()).toMatch(/Nora Quist.*by digest/)
  expect((await office.visitor().raw(`${path}/choice`, { fields: { way: 'inbox' } })).status).toBe(
    400,
  )

  const general = /href="(\/d\/[a-z0-9.]+)"/.exec(page.text)![1]!
  for (let times = 0; times < 3; times++)
    expect(words(await office.visitor().get(general))).toContain('Nothing has changed yet')
  const oneClick = {
    fields: { 'List-Unsubscribe': 'One-Click' },
    headers: { origin: 'https://mail.test' },
  }
  for (let times = 0; times < 2; times++) {
    const left = await office.visitor().raw(general, oneClick)
    expect([left.status, left.headers.getSetCookie()]).toEqual([200, []])
    expect(words(left)).toContain('The digest has stopped')
  }
  expect(await followers()).toMatch(/Nora Quist.*hears nothing/)
  await office.visitor().raw(`${general}/undo`, { fields: {} })
  expect(await followers()).toMatch(/Nora Quist.*by digest/)
  expect((await office.visitor().get('/d/3.aaaaaaaaaaaaaaaa')).status).toBe(404)
  await office.visitor().raw(`${path}/choice`, { fields: { way: '', mute: '' } })
})

test('who was told, who was not, and why, stands behind each entry', async () => {
  await kim.post('/records/T-1/entries', { kind: 'message', text: 'Told to many.' })
  const page = await kim.get('/records/T-1')
  const told = [...page.text.matchAll(/\/messages\/\d+\/told/g)].at(-1)![0]
  expect(words(await kim.get(told))).toMatch(/Told .*Nora Quist.*by mail, because/)
  expect(words(await kim.get(`${told}?search=mallory`))).not.toContain('They do not follow')
  expect(words(await kim.get(`${told}?search=kim`))).toContain('They wrote it.')
  expect((await office.visitor().get(told)).status).toBe(303)
})
