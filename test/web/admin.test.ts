import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './open-office.ts'
import { type Page, type Visitor, words } from './visitor.ts'

let office: Office
let ada: Visitor
beforeAll(async () => {
  office = await openOffice()
  ada = await office.signedIn('ada')
})
afterAll(() => office.close())

/** The fields of the undo button that a page offers. */
function undoIn(page: Page): { action: string; fields: Record<string, string> } {
  const form = /<form method="post" action="([^"]+)">(?:(?!<\/form>)[\s\S])*Undo/.exec(
    page.text.slice(page.text.indexOf('class="notice"')),
  )!
  const fields = [...form[0].matchAll(/name="([^"]+)" value="([^"]*)"/g)].map((found) => [
    found[1]!,
    found[2]!,
  ])
  return { action: form[1]!, fields: Object.fromEntries(fields) as Record<string, string> }
}

test('an alias is added, tested, changed and removed; undo brings it back as it was', async () => {
  const kim = await office.person('kim@example.test')
  const wish = {
    address: 'Sales@example.test',
    type: 'lead',
    who: 'contacts',
    owner: String(kim.id),
    defaults: 'priority=High\nstage=Qualified',
    acknowledge: '1',
  }
  await ada.post('/admin/aliases', wish)
  const shown = words(await ada.get('/admin/aliases'))
  expect(shown).toContain(
    'sales@example.test opens leads not tested yet May post: Known contacts · Assignee: Kim Larsen · Tells senders that their mail has come · Defaults: priority=High, stage=Qualified',
  )
  expect(words(await ada.get('/admin/aliases?test=sales@example.test'))).toContain(
    'Opens a new record (Lead)',
  )
  expect(words(await ada.get('/admin/aliases?test=salse@example.test'))).toContain(
    'Refused with 550 5.1.1',
  )
  expect(words(await ada.get('/admin/aliases?test=ticket%2B1@example.test'))).toContain(
    'Goes to the thread of T-1',
  )
  expect(words(await ada.get('/admin/aliases?test=x@other.test'))).toContain(
    'not one of our domains',
  )

  await ada.post('/admin/aliases/change', { ...wish, record: 'T-1', defaults: '' })
  expect(words(await ada.get('/admin/aliases?test=sales@example.test'))).toContain(
    'Goes to the thread of T-1',
  )
  await ada.post('/admin/aliases/remove', { address: 'sales@example.test' })
  const { action, fields } = undoIn(await ada.get('/admin/aliases'))
  await ada.post(action, fields)
  const back = words(await ada.get('/admin/aliases'))
  expect(back).toMatch(/sales@example\.test feeds T-1.*Tells senders that their mail has come/)
})

test('an alias that is taken, or leads nowhere, is refused in words', async () => {
  expect(
    (await ada.post('/admin/aliases', { address: 'support@example.test', type: 'lead' })).status,
  ).toBe(409)
  expect(
    (await ada.post('/admin/aliases', { address: 'x@example.test', type: 'zebra' })).status,
  ).toBe(404)
  expect(
    (await ada.post('/admin/aliases', { address: 'x@example.test', record: 'T-77' })).status,
  ).toBe(404)
  const page = await ada.post('/admin/aliases', {
    address: 'x@example.test',
    type: 'lead',
    defaults: 'priority',
  })
  expect(words(page)).toContain('Write it as field=value.')
})

test('a record type is made, given stages and fields, and used', async () => {
  const made = await ada.post('/admin/record-types', {
    code: 'contract',
    label: 'Contract',
    plural: 'Contracts',
    prefix: 'c',
  })
  expect(made.location).toBe('/admin/record-types/contract')
  const rows = {
    'stage.0.label': 'Draft',
    'stage.0.code': 'new',
    'stage.1.label': 'Signed',
    'stage.1.closed': '1',
    'field.0.label': 'Worth',
    'field.0.kind': 'money',
    'field.0.currency': 'chf',
    'field.0.tracked': '1',
    'field.1.label': 'Kind of',
    'field.1.kind': 'selection',
    'field.1.options': 'Rent, Sale',
    'field.2.label': '',
  }
  await ada.post(made.location!, {
    label: 'Contract',
    plural: 'Contracts',
    whoMayPost: 'contacts',
    creator: '1',
    ...rows,
  })
  expect(
    (
      await ada.post('/records', {
        type: 'contract',
        name: 'Office',
        'value.worth': '1200',
        'value.kind-of': 'Rent',
      })
    ).location,
  ).toBe('/records/C-1')
  const page = words(await ada.get('/records/C-1'))
  expect(page).toMatch(/Draft.*Signed.*Worth CHF 1,200\.00 Kind of Rent/)
  expect((await ada.post('/records/C-1', { 'value.stage': 'signed' })).status).toBe(303)
  expect(
    (
      await ada.post(made.location!, {
        label: 'X',
        plural: 'X',
        whoMayPost: 'everyone',
        'field.0.label': 'A',
        'field.0.kind': 'selection',
      })
    ).status,
  ).toBe(400)
})

