import { Readable } from 'node:stream'
import { type Request, type Response, Router } from 'express'
import { attachmentsOf, findAttachment } from '../../gateway/chatter/messages/attachments.ts'
import { findMessage } from '../../gateway/chatter/messages/thread-entries.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import { putFileBack, putFiles, takeFileAway } from '../../gateway/chatter/records/record-files.ts'
import { recordByReference, referenceOf } from '../../gateway/chatter/records/records.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { fileNameOf } from '../../gateway/mail/parts/file-names.ts'
import { dispositionOf } from '../disposition.ts'
import { pour } from '../downloads.ts'
import { idIn, wordIn } from '../forms.ts'
import { framedMail, PICTURES } from '../framed-mail.ts'
import { FRAMED_MAIL, STRANGERS_FILE } from '../headers.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { keepUploads } from '../uploads.ts'
import { userOf } from '../visit.ts'

/** What strangers sent: files, and the HTML of their mails. */
export function fileRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/files/:id', (request, response) => sendFile(office, request, response))
  routes.post('/records/:reference/files', (request, response) => put(office, request, response))
  routes.post('/files/:id/remove', (request, response) => takeAway(office, request, response))
  routes.post('/files/:id/restore', (request, response) => putBack(office, request, response))
  routes.get('/messages/:id/text', (request, response) => sendText(office, request, response))
  routes.get('/messages/:id/html', (request, response) => sendHtml(office, request, response))
  return routes
}

async function sendFile({ site }: Office, request: Request, response: Response): Promise<void> {
  const file = await site.store.read((reader) => findAttachment(reader, idIn(request)))
  if (!file) throw new Refused('not-found')
  const isPicture = PICTURES.includes(file.content_type)
  const kind = isPicture && file.inline === 1 ? 'inline' : 'attachment'
  const headers = {
    ...STRANGERS_FILE,
    'Content-Type': isPicture ? file.content_type : 'application/octet-stream',
    'Content-Disposition': dispositionOf(kind, fileNameOf(file.filename) ?? 'file'),
    'Content-Length': String(file.size),
  }
  if (request.method === 'HEAD') return void response.set(headers).end()
  await pour(site.files.readContent(file.sha256), response, headers)
}

async function put({ site }: Office, request: Request, response: Response): Promise<void> {
  const act = { by: mustMay(userOf(response), 'post'), at: site.clock.now() }
  const files = await keepUploads(site, request)
  const reference = await site.store.write(async (tx) => {
    const open = await recordByReference(tx, wordIn(request, 'reference'))
    await putFiles(tx, open, { ...act, files })
    return referenceOf(open)
  })
  const text = files.length === 1 ? 'The file is there.' : `${files.length} files are there.`
  const path = `/records/${reference}#files-title`
  await redirectWith(request, response, { path, notice: { text } })
}

async function takeAway({ site }: Office, request: Request, response: Response): Promise<void> {
  const act = { by: mustMay(userOf(response), 'post'), at: site.clock.now() }
  const id = idIn(request)
  const { open, name } = await site.store.write((tx) => takeFileAway(tx, id, act))
  const undo = { action: `/files/${id}/restore`, fields: {} }
  const path = `/records/${referenceOf(open)}#files-title`
  await redirectWith(request, response, { path, notice: { text: `${name} is removed.`, undo } })
}

async function putBack({ site }: Office, request: Request, response: Response): Promise<void> {
  const act = { by: mustMay(userOf(response), 'post'), at: site.clock.now() }
  const { open, name } = await site.store.write((tx) => putFileBack(tx, idIn(request), act))
  const path = `/records/${referenceOf(open)}#files-title`
  await redirectWith(request, response, { path, notice: { text: `${name} is back.` } })
}

/** The whole text of a message, of which its thread shows the beginning. */
async function sendText({ site }: Office, request: Request, response: Response): Promise<void> {
  const message = await site.store.read((reader) => findMessage(reader, idIn(request)))
  if (!message) throw new Refused('not-found')
  const headers = { ...STRANGERS_FILE, 'Content-Type': 'text/plain; charset=utf-8' }
  await pour(Readable.from(slicesOf(message.body)), response, headers)
}

const SLICE = 64 * 1024

/** A slice that ends within a sign gives half of it to the next one, and both become question marks: so it ends before. */
function* slicesOf(text: string): Generator<string> {
  for (let from = 0, to = 0; from < text.length; from = to) {
    to = from + SLICE
    if (/[\ud800-\udbff]/.test(text.charAt(to - 1))) to--
    yield text.slice(from, to)
  }
}

async function sendHtml({ site }: Office, request: Request, response: Response): Promise<void> {
  const found = await site.store.read(async (reader) => {
    const message = await findMessage(reader, idIn(request))
    return message && { message, files: await attachmentsOf(reader, [message.id]) }
  })
  if (!found?.message.html) throw new Refused('not-found')
  const page = await framedMail(site, found.message.html, found.files)
  response.set(FRAMED_MAIL).send(page)
}
