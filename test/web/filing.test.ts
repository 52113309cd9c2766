import { afterEach, beforeEach, expect, test } from 'vitest'
import { listMessages } from '../../gateway/chatter/messages/thread-entries.ts'
import { recordByReference } from '../../gateway/chatter/records/records.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import { type Office, openOffice } from './open-office.ts'
import { receive } from './receive.ts'
import { type Visitor, words } from './visitor.ts'

let office: Office
let kim: Visitor
beforeEach(async () => {
  office = await openOffice()
  kim = await office.signedIn('kim')
})
afterEach(() => office.close())

const MAIL = `From: Nora Quist <nora@customer.test>
To: support@example.test
Subject: Lamp [T-1]
Message-ID: <lamp@customer.test>
In-Reply-To: <unknown@customer.test>

The lamp is dark.
`

async function entriesOf(reference: string): Promise<MessageRow[]> {
  return office.site.store.read(async (reader) =>
    listMessages(reader, { thread: (await recordByReference(reader, reference)).thread.id }),
  )
}

test('a message moves to another record by one click, and back by another', async () => {
  await receive(office, MAIL.replace('[T-1]', ''))
  const message = (await entriesOf('T-2'))[0]!
  const moved = await kim.post(`/messages/${message.id}/move`, { to: 'T-1' })
  expect(moved.location).toBe(`/records/T-1#m${message.id}`)
  const page = await kim.get('/records/T-1')
  expect(words(page)).toContain('Moved to T-1. Answers to it go there from now on.')
  expect(page.text).toContain('The lamp is dark.')
  expect(words(await kim.get('/records/T-2'))).toContain('Message of Nora Quist T-2 → T-1')

  await kim.post(`/messages/${message.id}/move`, { to: 'T-2' })
  expect((await kim.get('/records/T-2')).text).toContain('The lamp is dark.')
})

test('a record with the subject and customer of an older one says so, and one click merges it, and another takes that back', async () => {
  const again = MAIL.replace('Lamp [T-1]', 'Re: Lamp').replace('lamp@', 'again@')
  await receive(office, MAIL.replace(' [T-1]', ''))
  await receive(office, again.replace('is dark', 'is dark again').replace('unknown@', 'other@'))
  const page = await kim.get('/records/T-3')
  expect(words(page)).toContain(
    'May belong to T-2 Lamp (same subject, and the customer takes part there).',
  )
  expect(page.text).toMatch(/action="\/records\/T-3\/merge"[\s\S]{0,200}name="into" value="T-2"/)
  expect(words(await kim.get('/records/T-2'))).not.toContain('May belong')

  const merged = await kim.post('/records/T-3/merge', { into: 'T-2' })
  expect(merged.location).toBe('/records/T-2')
  expect(words(await kim.get('/records/T-3'))).not.toContain('May belong')
  await kim.post('/records/T-3/separate')
  expect(words(await kim.get('/records/T-3'))).toContain('May belong to T-2')
})

test('a move to nowhere says which places there are', async () => {
  const message = (await entriesOf('T-1'))[0]!
  const refused = await kim.post(`/messages/${message.id}/move`, { to: 'T-99' })
  expect(refused.status).toBe(404)
  expect(words(refused)).toContain('support@example.test')
})

test('the page of a message says why it is there, and what is odd about it', async () => {
  await receive(office, MAIL)
  const page = words(await kim.get('/records/T-1'))
  expect(page).toContain('its subject names this record, and its sender takes part here')
  expect(page).toContain('It came to support@example.test')
  await receive(office, MAIL.replace('dark', 'broken').replace('[T-1]', ''))
  expect(words(await kim.get('/records/T-1'))).toContain(
    'another mail with the same Message-ID came before',
  )
})

test('a merged record says where it went, takes no entries, and can be separated', async () => {
  await receive(office, MAIL.replace('[T-1]', ''))
  await kim.post('/records/T-2/merge', { into: 'T-1' })
  const merged = await kim.get('/records/T-2')
  expect(words(merged)).toContain('Merged into T-1 . Mail for T-2 goes there.')
  expect(words(merged)).not.toContain('Log note for the team')
  expect(words(await kim.get('/records/T-1'))).toContain('Merged in T-2')
  const written = await kim.post('/records/T-2/entries', { kind: 'note', text: 'Lost?' })
  expect(words(written)).toContain('T-2 was merged into T-1. Write there.')
  expect(words(await kim.get('/records'))).not.toContain('T-2')

  await kim.post('/records/T-2/separate')
  expect(words(await kim.get('/records/T-2'))).not.toContain('Merged into T-1 .')
})

for (const { act, says } of [
  { act: 'archive', says: 'Archived. Lists leave it out' },
  { act: 'delete', says: 'Deleted. Nothing of it is erased' },
]) {
  test(`${act}: the record is out of the lists, its page says so, and it can be restored`, async () => {
    await kim.post(`/records/T-1/${act}`)
    expect(words(await kim.get('/records/T-1'))).toContain(says)
    expect(words(await kim.get('/records'))).not.toContain('Printer on fire')
    await kim.post('/records/T-1/restore')
    expect(words(await kim.get('/records/T-1'))).not.toContain(says)
    expect(words(await kim.get('/records'))).toContain('Printer on fire')
  })
}

test('an admin chooses what an answer does to a record that rests', async () => {
  const ada = await office.signedIn('ada')
  const form = { label: 'Ticket', plural: 'Tickets', whoMayPost: 'everyone', closed: 'keep' }
  await ada.post('/admin/record-types/ticket', form)
  const { type } = await office.site.store.read((reader) => recordByReference(reader, 'T-1'))
  expect(type.settings.answers).toEqual({
    closed: 'keep',
    archived: 'reopen',
    deleted: 'new linked',
  })
})

test('a reader sees no forms for this, and what they send is refused', async () => {
  await office.site.store.write((tx) =>
    tx.all(`update people set role = 'reader' where name = 'Kim Larsen'`),
  )
  expect(words(await kim.get('/records/T-1'))).not.toContain('Merge')
  const message = (await entriesOf('T-1'))[0]!
  for (const path of ['/records/T-1/merge', '/records/T-1/delete', `/messages/${message.id}/move`])
    expect((await kim.post(path, { into: 'T-1', to: 'T-1' })).status).toBe(403)
})
