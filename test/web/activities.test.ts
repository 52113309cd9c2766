import { afterAll, beforeAll, expect, test } from 'vitest'
import { plannedOn } from '../../gateway/chatter/activities/activities.ts'
import { disablePerson } from '../../gateway/chatter/people/disable.ts'
import { addPerson } from '../../gateway/chatter/people/people.ts'
import { recordByReference } from '../../gateway/chatter/records/records.ts'
import { dayAt, daysAfter } from '../../gateway/lib/calendar.ts'
import { movableClock } from '../house.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Fields, type Page, type Visitor, words } from './visitor.ts'

let office: Office
let kim: Visitor
let ada: Visitor
const clock = movableClock()
beforeAll(async () => {
  office = await openOffice({}, { clock })
  kim = await office.signedIn('kim')
  ada = await office.signedIn('ada')
})
afterAll(() => office.close())

const planned = (reference = 'T-1') =>
  office.site.store.read(async (reader) =>
    plannedOn(reader, (await recordByReference(reader, reference)).thread.id),
  )

/** The fields of the form that a page shows, as a browser without script would send them. */
function fieldsOf(page: Page, action: string): Fields {
  const form = page.text.slice(page.text.indexOf(`action="${action}"`)).split('</form>')[0]!
  const inputs = [
    ...form.matchAll(/<input name="([^"]+)" type="(?:text|date|number)" value="([^"]*)"/g),
  ]
  const hiddens = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const chosen = [...form.matchAll(/<select name="([^"]+)">([\s\S]*?)<\/select>/g)].map((one) => [
    one[0],
    one[1]!,
    /value="([^"]*)" selected/.exec(one[2]!)?.[1] ?? '',
  ])
  return Object.fromEntries([...inputs, ...hiddens, ...chosen].map((one) => [one[1]!, one[2]!]))
}

/** Opens the form for a type, changes what is given, and presses a button. */
async function schedule(type: string, given: Fields = {}, act = 'schedule', reference = 'T-1') {
  const path = `/records/${reference}/activities`
  const start = await kim.get(`${path}/new`)
  const link = new RegExp(`href="([^"]+)"[^>]*><svg[^>]*><path[^>]*></svg> ${type}<`).exec(
    start.text,
  )![1]!
  const form = await kim.get(link.replaceAll('&amp;', '&'))
  return kim.post(path, { ...fieldsOf(form, path), ...given, act })
}

