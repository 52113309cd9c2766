import { afterEach, beforeEach, expect, test } from 'vitest'
import { listMessages } from '../../gateway/chatter/messages/thread-entries.ts'
import { answerRating } from '../../gateway/chatter/ratings/ratings.ts'
import { recordByReference } from '../../gateway/chatter/records/records.ts'
import { DAY } from '../../gateway/lib/clock.ts'
import { readMail } from '../../gateway/mail/read-mail.ts'
import { runChores } from '../../gateway/processes/scheduler.ts'
import { movableClock } from '../house.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Visitor, words } from './visitor.ts'

const clock = movableClock()
let office: Office
let ada: Visitor
let kim: Visitor
beforeEach(async () => {
  office = await openOffice({}, { clock })
  ada = await office.signedIn('ada')
  kim = await office.signedIn('kim')
  await ada.post('/admin/ratings/ticket', { on: '1' })
  await office.deliver()
})
afterEach(() => office.close())

/** Kim closes Nora's ticket, and what is due is done. */
async function close(stage = 'Solved'): Promise<void> {
  await kim.post('/records/T-1', { 'value.stage': stage })
  await runChores(office.site)
  await office.deliver()
}

async function questions() {
  const mails = await office.site.store.read((reader) =>
    reader.all<{ address: string; source: Buffer }>(
      `select d.address, k.source from kept_mails k join deliveries d on d.id = k.delivery_id
       where d.message_id is null order by d.id`,
    ),
  )
  return Promise.all(
    mails.map(async ({ address, source }) => ({
      address,
      source: source.toString(),
      reading: await readMail(source, { mailFrom: null, ownDomains: [] }),
    })),
  )
}

/** The paths of the buttons, best first. */
async function links(): Promise<string[]> {
  const [question] = await questions()
  return [...question!.reading.text.matchAll(/http\S+(\/r\/\S+)/g)].map(([, path]) => path!)
}

test('a customer is asked by mail when their ticket closes, and answers with one click and no login', async () => {
  await close()
  const [question, ...more] = await questions()
  expect(more).toEqual([])
  expect(question!.address).toBe('nora@customer.test')
  expect(question!.reading.text).toContain('T-1 Printer on fire is closed. How did we do?')
  expect(question!.reading.from[0]!.address).toBe('support@example.test')
  expect(question!.reading.replyTo[0]!.address).toMatch(/^ticket\+1\..*@example\.test$/)
  expect(question!.reading.class).not.toBe('human')

  const [good] = await links()
  const nora = office.visitor()
  const page = await nora.get(good!)
  expect(words(page)).toContain('Nora Quist, please confirm your answer about T-1 Printer on fire')
  expect(page.text).toMatch(/value="3" checked/)
  // what was said among colleagues stands nowhere
  expect(page.text).not.toContain('Third fuser')
  const path = good!.replace(/\/\d$/, '')
  expect(words(await nora.post(path, { grade: '3', words: 'Quick and\nfriendly' }))).toContain(
    'Thank you',
  )
  expect(words(await kim.get('/records/T-1'))).toMatch(
    /Rating none → Good In their words none → Quick and friendly/,
  )
  expect(words(await kim.get('/ratings'))).toMatch(
    /Tickets 1 1 0 0.*Good T-1 Printer on fire.*Nora Quist.*“Quick and friendly”/,
  )
})

test('a scanner that follows every link by GET answers nothing; the press of the button counts, once', async () => {
  await close()
  const nora = office.visitor()
  for (const link of await links()) {
    expect((await nora.get(link)).status).toBe(200)
    expect((await nora.raw(link, { method: 'HEAD' })).status).toBe(200)
  }
  expect(words(await kim.get('/ratings'))).toMatch(/Tickets 1 0 0 0/)
  const path = (await links())[0]!.replace(/\/\d$/, '')
  await nora.post(path, { grade: '1' })
  await nora.post(path, { grade: '3' })
  expect(words(await kim.get('/ratings'))).toMatch(/Tickets 1 0 0 1/)
  expect(words(await nora.get(`${path}/3`))).toContain('Thank you')
  const again = office.site.store.write((tx) =>
    answerRating(tx, 1, { grade: 3, words: '', at: clock.now() }),
  )
  await expect(again).rejects.toThrow('You have answered already.')
})

test('the answer is a tracked change of its own subtype, of which the followers hear inside', async () => {
  await close()
  const path = (await links())[2]!.replace(/\/\d$/, '')
  await office.visitor().post(path, { grade: '1' })
  const { thread } = await office.site.store.read((reader) => recordByReference(reader, 'T-1'))
  const entry = (
    await office.site.store.read((reader) => listMessages(reader, { thread: thread.id }))
  ).at(-1)!
  expect(entry).toMatchObject({
    kind: 'change',
    subtype: 'rated',
    author_name: 'Nora Quist',
    audience: 'users',
  })
  await office.deliver()
  const told = await office.site.store.read((reader) =>
    reader.all<{ address: string }>('select address from deliveries where message_id = $1', [
      entry.id,
    ]),
  )
  expect(told).toEqual([{ address: 'kim@example.test' }])
})

test('a token that was changed, or is too old, answers nothing', async () => {
  await close()
  const path = (await links())[0]!.replace(/\/\d$/, '')
  const forged = path.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))
  const nora = office.visitor()
  expect((await nora.get(`${forged}/3`)).status).toBe(404)
  expect((await nora.post(forged, { grade: '3' })).status).toBe(404)
  clock.forward(91 * DAY)
  expect(words(await nora.post(path, { grade: '3' }))).toContain('This question is too old')
  expect((await nora.post(path, { grade: '9' })).status).toBe(400)
})

test('each closing asks once: saving it again asks nothing, opening and closing it again asks anew', async () => {
  await close()
  await kim.post('/records/T-1', { 'value.priority': 'Low' })
  await close('Cancelled')
  expect(await questions()).toHaveLength(1)
  await kim.post('/records/T-1', { 'value.stage': 'New' })
  await close()
  expect(await questions()).toHaveLength(2)
})

const NOT_ASKED: [string, string, string][] = [
  [
    'their mails are not verified',
    `update messages set verified = 0 where author_name = 'Nora Quist'`,
    'the customer’s mails are not verified',
  ],
  [
    'a machine has written in their name',
    `update messages set class = 'auto-reply' where author_name = 'Nora Quist'`,
    'a machine has written in the customer’s name',
  ],
  [
    'their address bounces',
    `update addresses set bounce_score = 2 where address = 'nora@customer.test'`,
    'mail to the customer bounces',
  ],
  [
    'nobody has ever written to them',
    `update deliveries set state = 'failed'`,
    'nobody has written to the customer',
  ],
  [
    'they have stopped our mails',
    `update followers set left_at = 1 where person_id = (select id from people where name = 'Nora Quist')`,
    'the customer has left the thread',
  ],
]

for (const [what, change, why] of NOT_ASKED)
  test(`a customer is not asked where ${what}, and the record says why`, async () => {
    await office.site.store.write((tx) => tx.all(change))
    await close()
    expect(await questions()).toEqual([])
    expect(words(await kim.get('/records/T-1'))).toContain(`Not asked: ${why}.`)
  })

test('where the question is switched off nobody is asked, and only admins switch it', async () => {
  expect((await kim.post('/admin/ratings/ticket', {})).status).toBe(403)
  await ada.post('/admin/ratings/ticket', {})
  await close()
  expect(await questions()).toEqual([])
})