test('a mail domain is added, catches what nobody has an address for, and is removed; undo brings it back', async () => {
  const tested = async (address: string) =>
    words(await ada.get(`/admin/aliases?test=${encodeURIComponent(address)}`))
  const wish = { domain: 'second.test', catchAll: 'support@example.test', suggests: '0' }
  await ada.post('/admin/mail-domains', wish)
  expect(words(await ada.get('/admin/aliases'))).toMatch(
    /second\.test unknown addresses go to support@example\.test Postmaster: held for operators/,
  )
  expect(await tested('any@second.test')).toContain(
    'Caught by support@example.test, as nobody has it. Opens a new record (Ticket)',
  )
  await ada.post('/admin/mail-domains', { ...wish, catchAll: 'hold' })
  expect(await tested('any@second.test')).toContain('Held for the operators by the catch-all')
  await ada.post('/admin/mail-domains', { domain: 'example.test', catchAll: '', suggests: '1' })
  expect(await tested('suport@example.test')).toContain('whether support@example.test was meant')
  expect((await ada.post('/admin/mail-domains', { domain: 'no domain' })).status).toBe(400)

  await ada.post('/admin/mail-domains/remove', { domain: 'second.test' })
  const { action, fields } = undoIn(await ada.get('/admin/aliases'))
  expect(await tested('any@second.test')).toContain('not one of our domains')
  await ada.post(action, fields)
  expect(await tested('any@second.test')).toContain('Held for the operators by the catch-all')
  const kim = await office.signedIn('kim')
  expect((await kim.post('/admin/mail-domains', wish)).status).toBe(403)
})

test('subtypes of a type are added, changed and removed; those of every type keep their circle', async () => {
  await ada.post('/admin/subtypes', {
    type: 'ticket',
    label: 'Escalated',
    code: 'escalated',
    on: '1',
  })
  expect(words(await ada.get('/admin/record-types/ticket'))).toContain(
    'Escalated escalated externals too on by default',
  )
  expect(
    (await ada.post('/admin/subtypes', { type: 'ticket', label: 'Again', code: 'escalated' }))
      .status,
  ).toBe(409)
  expect(
    (await ada.post('/admin/subtypes', { type: 'ticket', label: 'Again', code: 'note' })).status,
  ).toBe(409)
  const page = (await ada.get('/admin/record-types/ticket')).text
  const escalated = /Change Escalated[\s\S]*?action="(\/admin\/subtypes\/\d+)"/.exec(page)![1]!
  await ada.post(`${escalated}/remove`, { type: 'ticket' })
  expect(words(await ada.get('/admin/record-types/ticket'))).not.toContain('Escalated escalated')
  const note = /Note<\/strong>[\s\S]*?action="(\/admin\/subtypes\/\d+)"/.exec(page)![1]!
  await ada.post(note, { type: 'ticket', label: 'Note', on: '1' })
  expect(words(await ada.get('/admin/record-types/ticket'))).toContain(
    'Note note · of every record type users only',
  )
  expect((await ada.post(`${note}/remove`, { type: 'ticket' })).status).toBe(403)
})

test('subscriptions are saved many at once; rows that were not touched keep the defaults', async () => {
  const [kim, nora] = [
    await office.person('kim@example.test'),
    await office.person('nora@customer.test'),
  ]
  const filtered = words(await ada.get('/admin/subscriptions?search=nora'))
  expect(filtered).toContain('[T-1] Printer on fire')
  expect(filtered).not.toContain('[P-1]')
  const rows = [`1/${kim.id}`, `1/${nora.id}`, '1/999']
  const saved = await ada.post('/admin/subscriptions', {
    row: rows,
    on: [`1/${kim.id}/note`, `1/${nora.id}/discussions`],
    type: 'ticket',
    search: '',
  })
  expect(saved.location).toBe('/admin/subscriptions?type=ticket&search=')
  const page = await ada.get(saved.location!)
  expect(words(page)).toContain('One subscription is changed.')
  expect(page.text).toMatch(new RegExp(`value="1/${kim.id}/note" checked`))
  expect(page.text).not.toMatch(new RegExp(`value="1/${kim.id}/discussions" checked`))
  expect(
    (await ada.post('/admin/subscriptions', { row: rows, on: [`1/${nora.id}/note`] })).status,
  ).toBe(403)
})