test('the form is filled in by the type, and Schedule puts it under Planned activities, in green', async () => {
  const { location } = await schedule('Call', { summary: 'Talk about the renewal' })
  expect(location).toMatch(/^\/records\/T-1#activity-\d+$/)
  const page = await kim.get('/records/T-1')
  expect(words(page)).toContain('Planned activities 1')
  expect(words(page)).toMatch(/Call: Talk about the renewal for you · #\d+ Planned: due in 2 days/)
  expect(page.text).toContain('class="due planned"')
  expect((await planned())[0]).toMatchObject({ due_on: '2026-11-23' })
})

test('orange is today and red is overdue, in words as well', async () => {
  clock.forward(Date.parse('2026-11-23T10:00:00Z') - clock.now())
  kim = await office.signedIn('kim')
  ada = await office.signedIn('ada')
  expect((await kim.get('/records/T-1')).text).toContain('class="due today"')
  clock.forward(Date.parse('2026-11-25T10:00:00Z') - clock.now())
  kim = await office.signedIn('kim')
  ada = await office.signedIn('ada')
  const page = await kim.get('/records/T-1')
  expect(page.text).toContain('class="due overdue"')
  expect(words(page)).toContain('Overdue: overdue by 2 days')
  expect(words(await kim.get('/records'))).toMatch(/T-1.*?1 activity, overdue/)
})

test('Mark done asks what came of it and takes files; the entry is for users only', async () => {
  const [one] = await planned()
  await kim.post(
    `/activities/${one!.id}/done`,
    { feedback: 'She renews.', act: 'done', back: '/records/T-1' },
    [new File(['signed'], 'signed.pdf', { type: 'application/pdf' })],
  )
  const page = words(await kim.get('/records/T-1'))
  expect(page).toContain('Call done: Talk about the renewal Feedback: She renews.')
  expect(page).toContain('signed.pdf')
  expect(page).not.toContain('Planned activities 1')
})

test('Mark as done at once plans nothing, and Done & schedule next opens a form for what follows', async () => {
  await schedule('Email', { summary: 'Sent the offer' }, 'done')
  expect(await planned()).toEqual([])
  expect(words(await kim.get('/records/T-1'))).toContain('Email done: Sent the offer')

  const types = await ada.get('/admin/activity-types')
  const meeting = /name="next_type_id">[\s\S]*?value="(\d+)"[^>]*>Meeting</.exec(types.text)![1]!
  const call = /action="\/admin\/activity-types\/(\d+)"(?:(?!<\/form>)[\s\S])*?value="Call"/.exec(
    types.text,
  )![1]!
  const path = `/admin/activity-types/${call}`
  await ada.post(path, { ...fieldsOf(types, path), next_type_id: meeting, chaining: 'suggest' })
  const { location } = await schedule('Call', {}, 'next')
  expect(location).toMatch(new RegExp(`^/records/T-1/activities/new\\?after=\\d+&type=${meeting}$`))
  const form = await kim.get(location!)
  expect(words(form)).toContain('Usually “Meeting” follows.')
  expect(form.text).toMatch(/aria-current="true"><svg[^>]*>.*?<\/svg> Meeting/)
})

test('Edit changes and reassigns, Put off moves, Cancel takes away without a word in the thread', async () => {
  await schedule('To Do', { summary: 'Send the leg' })
  const [one] = await planned()
  const path = `/activities/${one!.id}`
  const form = await kim.get(`${path}?back=/records/T-1`)
  const her = String((await office.person('ada@example.test')).id)
  const saved = await kim.post(path, {
    ...fieldsOf(form, path),
    summary: 'Send two legs',
    assignee: her,
  })
  expect(saved.location).toBe('/records/T-1')
  expect((await planned())[0]).toMatchObject({ summary: 'Send two legs', assignee: 'Ada Byrne' })
  await kim.post(`${path}/snooze`, { to: 'monday', back: '/activities' })
  expect((await planned())[0]).toMatchObject({ due_on: '2026-11-30' })
  const before = words(await kim.get('/records/T-1')).split('Email done').length
  await kim.post(`${path}/cancel`, { back: 'https://elsewhere.test/' })
  expect(await planned()).toEqual([])
  expect(words(await kim.get('/records/T-1')).split('Email done').length).toBe(before)
})

test('my activities stand under overdue, today and planned; filters and the week show what they say', async () => {
  const today = dayAt(clock.now(), 'UTC')
  await schedule('Call', { summary: 'Too late', due: daysAfter(today, -1) })
  await schedule('Meeting', { summary: 'Now', due: today })
  await schedule('Call', { summary: 'Later', due: daysAfter(today, 9) })
  await schedule('Call', {
    summary: 'Hers',
    assignee: String((await office.person('ada@example.test')).id),
  })
  const mine = words(await kim.get('/activities'))
  expect(mine).toMatch(/Overdue 1 .*Too late.* Today 1 .*Now.* Planned 1 .*Later/)
  expect(mine).not.toContain('Hers')
  expect(words(await kim.get('/activities?who=all'))).toContain('Hers')
  const meetings = words(
    await kim.get(
      `/activities?type=${(await planned()).find((one) => one.type_name === 'Meeting')!.activity_type_id}`,
    ),
  )
  expect(meetings).toContain('Meeting: Now')
  expect(meetings).not.toContain('Too late')
  expect(words(await kim.get('/activities?record=lead'))).toContain('Nothing is planned')
  const week = words(await kim.get('/activities?view=week'))
  expect(week).toMatch(/Mon, 23 Nov Nothing.*Tue, 24 Nov.*Too late.*Wed, 25 Nov.*Now/)
  expect(week).not.toContain('Later')
  expect(words(await kim.get('/activities?view=week&week=2026-12-03'))).toContain('Later')
})

test('a plan is made by an admin and started on a record', async () => {
  await ada.post('/admin/activity-plans', { name: 'Onboarding' })
  const page = await ada.get('/admin/activity-plans')
  const id = /activity-plans\/(\d+)\/steps/.exec(page.text)![1]!
  const path = `/admin/activity-plans/${id}/steps`
  const step = fieldsOf(page, path)
  const type = /name="type">[\s\S]*?value="(\d+)"[^>]*>Call</.exec(page.text)![1]!
  await ada.post(path, {
    ...step,
    type,
    rule: 'record',
    summary: 'Welcome',
    delay_count: '2',
    delay_unit: 'weeks',
    delay_from: 'after',
  })
  await ada.post(path, {
    ...step,
    type,
    rule: 'asked',
    delay_count: '3',
    delay_unit: 'days',
    delay_from: 'before',
  })
  expect(words(await ada.get('/admin/activity-plans'))).toContain(
    'Call : Welcome 2 weeks after · who has the record',
  )
  const start = { plan: id, date: '2027-01-15' }
  const refused = await kim.post('/records/T-1/activities/plan', start)
  expect(refused.status).toBe(400)
  expect(words(refused)).toContain('The plan asks for somebody')
  const { id: her } = await office.person('ada@example.test')
  await kim.post('/records/T-1/activities/plan', { ...start, asked: String(her) })
  const days = (await planned()).map(({ due_on }) => due_on)
  expect(days).toContain('2027-01-29')
  expect(days).toContain('2027-01-12')
  expect(words(await kim.get('/records/T-1'))).toContain('The plan "Onboarding" has been started')
})

test('a calendar is read by its secret address, until that is ended or made anew', async () => {
  const made = await kim.post('/activities/calendar')
  const path = /value="[^"]*(\/calendar\/[a-z2-7]+\.ics)"/.exec(made.text)![1]!
  const stranger = office.visitor()
  const feed = await stranger.get(path)
  expect(feed.status).toBe(200)
  expect(feed.headers.get('content-type')).toContain('text/calendar')
  expect(feed.headers.get('set-cookie')).toBeNull()
  expect(feed.text).toContain('SUMMARY:Call: Too late (T-1)\r\n')
  expect(feed.text).not.toContain('Hers')
  expect((await stranger.get(path.replace(/.\.ics/, 'x.ics'))).status).toBe(404)

  const again = await kim.post('/activities/calendar')
  const newPath = /value="[^"]*(\/calendar\/[a-z2-7]+\.ics)"/.exec(again.text)![1]!
  expect((await stranger.get(path)).status).toBe(404)
  expect((await stranger.get(newPath)).status).toBe(200)
  await kim.post('/activities/calendar/end')
  expect((await stranger.get(newPath)).status).toBe(404)
})

