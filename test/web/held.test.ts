import { afterEach, beforeEach, expect, test } from 'vitest'
import { listBlocks } from '../../gateway/chatter/aliases/blocks.ts'
import { findInbound } from '../../gateway/inbound/mailbag/received.ts'
import { DAY, HOUR } from '../../gateway/lib/clock.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Visitor, words } from './visitor.ts'

let office: Office
let ada: Visitor
let ahead = 0
beforeEach(async () => {
  ahead = 0
  office = await openOffice({}, { clock: { now: () => Date.now() + ahead } })
  ada = await office.signedIn('ada')
})
afterEach(() => office.close())

async function receive(
  from: string,
  to = 'support@example.test',
  subject = 'Pay',
): Promise<string> {
  const source = Buffer.from(
    `From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${subject}.${from}>\r\n\r\nPay this at once, see https://evil.test/x.\r\n`,
  )
  const id = await office.intake.mailbag.accept({
    door: 'smtp',
    remote: '192.0.2.1',
    mailFrom: from,
    recipients: [to],
    authenticated: null,
    size: source.length,
    source,
    file: null,
  })
  office.intake.sorter.arrived(id)
  await office.intake.sorter.idle()
  return id
}

const SPAM = 'spam@elsewhere.test'
const LOST = 'gone@example.test'
const stateOf = async (id: string) =>
  (await office.site.store.read((reader) => findInbound(reader, id)))!
const ticked = (text: string) => text.match(/name="mail"[^>]*checked/g)?.length ?? 0

test('the held list says why each mail waits, how it begins, and what each button does; empty, it says what held means', async () => {
  expect(words(await ada.get('/mails?state=held'))).toMatch(
    /Nothing waits for you.*without proof.*never lost, and you decide/,
  )
  await receive('kim@example.test')
  await receive(SPAM, LOST, 'Offer')
  const page = words(await ada.get('/mails?state=held'))
  expect(page).toMatch(
    /Offer.*says from spam@elsewhere\.test.*leads nowhere.*Release changes nothing while/,
  )
  expect(page).toMatch(
    /Pay.*a colleague wrote it \(kim@example\.test\), and nothing shows that it is so\. They were asked whether.*posts it as theirs/,
  )
  expect(page).toContain('Pay this at once, see (link left out)')
  expect(page).toMatch(/Drop sets them aside.*Block sender drops them/)
})

test('all mails of a page are ticked by a link, and released or dropped together; the counts are told', async () => {
  const ids = [await receive('kim@example.test'), await receive('ada@example.test')]
  const plain = await ada.get('/mails?state=held')
  expect(ticked(plain.text)).toBe(0)
  const path = /class="quiet tick-all"><a href="([^"]+)"/.exec(plain.text)![1]!
  expect(ticked((await ada.get(path.replaceAll('&amp;', '&'))).text)).toBe(2)

  expect((await ada.post('/held/release')).status).toBe(400)
  const lost = await receive(SPAM, LOST)
  await ada.post('/held/drop', { mail: lost })
  await ada.get('/mails')
  const done = await ada.post('/held/release', { mail: [...ids, lost] })
  expect(done.location).toBe('/mails?state=held')
  await office.intake.sorter.idle()
  expect(words(await ada.get('/mails?state=held'))).toMatch(
    /2 mails released.*1 mail left as before: .*ignored.*Nothing waits/,
  )
  for (const id of ids) expect(await stateOf(id)).toMatchObject({ state: 'filed' })
})

test('senders are blocked in bulk, colleagues never; the page of blocks takes one back', async () => {
  const spam = await receive(SPAM, LOST)
  const claim = await receive('kim@example.test')
  await ada.post('/held/block', { mail: [spam, claim] })
  const page = words(await ada.get('/mails?state=held'))
  expect(page).toMatch(
    /1 mail dropped, and their senders are blocked\. 1 mail left.*Kim.*colleague/,
  )
  expect(await stateOf(claim)).toMatchObject({ state: 'held' })
  expect(await stateOf(spam)).toMatchObject({ state: 'ignored', reason: 'blocked' })
  expect(await stateOf(await receive(SPAM))).toMatchObject({ reason: 'blocked' })

  expect(words(await ada.get('/blocks'))).toMatch(/spam@elsewhere\.test this address, by Ada Byrne/)
  await ada.post('/blocks/remove', { sender: SPAM })
  await ada.get('/blocks')
  expect(await stateOf(await receive(SPAM, undefined, 'Again'))).toMatchObject({ state: 'filed' })
  await ada.post('/blocks', { sender: '@Elsewhere.test' })
  expect((await ada.post('/blocks', { sender: 'kim@example.test' })).status).toBe(403)
  expect(words(await ada.get('/blocks'))).toContain('@elsewhere.test everybody of this domain')
})

test('one mail is blocked from its own page, by its domain', async () => {
  const spam = await receive(SPAM, LOST)
  expect(words(await ada.get(`/mails/${spam}`))).toMatch(/leads nowhere.*Block its sender/)
  await ada.post(`/mails/${spam}/block-domain`)
  const blocks = await office.site.store.read(listBlocks)
  expect(blocks).toMatchObject([{ pattern: '@elsewhere.test', added_by: 'Ada Byrne' }])
})

