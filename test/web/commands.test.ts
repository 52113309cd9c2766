import { afterAll, beforeAll, expect, test } from 'vitest'
import { followersOf } from '../../gateway/chatter/followers/follow.ts'
import { listMessages } from '../../gateway/chatter/messages/thread-entries.ts'
import { findKept, listKeptMails } from '../../gateway/chatter/notifications/kept-mails.ts'
import { addPerson } from '../../gateway/chatter/people/people.ts'
import { recordByReference } from '../../gateway/chatter/records/records.ts'
import { readMail } from '../../gateway/mail/read-mail.ts'
import { movableClock } from '../house.ts'
import { type Office, openOffice } from './open-office.ts'
import { receive } from './receive.ts'
import { type Visitor, words } from './visitor.ts'

const KIM = 'kim@example.test'

const clock = movableClock()
let office: Office
let kim: Visitor
beforeAll(async () => {
  office = await openOffice({}, { clock })
  kim = await office.signedIn('kim')
  await office.site.store.write(async (tx) => {
    for (const name of ['Bob Kaan', 'Bob Lind'])
      await addPerson(
        tx,
        { name, address: `${name.toLowerCase().replace(' ', '.')}@example.test`, role: 'agent' },
        office.site.clock.now(),
      )
  })
})
afterAll(() => office.close())

async function newTicket(): Promise<string> {
  const { location } = await kim.post('/records', {
    type: 'ticket',
    name: 'A leg',
    customer: 'nora@customer.test',
  })
  return location!.replace('/records/', '')
}

/** All that a text may change, with the record's own reference taken out. */
async function stateOf(reference: string): Promise<object> {
  return office.site.store.read(async (reader) => {
    const { record, thread } = await recordByReference(reader, reference)
    const entries = await listMessages(reader, { thread: thread.id })
    const followers = await followersOf(reader, thread.id)
    return {
      stage: record.stage,
      assignee: record.assignee_id,
      name: record.name,
      values: record.field_values,
      followers: followers
        .map(({ address, muted_until: until }) => [address, until !== null])
        .sort(),
      entries: entries.map(({ kind, new_text: text }) => [kind, text]),
    }
  })
}

const LINES = [
  '/take',
  '/assign me',
  '/assign none',
  '/assign bob',
  '/assign bob.kaan',
  '/assign @ada',
  '/assign nobody-here',
  '/stage waiting',
  '/status In progress',
  '/stage nowhere',
  '/close',
  '/close cancelled',
  '/reopen',
  '/set priority high',
  '/set "Due date" 2026-12-24',
  '/set due 31 December',
  '/set colour red',
  '/set name Another leg',
  '/follow',
  '/follow vic@vendor.test',
  '/follow somebody',
  '/unfollow',
  '/unfollow nora',
  '/mute',
  '/mute 3d',
  '/mute yesterday',
  '/todo call tomorrow',
  '/note',
  '/nto',
  '/who',
  '/find nothing at all',
  '/move K-1',
]

test.each(LINES)('%s does the same by mail as on the page', async (line) => {
  // twenty receipts an hour are all that anybody gets
  clock.forward(4 * 60_000)
  const byMail = await newTicket()
  const onPage = await newTicket()
  const text = `${line}\nA new leg.`
  const mail = `From: Kim Larsen <kim@example.test>\nTo: x\nSubject: A leg\nMessage-ID: <${byMail}@x.test>\nDate: ${new Date(office.site.clock.now()).toUTCString()}\n\n/receipt\n${text}\n`
  await receive(office, mail, {
    from: 'kim@example.test',
    to: `ticket+${byMail.slice(2)}@${office.site.domain}`,
  })
  const { location } = await kim.post(`/records/${onPage}/entries`, {
    kind: 'message',
    text: `/receipt\n${text}`,
  })
  const page = words(await kim.get(location!.replace(/#.*/, '')))
  const state = await stateOf(byMail)
  expect(await stateOf(onPage)).toEqual(state)
  expect(JSON.stringify(state)).toContain('A new leg.')

  const told = (await receiptLines()).map((one) => one.replaceAll(byMail, onPage))
  expect(told.length).toBeGreaterThan(line === '/note' ? 0 : 1)
  // each has planned an activity of its own
  const plain = (text: string) => text.replace(/#\d+/g, '#')
  for (const one of told) expect(plain(page)).toContain(plain(one))
})

/** The lines of the newest letter, which is the receipt. */
async function receiptLines(): Promise<string[]> {
  await office.deliver()
  const kept = await office.site.store.read(async (reader) => {
    const [newest] = (await listKeptMails(reader, KIM)).filter((mail) => mail.message_id === null)
    return (await findKept(reader, newest!.delivery_id))!
  })
  const { text } = await readMail(kept.source, { mailFrom: '', ownDomains: [] })
  return text
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2).replace(/\s+/g, ' '))
}

test('a slip keeps a message inside; /send alone sends it', async () => {
  const ticket = await newTicket()
  await kim.post(`/records/${ticket}/entries`, { kind: 'message', text: '/nto\nCosts a fortune.' })
  const page = await kim.get(`/records/${ticket}`)
  expect(words(page)).toMatch(
    /kept internal, as a note in T-\d+ .*Not known: “\/nto”\. Near it: “\/note”/,
  )
  expect(await stateOf(ticket)).toMatchObject({ entries: [['note', '/nto\nCosts a fortune.']] })
  await kim.post(`/records/${ticket}/entries`, { kind: 'message', text: '/send' })
  expect(await stateOf(ticket)).toMatchObject({
    entries: [
      ['note', '/nto\nCosts a fortune.'],
      ['message', 'Costs a fortune.'],
    ],
  })
})

test('what is written as a note stays one, whatever stands in it', async () => {
  const ticket = await newTicket()
  await kim.post(`/records/${ticket}/entries`, { kind: 'note', text: '/send\nCosts a fortune.' })
  expect(words(await kim.get(`/records/${ticket}`))).toContain('since it was written as a note')
  expect(await stateOf(ticket)).toMatchObject({ entries: [['note', 'Costs a fortune.']] })
})

test('commands alone write no entry, and the page says what they did', async () => {
  const ticket = await newTicket()
  const { location } = await kim.post(`/records/${ticket}/entries`, {
    kind: 'message',
    text: '/take\n/stage waiting',
  })
  expect(location).toBe(`/records/${ticket}`)
  const page = words(await kim.get(location!))
  expect(page).toMatch(
    /Commands read\..*Done: “\/take”\. .* is assigned to Kim Larsen\..*is in "Waiting"/,
  )
})

test('a record type says what the mail of users is', async () => {
  const ada = await office.signedIn('ada')
  const form = (await ada.get('/admin/record-types/task')).text
  expect(form).toMatch(/<select[^>]*name="userMail"/)
  const fields = {
    label: 'Task',
    plural: 'Tasks',
    whoMayPost: 'everyone',
    userMail: 'note',
    'stage.0.label': 'To do',
    'stage.0.code': 'to-do',
  }
  await ada.post('/admin/record-types/task', fields)
  const open = await office.site.store.write(async (tx) =>
    tx.one<{ settings: string }>(`select settings from record_types where code = 'task'`),
  )
  expect(open!.settings).toContain('"userMail":"note"')
})