test('a calendar ends with its owner', async () => {
  const vera = await office.site.store.write((tx) =>
    addPerson(
      tx,
      { name: 'Vera', address: `vera@${office.site.domain}`, role: 'agent' },
      clock.now(),
    ),
  )
  const visitor = await office.signedIn('vera')
  const path = /(\/calendar\/[a-z2-7]+\.ics)/.exec(
    (await visitor.post('/activities/calendar')).text,
  )![1]!
  expect((await office.visitor().get(path)).status).toBe(200)
  await office.site.store.write((tx) => disablePerson(tx, vera, clock.now()))
  expect((await office.visitor().get(path)).status).toBe(404)
})

test('the hour, the working days and the list of what is overdue are each user’s own', async () => {
  await kim.post('/activities/settings', { hour: '7', days: ['2', '4'] })
  const page = await kim.get('/activities/settings')
  expect(page.text).toMatch(/value="7" selected/)
  expect(
    [...page.text.matchAll(/name="days" value="(\d)"\s+checked/g)].map(([, day]) => day),
  ).toEqual(['2', '4'])
  expect(page.text).not.toMatch(/name="digest" value="1"\s+checked/)
  expect((await kim.post('/activities/settings', { hour: '24' })).status).toBe(400)
})

test('a reader sees what is planned, and is offered nothing that would be refused', async () => {
  await office.site.store.write((tx) =>
    addPerson(
      tx,
      { name: 'Rita', address: `rita@${office.site.domain}`, role: 'reader' },
      clock.now(),
    ),
  )
  const rita = await office.signedIn('rita')
  const page = await rita.get('/records/T-1')
  expect(words(page)).toContain('Too late')
  expect(page.text).not.toMatch(/activities\/\d+\/(done|cancel)|Schedule activity/)
  const [one] = await planned()
  expect((await rita.post(`/activities/${one!.id}/done`)).status).toBe(403)
  expect((await rita.post(`/activities/${one!.id}/cancel`)).status).toBe(403)
  expect((await rita.post('/records/T-1/activities', { type: '1' })).status).toBe(403)
})