test('where a held mail would go is told before anybody lets it in, and asking changes nothing', async () => {
  const claim = await receive('kim@example.test', 'ticket+1@example.test')
  const other = await receive('ada@example.test')
  const lost = await receive(SPAM, LOST)
  const where = async (id: string) => words(await ada.get(`/mails/${id}?where`))
  expect(await where(claim)).toMatch(/To T-1 .*: it came to this record’s address/)
  expect(await where(other)).toContain('It would open a record by support@example.test')
  expect(await where(lost)).toContain('Nowhere: unknown address')
  for (const id of [claim, other, lost]) expect(await stateOf(id)).toMatchObject({ state: 'held' })
})

test('what becomes of strangers where only followers may post is set for an alias, and for a record type', async () => {
  await ada.get('/admin/aliases')
  const wish = { address: 'fire@example.test', record: 'T-1', who: 'followers' }
  await ada.post('/admin/aliases', { ...wish, strangers: 'new-linked' })
  const page = await ada.get('/admin/record-types/ticket')
  const fields = { label: 'Ticket', plural: 'Tickets', 'stage.0.label': 'New' }
  const rules = { whoMayPost: 'followers', strangers: 'new-linked' }
  expect(page.text).toContain('name="strangers"')
  await ada.post('/admin/record-types/ticket', { ...fields, ...rules })
  expect((await ada.get('/admin/record-types/ticket')).text).toMatch(/value="new-linked" selected/)
  for (const to of ['fire@example.test', 'ticket+1@example.test']) {
    const id = await receive(SPAM, to, to)
    expect([to, (await stateOf(id)).state]).toEqual([to, 'filed'])
    expect(words(await ada.get(`/mails/${id}`))).toMatch(/opened a record.*linked to T-1/)
  }
})

test('a contact without proof waits where only contacts may post, until the alias and the record type believe a From', async () => {
  await ada.get('/admin/aliases')
  const wish = { address: 'known@example.test', record: 'T-1', who: 'contacts' }
  await ada.post('/admin/aliases', wish)
  const set = (unproved: string) =>
    ada.post('/admin/record-types/ticket', {
      ...{ label: 'Ticket', plural: 'Tickets', 'stage.0.label': 'New' },
      ...{ whoMayPost: 'contacts', unproved },
    })
  await set('hold')
  for (const to of [wish.address, 'ticket+1@example.test']) {
    const id = await receive('nora@customer.test', to, `first to ${to}`)
    expect(await stateOf(id)).toMatchObject({ state: 'held', reason: 'unverified sender' })
    expect(words(await ada.get(`/mails/${id}`))).toContain('nothing shows that they wrote it')
  }
  const friends = { ...wish, address: 'friends@example.test' }
  await ada.post('/admin/aliases', friends)
  await ada.post('/admin/aliases/change', { ...friends, unproved: 'accept' })
  await set('accept')
  expect((await ada.get('/admin/aliases')).text).toMatch(/value="accept" selected/)
  for (const to of [friends.address, 'ticket+1@example.test']) {
    const id = await receive('nora@customer.test', to, `second to ${to}`)
    expect(await stateOf(id)).toMatchObject({ state: 'filed' })
  }
})

test('only operators decide about held mail and blocks', async () => {
  const id = await receive(SPAM, LOST)
  const kim = await office.signedIn('kim')
  for (const path of ['/held/release', '/held/drop', '/held/block', '/blocks', '/blocks/remove'])
    expect([path, (await kim.post(path, { mail: id, sender: SPAM })).status]).toEqual([path, 403])
  expect((await kim.get('/blocks')).status).toBe(403)
  expect((await office.visitor().raw('/held/drop', { fields: { mail: id } })).status).toBe(401)
  expect(await stateOf(id)).toMatchObject({ state: 'held' })
})

test('two operators press at once, and the mail is filed once', async () => {
  const id = await receive('kim@example.test')
  const owner = await office.signedIn('ada')
  await Promise.all([
    ada.post('/held/release', { mail: id }),
    owner.post('/held/release', { mail: id }),
    owner.post(`/mails/${id}/release`),
  ])
  await office.intake.sorter.idle()
  const { trace } = await stateOf(id)
  expect(trace.match(/"step":"released"/g)).toHaveLength(1)
  expect(trace.match(/"step":"opened a record"/g)).toHaveLength(1)
})

test('what waits for longer than a day raises an alarm, on the mail log and in the metrics', async () => {
  await receive('kim@example.test')
  const metrics = async () => (await office.visitor().get('/metrics')).text
  expect(words(await ada.get('/mails'))).not.toContain('longer than a day')
  ahead = DAY + 2 * HOUR
  expect(words(await ada.get('/mails'))).toMatch(
    /1 held mail has waited for longer than a day; the oldest came 26\.0 h ago/,
  )
  const text = await metrics()
  expect(text).toContain('postern_held_older_than_a_day 1')
  expect(Number(/postern_held_oldest_seconds (\d+)/.exec(text)![1])).toBeGreaterThan(26 * 3600 - 60)
})
