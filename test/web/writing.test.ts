import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCanned } from '../../gateway/chatter/messages/canned.ts'
import { listKeptMails } from '../../gateway/chatter/notifications/kept-mails.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Page, type Visitor, words } from './visitor.ts'

let office: Office
let kim: Visitor
let ada: Visitor
beforeAll(async () => {
  office = await openOffice()
  kim = await office.signedIn('kim')
  ada = await office.signedIn('ada')
  await office.deliver()
})
afterAll(() => office.close())

/** A ticket of its own, which Vic follows. */
async function openTicket(name: string): Promise<string> {
  const opened = await kim.post('/records', {
    type: 'ticket',
    name,
    customer: 'nora@customer.test',
  })
  await kim.post(`${opened.location}/followers`, { who: 'vic@vendor.test' })
  return opened.location!
}

const entryIn = ({ location }: Page) => Number(/#m(\d+)$/.exec(location ?? '')?.[1])

async function mailsAbout(message: number): Promise<string[]> {
  await office.deliver()
  const kept = await office.site.store.read((reader) => listKeptMails(reader, ''))
  return kept
    .filter((one) => one.message_id === message)
    .map(({ address }) => address)
    .sort()
}

const SEND = { kind: 'message', text: 'We come on Mondey.' }

test('one edits one’s own message; the page says that nobody is mailed again, and shows what was there before', async () => {
  const ticket = await openTicket('Edit me')
  const id = entryIn(await kim.post(`${ticket}/entries`, SEND))
  expect(await mailsAbout(id)).toEqual(['nora@customer.test', 'vic@vendor.test'])
  const page = words(await kim.get(`/messages/${id}/edit`))
  expect(page).toContain('Already mailed to 2 people: they are not mailed again')
  expect(page).toContain('Ctrl+Enter saves, Escape discards.')
  const saved = await kim.post(`/messages/${id}/edit`, { text: 'We come on Monday.', seen: '' })
  expect(saved.location).toBe(`${ticket}#m${id}`)
  expect(words(await kim.get(ticket))).toMatch(/edited \d\d:\d\d.*We come on Monday\./)
  const history = words(await kim.get(`/messages/${id}/history`))
  expect(history).toMatch(
    /when Kim Larsen changed it: We come on Mondey\. Now: We come on Monday\./,
  )
  expect(await mailsAbout(id)).toHaveLength(2)
})

test('a message of somebody else has no Edit for a user, and one for an admin', async () => {
  const ticket = await openTicket('Whose is it')
  const id = entryIn(await ada.post(`${ticket}/entries`, { kind: 'note', text: 'Mine' }))
  const edit = `href="/messages/${id}/edit"`
  expect((await kim.get(ticket)).text).not.toContain(edit)
  expect((await kim.get(`/messages/${id}/edit`)).status).toBe(403)
  expect((await kim.post(`/messages/${id}/edit`, { text: 'Yours' })).status).toBe(403)
  expect((await kim.post(`/messages/${id}/delete`)).status).toBe(403)
  const hers = entryIn(await kim.post(`${ticket}/entries`, { kind: 'note', text: 'Kim’s' }))
  expect((await ada.get(ticket)).text).toContain(`href="/messages/${hers}/edit"`)
})

test('deleting says what becomes of the mails, and leaves a trace without words', async () => {
  const ticket = await openTicket('Delete me')
  const id = entryIn(
    await kim.post(`${ticket}/entries`, { kind: 'message', text: 'Sent too soon' }),
  )
  await office.deliver()
  const question = words(await kim.get(`/messages/${id}/delete`))
  expect(question).toContain('2 people have it by mail already. That cannot be called back.')
  await kim.post(`/messages/${id}/delete`)
  const page = words(await kim.get(ticket))
  expect(page).toContain('2 mails have left before and cannot be called back.')
  expect(page).toMatch(/A message of Kim Larsen.* was deleted by Kim Larsen/)
  expect(page).not.toContain('Sent too soon')
  expect((await kim.get(`/messages/${id}/edit`)).status).toBe(404)
})

test('a note that names somebody outside asks first, with their name, and goes to them only when they are ticked', async () => {
  const ticket = await openTicket('Who is that')
  const file = new File(['A leg'], 'leg.txt', { type: 'text/plain' })
  const note = { kind: 'note', text: '@vic@vendor.test can you build it?' }
  const asked = await kim.post(`${ticket}/entries`, note, [file])
  expect(asked.location).toBe(`${ticket}/confirm?kind=note`)
  const page = await kim.get(asked.location!)
  expect(words(page)).toContain('This note names people outside your team')
  expect(words(page)).toContain('Vic Moreau (vic@vendor.test), external')
  expect(words(page)).toContain('leg.txt')
  expect(page.text).not.toMatch(/name="confirmed"[^>]*checked/)

  const vic = await office.person('vic@vendor.test')
  const id = entryIn(
    await kim.post(`${ticket}/confirm`, { kind: 'note', confirmed: String(vic.id) }),
  )
  expect(await mailsAbout(id)).toEqual(['vic@vendor.test'])
  expect(words(await kim.get(ticket))).toContain('leg.txt')
  expect((await kim.get(asked.location!)).location).toBe(ticket)
})

test('not ticked, they get nothing, and the thread says so with a button', async () => {
  const ticket = await openTicket('Not now')
  await kim.post(`${ticket}/entries`, { kind: 'note', text: '@Vic Moreau is too dear.' })
  const id = entryIn(await kim.post(`${ticket}/confirm`, { kind: 'note' }))
  expect(await mailsAbout(id)).toEqual([])
  const page = await kim.get(ticket)
  expect(words(page)).toContain('Vic Moreau is outside, is named here, and has not got this note.')
  expect(page.text).toContain('<span class="call outside">@Vic Moreau</span>')
  const vic = await office.person('vic@vendor.test')
  await kim.post(`/messages/${id}/tell`, { person: String(vic.id) })
  expect(await mailsAbout(id)).toEqual(['vic@vendor.test'])
  await kim.post(`/messages/${id}/tell`, { person: String(vic.id) })
  expect(await mailsAbout(id)).toEqual(['vic@vendor.test'])
})

test('nobody is told of a note who is not named in it', async () => {
  const ticket = await openTicket('Forged form')
  const nora = await office.person('nora@customer.test')
  const id = entryIn(
    await kim.post(`${ticket}/entries`, {
      kind: 'note',
      text: 'Inside',
      recipients: 'nora@customer.test',
    }),
  )
  await kim.post(`/messages/${id}/tell`, { person: String(nora.id) })
  expect(await mailsAbout(id)).toEqual([])
})

test('a name is proposed from its first letters, near people first and outsiders marked', async () => {
  const ticket = await openTicket('Names')
  const found = JSON.parse((await kim.get(`${ticket}/names.json?q=vi`)).text)
  expect(found).toEqual([
    { name: 'Vic Moreau', address: 'vic@vendor.test', outside: true, says: '@Vic Moreau' },
  ])
  const ada = JSON.parse((await kim.get(`${ticket}/names.json?q=ada`)).text)
  expect(ada).toMatchObject([{ says: '@Ada Byrne', outside: false }])
  expect(JSON.parse((await kim.get(`${ticket}/names.json?q=%25`)).text)).toEqual([])
})

test('a draft is kept with its files by the form, comes back, and goes when it is sent', async () => {
  const ticket = await openTicket('Drafts')
  const file = new File(['A plan'], 'plan.txt', { type: 'text/plain' })
  const fields = { kind: 'message', text: 'Half a', act: 'draft', recipients: 'ada@example.test' }
  const kept = await kim.post(`${ticket}/entries`, fields, [file])
  expect(kept.location).toBe(`${ticket}#send-message`)
  const page = await kim.get(ticket)
  expect(page.text).toMatch(
    /<details class="compose message" id="send-message" name="composer" open>/,
  )
  expect(page.text).toContain('>Half a</textarea>')
  const id = /name="kept" value="(\d+)"\s+checked/.exec(page.text)![1]!
  expect((await ada.get(ticket)).text).not.toContain('Half a')

  const sent = entryIn(
    await kim.post(`${ticket}/entries`, { kind: 'message', text: 'Whole', kept: id }),
  )
  const after = await kim.get(ticket)
  expect(words(after)).toContain('plan.txt')
  expect(after.text).not.toContain('Half a')
  expect(await mailsAbout(sent)).toHaveLength(2)
})

test('a draft is thrown away with its files, and one of a file that is not ticked loses it', async () => {
  const ticket = await openTicket('Away')
  const file = new File(['A plan'], 'plan.txt', { type: 'text/plain' })
  await kim.post(`${ticket}/entries`, { kind: 'note', text: 'One', act: 'draft' }, [file])
  await kim.post(`${ticket}/entries`, { kind: 'note', text: 'Two', act: 'draft' })
  expect(words(await kim.get(ticket))).not.toContain('plan.txt')
  await kim.post(`${ticket}/entries`, { kind: 'note', text: 'Two', act: 'discard' })
  expect((await kim.get(ticket)).text).not.toContain('Two')
})

test('what is refused is not lost: it is a draft', async () => {
  const ticket = await openTicket('Refused')
  const fields = { kind: 'message', text: 'Dear all', recipients: 'whoever that is' }
  expect((await kim.post(`${ticket}/entries`, fields)).status).toBe(404)
  const page = await kim.get(ticket)
  expect(page.text).toContain('>Dear all</textarea>')
  expect(page.text).toContain('value="whoever that is"')
})

test('what the script saves late does not bring back what was sent', async () => {
  const ticket = await openTicket('Late')
  const opened = /name="opened" value="(\d+)"/.exec((await kim.get(ticket)).text)![1]!
  const typed = { kind: 'message', text: 'Hello', opened }
  expect((await kim.post(`${ticket}/draft`, typed)).status).toBe(204)
  await kim.post(`${ticket}/entries`, typed)
  expect((await kim.post(`${ticket}/draft`, typed)).status).toBe(409)
  expect((await kim.get(ticket)).text).not.toContain('>Hello</textarea>')
})

test('a message is sent later, listed on the record, changed, cancelled into the composer, or sent now', async () => {
  const ticket = await openTicket('Later')
  const at = `${inDays(30)}T14:00`
  const put = await kim.post(`${ticket}/entries`, { kind: 'message', text: 'See you', send_at: at })
  expect(put.location).toBe(`${ticket}#scheduled`)
  const page = await kim.get(ticket)
  expect(words(page)).toMatch(/It is sent \w{3} \d+ \w{3} \d{4}, 14:00/)
  const id = /\/scheduled\/(\d+)"/.exec(page.text)![1]!
  expect((await kim.get(`/scheduled/${id}`)).text).toContain(`value="${at}"`)
  const change = { text: 'See you soon', send_at: `${inDays(31)}T09:00` }
  await kim.post(`/scheduled/${id}`, change)
  expect(words(await kim.get(ticket))).toContain('See you soon')
  await kim.post(`/scheduled/${id}/cancel`)
  expect((await kim.get(ticket)).text).toContain('>See you soon</textarea>')
  expect((await kim.post(`/scheduled/${id}/send`)).status).toBe(404)

  await kim.post(`${ticket}/entries`, { kind: 'message', text: 'Now then', send_at: at })
  const other = /\/scheduled\/(\d+)"/.exec((await kim.get(ticket)).text)![1]!
  const sent = entryIn(await kim.post(`/scheduled/${other}/send`))
  expect(await mailsAbout(sent)).toHaveLength(2)
})

/** A day from now on, as a field for dates takes it. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

test('a past hour is refused in words, and the text is a draft', async () => {
  const ticket = await openTicket('Yesterday')
  const late = { kind: 'message', text: 'Too late', send_at: '2020-01-31T14:00' }
  const answer = await kim.post(`${ticket}/entries`, late)
  expect([answer.status, words(answer)]).toEqual([
    400,
    expect.stringContaining('This time is gone'),
  ])
  expect((await kim.get(ticket)).text).toContain('>Too late</textarea>')
})

test('within the undo window a button takes the message back into the composer; without one it leaves at once', async () => {
  const ticket = await openTicket('Undo')
  expect((await kim.post('/account/undo', { seconds: '301' })).status).toBe(400)
  await kim.post('/account/undo', { seconds: '60' })
  const sent = entryIn(
    await kim.post(`${ticket}/entries`, { kind: 'message', text: 'The price is 10' }),
  )
  expect(await mailsAbout(sent)).toEqual([])
  const page = await kim.get(ticket)
  expect(words(page)).toContain('It leaves for people outside in 60 seconds.')
  expect(page.text).toContain(`action="/messages/${sent}/undo"`)
  const undone = await kim.post(`/messages/${sent}/undo`)
  expect(undone.location).toBe(`${ticket}#send-message`)
  expect((await kim.get(ticket)).text).toContain('>The price is 10</textarea>')

  await kim.post('/account/undo', { seconds: '0' })
  const again = entryIn(
    await kim.post(`${ticket}/entries`, { kind: 'message', text: 'The price is 9' }),
  )
  expect(await mailsAbout(again)).toHaveLength(2)
  expect((await kim.get(ticket)).text).not.toContain('/undo"')
  expect((await kim.post(`/messages/${again}/undo`)).status).toBe(403)
})

test('the full composer takes recipients and a subject, which stands filled with that of the thread', async () => {
  const ticket = await openTicket('Full composer')
  expect((await kim.get(ticket)).text).toMatch(/name="subject"[^>]*value="\[T-\d+\] Full composer"/)
  const fields = {
    kind: 'message',
    text: 'Hello',
    recipients: 'Lea <lea@lawyer.test>',
    subject: 'Offer',
  }
  const sent = entryIn(await kim.post(`${ticket}/entries`, fields))
  expect(await mailsAbout(sent)).toEqual([
    'lea@lawyer.test',
    'nora@customer.test',
    'vic@vendor.test',
  ])
})

test('canned responses have a page: own ones for everybody, shared ones for admins', async () => {
  await kim.post('/canned', { shortcut: 'bye', text: 'Good bye' })
  expect(words(await kim.get('/canned'))).toMatch(/:bye mine Good bye/)
  expect(words(await ada.get('/canned'))).not.toContain(':bye')
  expect((await kim.post('/canned', { shortcut: 'all', text: 'x', shared: '1' })).status).toBe(403)
  await ada.post('/canned', { shortcut: 'hello', text: 'Good day', shared: '1' })
  expect(words(await kim.get('/canned'))).toMatch(/:hello shared Good day/)
  expect(JSON.parse((await kim.get('/canned.json')).text)).toEqual([
    { shortcut: 'bye', text: 'Good bye' },
    { shortcut: 'hello', text: 'Good day' },
  ])
  const id = /\/canned\/(\d+)\/remove/.exec((await kim.get('/canned')).text)![1]!
  await kim.post(`/canned/${id}`, { shortcut: 'bye', text: 'So long' })
  expect(words(await kim.get('/canned'))).toContain('So long')
  await kim.post(`/canned/${id}/remove`)
  const page = await kim.get('/canned')
  expect(words(page)).toContain(':bye is removed.')
  expect(page.text).toContain('name="shortcut" value="bye"')
})

test('a shortcut typed in the composer is the text in the mail', async () => {
  const ticket = await openTicket('Canned')
  const by = await office.person('ada@example.test')
  const wish = { shortcut: 'soon', text: 'We answer within a day.', shared: true }
  await office.site.store.write((tx) => addCanned(tx, { wish, by, at: 1 }))
  await kim.post(`${ticket}/entries`, { kind: 'message', text: 'Thank you. :soon' })
  expect(words(await kim.get(ticket))).toContain('Thank you. We answer within a day.')
})

test('signs and stars are put by a press, and shown with who put them', async () => {
  const ticket = await openTicket('Signs')
  const id = entryIn(await kim.post(`${ticket}/entries`, { kind: 'note', text: 'Well done' }))
  await ada.post(`/messages/${id}/react`, { emoji: '🎉' })
  await kim.post(`/messages/${id}/star`)
  const page = await kim.get(ticket)
  expect(page.text).toContain('aria-label="Ada Byrne put 🎉 here"')
  expect(page.text).toContain('aria-pressed="true"')
  expect((await ada.get(ticket)).text).toContain('class="sign mine"')
  expect((await ada.post(`/messages/${id}/react`, { emoji: 'no' })).status).toBe(400)
  expect(words(await kim.get('/inbox?show=starred'))).toContain('Well done')
  expect(words(await ada.get('/inbox?show=starred'))).not.toContain('Well done')
})
