import { afterEach, beforeEach, expect, test } from 'vitest'
import { listMessages } from '../../gateway/chatter/messages/thread-entries.ts'
import { listKeptMails } from '../../gateway/chatter/notifications/kept-mails.ts'
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

const SLIP = `From: Kim Larsen <kim@example.test>
To: ticket+1@example.test
Subject: Re: Printer on fire
Message-ID: <slip@example.test>
Date: ${new Date().toUTCString()}

/nto
The part is on its way.
`

async function entries(): Promise<MessageRow[]> {
  return office.site.store.read(async (reader) =>
    listMessages(reader, { thread: (await recordByReference(reader, 'T-1')).thread.id }),
  )
}

async function mailsToNora(): Promise<number> {
  await office.deliver()
  const to = 'nora@customer.test'
  return (await office.site.store.read((reader) => listKeptMails(reader, to))).length
}

async function kimSlips(): Promise<MessageRow> {
  await receive(office, SLIP, { from: 'kim@example.test', to: 'ticket+1@example.test' })
  return (await entries()).at(-1)!
}

test('a note that was held is marked with the reason, and one click of its author sends it without the slip', async () => {
  const before = await mailsToNora()
  const note = await kimSlips()
  expect(note.kind).toBe('note')
  const page = words(await kim.get('/records/T-1'))
  expect(page).toContain('Kept internal, since “/nto” is no command here. ')
  expect(page).toContain('Send as a message to 2 people')
  expect(await mailsToNora()).toBe(before)

  const sent = await kim.post(`/messages/${note.id}/send-held`)
  const message = (await entries()).at(-1)!
  expect(sent.location).toBe(`/records/T-1#m${message.id}`)
  expect(message).toMatchObject({ kind: 'message', new_text: 'The part is on its way.' })
  expect(await mailsToNora()).toBe(before + 1)
  expect(words(await kim.get('/records/T-1'))).not.toContain('Kept internal')
  expect(words(await kim.post(`/messages/${note.id}/send-held`))).toContain(
    'This text has been sent already.',
  )
  expect(await mailsToNora()).toBe(before + 1)
})

test('nobody but its author sends a held note; a plain note has no such button', async () => {
  const note = await kimSlips()
  const ada = await office.signedIn('ada')
  const page = await ada.get('/records/T-1')
  expect(words(page)).toContain('Only Kim Larsen can send it to the followers.')
  expect(page.text).not.toContain('send-held')
  expect((await ada.post(`/messages/${note.id}/send-held`)).status).toBe(403)

  await kim.post('/records/T-1/entries', { kind: 'note', text: 'Costs us a fortune.' })
  const plain = (await entries()).at(-1)!
  expect((await kim.get('/records/T-1')).text).not.toContain(`/messages/${plain.id}/send-held`)
  expect((await kim.post(`/messages/${plain.id}/send-held`)).status).toBe(404)
  expect((await entries()).at(-1)!.id).toBe(plain.id)
})

test('a held note that was moved is sent where it is now', async () => {
  const note = await kimSlips()
  const { location } = await kim.post('/records', { type: 'ticket', name: 'A leg' })
  const other = location!.replace('/records/', '')
  await kim.post(`/messages/${note.id}/move`, { to: other })
  const sent = await kim.post(`/messages/${note.id}/send-held`)
  expect(sent.location).toContain(`/records/${other}#m`)
})
