import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Office, openOffice } from './open-office.ts'
import { type Page, type Visitor, words } from './visitor.ts'

let office: Office
let ada: Visitor
let kim: Visitor
beforeAll(async () => {
  office = await openOffice()
  ada = await office.signedIn('ada')
  kim = await office.signedIn('kim')
})
afterAll(() => office.close())

const LAYOUT =
  '<mj-section><mj-column>\n<mj-text>Dear {{ recipient.name }}, {{ record.name }} &amp; more</mj-text></mj-column></mj-section>'
const CONTENT = {
  subject: 'About {{ record.reference }}',
  layout: LAYOUT,
  words: 'Dear {{ recipient.name }},\r\nabout {{ record.name }}.',
}

async function added(code: string): Promise<string> {
  const made = await ada.post('/admin/templates', {
    type: 'ticket',
    code,
    language: 'en',
    name: `The ${code}`,
  })
  return made.location!
}

test('a template is added, saved as a draft, published, changed, compared and taken back', async () => {
  const path = await added('answer')
  expect(words(await ada.get(path))).toContain('Nothing is published yet.')
  await ada.post(path, CONTENT)
  expect(words(await ada.get('/admin/templates'))).toContain(
    'The answer Ticket · answer · en draft',
  )
  expect(words(await kim.get('/records/T-1'))).not.toContain('Load template')
  await ada.post(path, { ...CONTENT, publish: '1' })
  await ada.post(path, { ...CONTENT, words: 'Dear {{ recipient.name }},\nbetter.', publish: '1' })
  const versions = await ada.get(`${path}/versions`)
  expect(words(versions)).toMatch(/Version 2 sent.*Version 1 .*Go back to version 1/)
  expect(words(versions)).toContain('− about {{ record.name }}. + better.')
  await ada.post(`${path}/publish`, { number: '1' })
  expect(words(await ada.get(path))).toContain('Version 1 is sent.')
})

test('what cannot be used is not saved: the editor shows it as it was typed, with line and column', async () => {
  const path = await added('broken')
  const page = await ada.post(path, {
    ...CONTENT,
    layout: `${LAYOUT}\n<mj-sectio></mj-sectio>`,
    words: '{{ record.nam }}',
  })
  expect(page.status).toBe(400)
  expect(words(page)).toContain('words, line 1, column 4: There is no value "record.nam".')
  expect(page.text).toContain('&lt;mj-sectio&gt;')
  const compiler = await ada.post(path, {
    ...CONTENT,
    layout: '<mj-section>\n  <mj-colum></mj-colum></mj-section>',
  })
  expect(words(compiler)).toContain('layout, line 2, column 3: Element mj-colum doesn')
  expect(words(await ada.get(path))).toContain('Nothing is published yet.')
})

test('the preview shows a record’s values, light, dark and as text, in a frame that runs nothing; nothing is saved', async () => {
  const path = await added('shown')
  const show = (fields: object) =>
    ada.post(`${path}/preview`, { ...CONTENT, sample: 'T-1', ...fields })
  const light = await show({ show: 'light' })
  expect(light.text).toContain('Dear Ada Byrne, Printer on fire &amp; more')
  expect(light.text).toContain('@media not all')
  expect(light.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(Number(light.headers.get('x-mail-bytes'))).toBeLessThan(30_000)
  expect((await show({ show: 'dark' })).text).toContain('@media all')
  expect(words(await show({ show: 'text' }))).toContain('Dear Ada Byrne, about Printer on fire.')
  expect(words(await show({ sample: 'L-1' }))).toContain('There is no such record of this type.')
  expect(words(await show({ words: '{{ x }}' }))).toContain('It cannot be shown yet')
  expect(words(await ada.get(path))).toContain('Nothing is published yet.')
})

test('a test mail goes to whoever edits, and to nobody else', async () => {
  const path = await added('tried')
  await ada.post(`${path}/test`, { ...CONTENT, sample: 'T-1' })
  await office.deliver()
  const mails = await office.site.store.read((reader) =>
    reader.all<{ address: string; source: Buffer }>(
      'select d.address, k.source from kept_mails k join deliveries d on d.id = k.delivery_id where d.message_id is null order by k.delivery_id',
    ),
  )
  expect(mails.map(({ address }) => address)).toEqual(['ada@example.test'])
  expect(mails[0]!.source.toString()).toContain('Subject: Test: About T-1')
  expect(mails[0]!.source.toString()).toContain('about Printer on fire.')
})

test('without script a second page holds the words of a template, to be changed or sent as designed', async () => {
  const path = await added('loaded')
  await ada.post(path, { ...CONTENT, publish: '1' })
  expect(words(await kim.get('/records/T-1'))).toContain('Load template')
  // the number and type of templates vary with the record
  expect(words(await kim.get('/records/L-1'))).not.toContain('Load template')
  const page = await kim.get('/records/T-1/template?code=loaded')
  expect(words(page)).toContain('About T-1')
  expect(page.text).toContain('Dear Nora Quist,\nabout Printer on fire.</textarea>')
  const json = JSON.parse((await kim.get('/records/T-1/template.json?code=loaded')).text) as Record<
    string,
    string
  >
  expect(json).toEqual({ subject: 'About T-1', text: 'Dear Nora Quist,\nabout Printer on fire.' })
  const sent = await kim.post('/records/T-1/template', { code: 'loaded' })
  expect(words(await kim.get(sent.location!.split('#')[0]!))).toContain(
    'Dear Nora Quist, about Printer on fire.',
  )
  expect((await kim.get('/records/L-1/template?code=loaded')).status).toBe(404)
})

test('templates are for admins: an agent neither sees nor changes them', async () => {
  const path = await added('closed')
  for (const one of ['/admin/templates', path, `${path}/versions`])
    expect([one, (await kim.get(one)).status]).toEqual([one, 403])
  for (const one of [path, `${path}/preview`, `${path}/test`, `${path}/publish`, `${path}/remove`])
    expect([one, (await kim.post(one, CONTENT)).status]).toEqual([one, 403])
})

test('a template that is removed can be brought back', async () => {
  const path = await added('gone')
  await ada.post(`${path}/remove`)
  const page: Page = await ada.get('/admin/templates')
  expect(words(page)).toContain('The gone is removed.')
  expect((await ada.get(path)).status).toBe(404)
  await ada.post(`${path}/restore`)
  expect((await ada.get(path)).status).toBe(200)
})
