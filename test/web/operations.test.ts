import { afterAll, beforeAll, expect, test } from 'vitest'
import { listDeliveryPage } from '../../gateway/chatter/notifications/delivery-list.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Visitor, words } from './visitor.ts'

let office: Office
let ada: Visitor
let ahead = 0
beforeAll(async () => {
  office = await openOffice({}, { clock: { now: () => Date.now() + ahead } })
  ada = await office.signedIn('ada')
})
afterAll(() => office.close())

/** A mail that claims to be Kim's and shows no proof. */
const CLAIM =
  'From: Kim Larsen <kim@example.test>\r\nTo: support@example.test\r\nSubject: Pay\r\nMessage-ID: <pay@x.test>\r\n\r\nPay this at once.\r\n'

async function receive(source: string): Promise<string> {
  const bytes = Buffer.from(source)
  const id = await office.intake.mailbag.accept({
    door: 'smtp',
    remote: '192.0.2.1',
    mailFrom: 'evil@x.test',
    recipients: ['support@example.test'],
    authenticated: null,
    size: bytes.length,
    source: bytes,
    file: null,
  })
  office.intake.sorter.arrived(id)
  await office.intake.sorter.idle()
  return id
}

test('a held mail is found, traced, read raw, and released into a thread', async () => {
  const id = await receive(CLAIM)
  expect(words(await ada.get('/mails?state=held'))).toContain('evil@x.test')
  expect(words(await ada.get('/mails?messageId=%3Cpay@x.test%3E'))).toContain('evil@x.test')
  expect(words(await ada.get('/mails?state=filed'))).toContain('No mails here')
  const page = words(await ada.get(`/mails/${id}`))
  expect(page).toMatch(
    /held for you.*unverified colleague.*taken at the door: smtp.*It waits for you/,
  )

  const raw = await ada.get(`/mails/${id}/raw`)
  expect([raw.text, raw.headers.get('content-disposition')]).toEqual([
    CLAIM,
    `attachment; filename="${id}.eml"`,
  ])

  await ada.post(`/mails/${id}/release`)
  await office.intake.sorter.idle()
  const after = words(await ada.get(`/mails/${id}`))
  expect(after).toMatch(/released.*by Ada Byrne.*opened a record.*T-2 Pay as a message/)
  expect((await ada.post(`/mails/${id}/release`)).status).toBe(403)
})

test('a held mail is dropped, and its original stays', async () => {
  const id = await receive(CLAIM.replaceAll('pay', 'pay2').replace('Pay', 'Pay2'))
  await ada.post(`/mails/${id}/drop`)
  expect(words(await ada.get(`/mails/${id}`))).toMatch(/set aside.*dropped.*by Ada Byrne/)
  expect((await ada.get(`/mails/${id}/raw`)).text).toContain('Pay2')
  expect((await ada.get('/mails/nothing')).status).toBe(404)
})

test('a failed delivery is listed with the words of the other side, and sent again', async () => {
  await office.deliver()
  const all = await office.site.store.read((reader) =>
    listDeliveryPage(reader, { state: 'sent', before: 1e9 }),
  )
  const sent = all.find(({ thread_id }) => thread_id !== null)
  await office.site.store.write((tx) =>
    tx.all(
      `update deliveries set state = 'failed', response = '550 5.1.1 no such user' where id = $1`,
      [sent!.id],
    ),
  )
  const page = await ada.get('/deliveries?state=failed')
  expect(words(page)).toMatch(/could not be delivered 550 5\.1\.1 no such user/)
  expect((await ada.get(`/threads/${sent!.thread_id}`)).location).toMatch(/^\/records\/[A-Z]-1$/)
  await ada.post(/\/deliveries\/\d+\/retry/.exec(page.text)![0])
  expect(words(await ada.get('/deliveries?state=failed'))).toContain('No mails here')
  expect((await ada.post(`/deliveries/${sent!.id + 1000}/retry`)).status).toBe(404)
})

test('alive, ready and metrics answer without a sign-in', async () => {
  const probe = office.visitor()
  expect((await probe.get('/livez')).status).toBe(200)
  expect((await probe.get('/readyz')).text).toBe('ready\n')
  await office.deliver()
  const { text, headers } = await probe.get('/metrics')
  expect(headers.get('content-type')).toContain('text/plain')
  expect(text).toMatch(/postern_mails\{queue="deliveries",state="sent"\} \d+/)
  expect(text).toMatch(/postern_mails\{queue="inbound",state="filed"\} 1/)
  expect(text).toContain('postern_oldest_waiting_seconds{queue="inbound"} 0')
  expect(text).toContain('process_cpu_seconds_total')
})

test('metrics count the tables once in some seconds, however often they are asked for', async () => {
  const probe = office.visitor()
  let reads = 0
  const { read } = office.site.store
  office.site.store.read = (work) => {
    reads++
    return read(work)
  }
  ahead += 60_000
  await Promise.all(Array.from({ length: 5 }, () => probe.get('/metrics')))
  await probe.get('/metrics')
  office.site.store.read = read
  expect(reads).toBe(1)
})

test('metrics are for this machine, and for who brings the token', async () => {
  const probe = office.visitor()
  const from = (headers: Record<string, string>) =>
    probe.raw('/metrics', { method: 'GET', headers })
  // what a proxy on this machine hands on came from elsewhere
  for (const headers of [
    { 'x-forwarded-for': '203.0.113.9' },
    { forwarded: 'for=203.0.113.9' },
    { via: '1.1 proxy' },
  ])
    expect([headers, (await from(headers)).status]).toEqual([headers, 403])

  const other = await openOffice({ METRICS_TOKEN: 'a token for metrics' })
  const visitor = other.visitor()
  const ask = async (headers: Record<string, string>) =>
    (await visitor.raw('/metrics', { method: 'GET', headers })).status
  expect(await ask({})).toBe(403)
  expect(await ask({ authorization: 'Bearer a token for metricz' })).toBe(403)
  expect(await ask({ authorization: 'Bearer a token for metrics', via: '1.1 proxy' })).toBe(200)
  await other.close()
})

test('not ready while migrations are missing or the store is gone', async () => {
  const probe = office.visitor()
  const { read } = office.site.store
  office.site.store.read = () => Promise.reject(new Error('disk on fire'))
  const answer = await probe.get('/readyz')
  const alive = await probe.get('/livez')
  office.site.store.read = read
  expect([answer.status, answer.text, alive.status]).toEqual([
    503,
    'the store cannot be read\n',
    200,
  ])

  const [removed] = await office.site.store.write((tx) =>
    tx.all<{ name: string }>(
      'delete from migrations where name = (select max(name) from migrations) returning name',
    ),
  )
  expect((await probe.get('/readyz')).text).toBe('migrations are missing\n')
  await office.site.store.write((tx) =>
    tx.all('insert into migrations (name) values ($1)', [removed!.name]),
  )
})