test('activity types are added, chained, removed and restored', async () => {
  const wish = {
    name: 'Site visit',
    icon: 'calendar',
    delay_count: '2',
    delay_unit: 'weeks',
    delay_from: 'previous',
    next_type_id: '1',
    chaining: 'trigger',
  }
  await ada.post('/admin/activity-types', wish)
  const page = await ada.get('/admin/activity-types')
  expect(words(page)).toMatch(
    /Site visit due 2 weeks after the one before was due.*then To Do is planned by itself/,
  )
  const path = /Change Site visit[\s\S]*?action="(\/admin\/activity-types\/\d+)"/.exec(
    page.text,
  )![1]!
  await ada.post(path, { ...wish, name: 'Visit', summary: 'Drive there' })
  expect(words(await ada.get('/admin/activity-types'))).toContain('Visit Drive there')
  await ada.post(`${path}/remove`)
  const after = await ada.get('/admin/activity-types')
  expect(words(after)).toContain('Visit is removed.')
  await ada.post(undoIn(after).action)
  expect(words(await ada.get('/admin/activity-types'))).toContain('Visit Drive there')
  expect((await ada.post('/admin/activity-types', { ...wish, icon: 'skull' })).status).toBe(400)
  expect((await ada.post('/admin/activity-types', { ...wish, name: '' })).status).toBe(400)
})

test('people are added and given roles and links; the last owner stays', async () => {
  await ada.post('/admin/people', { name: 'Mia', address: 'mia@example.test', role: 'operator' })
  expect(words(await ada.get('/admin/people?search=mia'))).toContain(
    'Mia team operator mia@example.test',
  )
  expect(
    (await ada.post('/admin/people', { name: 'Mia', address: 'MIA@example.test' })).status,
  ).toBe(409)

  const mia = await office.person('mia@example.test')
  const link = /\/sign-in\/[a-z0-9]+/.exec(
    (await ada.post(`/admin/people/${mia.id}/sign-in-link`)).text,
  )![0]
  const visitor = office.visitor()
  await visitor.post(link)
  expect((await visitor.get('/mails')).status).toBe(200)
  expect((await visitor.get('/admin/people')).status).toBe(403)

  const owner = await office.person('ada@example.test')
  expect(words(await ada.post(`/admin/people/${owner.id}/role`, { role: 'agent' }))).toContain(
    'is the only owner',
  )
  expect((await ada.post(`/admin/people/${owner.id}/disable`)).status).toBe(403)
  const nora = await office.person('nora@customer.test')
  expect((await ada.post(`/admin/people/${nora.id}/sign-in-link`)).status).toBe(400)
})

test('an admin neither becomes an owner nor acts on one: that is for owners', async () => {
  await ada.post('/admin/people', { name: 'Max', address: 'max@example.test', role: 'admin' })
  const [owner, max] = [
    await office.person('ada@example.test'),
    await office.person('max@example.test'),
  ]
  const admin = await office.signedIn('max')
  const forbidden: [string, Record<string, string>][] = [
    [`/admin/people/${max.id}/role`, { role: 'owner' }],
    [`/admin/people/${owner.id}/role`, { role: 'agent' }],
    [`/admin/people/${owner.id}/sign-in-link`, {}],
    [`/admin/people/${owner.id}/disable`, {}],
    [`/admin/people/${owner.id}/enable`, {}],
    ['/admin/people', { name: 'Eve', address: 'eve@example.test', role: 'owner' }],
  ]
  // two owners, so that it is not the rule of the last one that refuses
  await ada.post('/admin/people', { name: 'Olga', address: 'olga@example.test', role: 'owner' })
  for (const [path, fields] of forbidden) {
    const page = await admin.post(path, fields)
    expect([path, page.status, words(page).includes('Only an owner')]).toEqual([path, 403, true])
  }
  expect(words(await admin.get('/admin/people?search=ada'))).not.toContain('Make a sign-in link')

  const kim = await office.person('kim@example.test')
  expect((await admin.post(`/admin/people/${kim.id}/role`, { role: 'admin' })).status).toBe(303)
  expect((await ada.post(`/admin/people/${max.id}/role`, { role: 'owner' })).status).toBe(303)
  expect((await admin.post(`/admin/people/${owner.id}/role`, { role: 'agent' })).status).toBe(303)
})
