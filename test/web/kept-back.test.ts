import { afterEach, beforeEach, expect, test } from 'vitest'
import { filesKeptBack } from '../../gateway/chatter/messages/attachments.ts'
import { type Office, openOffice } from './open-office.ts'
import { receive } from './receive.ts'
import { words } from './visitor.ts'

let office: Office
beforeEach(async () => {
  office = await openOffice()
})
afterEach(() => office.close())

const MAIL = `From: Nora Quist <nora@customer.test>
To: ticket+1@example.test
Subject: Re: Printer on fire
Message-ID: <tool@customer.test>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Run this.
--b
Content-Type: application/pdf; name=repair.pdf.exe
Content-Disposition: attachment; filename=repair.pdf.exe

words
--b--
`

test('a file that may do harm is named on the page and given to nobody, until an operator lets it through', async () => {
  await receive(office, MAIL, { to: 'ticket+1@example.test' })
  const [file] = await office.site.store.read((reader) => filesKeptBack(reader))
  const kim = await office.signedIn('kim')
  const page = await kim.get('/records/T-1')
  expect(words(page)).toContain('Run this.')
  expect(words(page)).toContain('kept back: a file of the kind .exe')
  expect(page.text).not.toMatch(/href="\/files\/|let-through/)
  expect((await kim.get(`/files/${file!.id}`)).status).toBe(403)
  expect((await kim.post(`/files/${file!.id}/let-through`)).status).toBe(403)

  const ada = await office.signedIn('ada')
  expect((await ada.get(`/files/${file!.id}`)).status).toBe(403)
  expect((await ada.get('/records/T-1')).text).toContain('/let-through')
  expect((await ada.post(`/files/${file!.id}/let-through`)).location).toContain('/records/T-1#m')
  const got = await kim.get(`/files/${file!.id}`)
  expect(got.headers.get('content-disposition')).toContain('attachment')
  expect(got.text).toBe('words')
  expect((await ada.post(`/files/${file!.id}/let-through`)).status).toBe(404)
})
