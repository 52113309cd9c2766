import { type Request, type Response, Router } from 'express'
import { attachmentsOf, findAttachment } from '../../gateway/chatter/messages/attachments.ts'
import { findMessage } from '../../gateway/chatter/messages/thread-entries.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { fileNameOf } from '../../gateway/mail/file-names.ts'
import type { Site } from '../../gateway/store/site.ts'
import type { AttachmentRow } from '../../gateway/store/tables/threads.ts'
import { dispositionOf } from '../disposition.ts'
import { pour } from '../downloads.ts'
import { idIn } from '../forms.ts'
import { framedMailHeaders, STRANGERS_FILE } from '../headers.ts'
import type { Office } from '../office.ts'

/** Picture types that a browser shows and that cannot run anything. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']
/** Pictures of one mail that are shown within it; what is over is a file like others. */
const SHOWN_WITHIN = 8 * 1024 * 1024

/** What strangers sent: files, and the HTML of their mails. */
export function fileRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/files/:id', (request, response) => sendFile(office, request, response))
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

async function sendHtml({ site }: Office, request: Request, response: Response): Promise<void> {
  const found = await site.store.read(async (reader) => {
    const message = await findMessage(reader, idIn(request))
    return message && { message, files: await attachmentsOf(reader, [message.id]) }
  })
  if (!found?.message.html) throw new Refused('not-found')
  framedMailHeaders(response)
  response.send(
    `<!doctype html><meta charset="utf-8"><base target="_blank">${STYLE}${await withPictures(site, found.message.html, found.files)}`,
  )
}

/** A mail is written for white paper, whatever the page around it looks like. */
const STYLE =
  '<style>body{margin:12px;font:15px/1.5 system-ui,sans-serif;color:#1c2430;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}</style>'

/**
 * Puts the pictures that came with the mail into its HTML. A frame without an origin has no cookie, so it could not fetch them; and so
 * it need not fetch anything at all.
 */
async function withPictures(site: Site, html: string, files: AttachmentRow[]): Promise<string> {
  const pictures = new Map<string, string>()
  let bytes = 0
  for (const file of files.filter(
    (one) => one.content_id !== null && PICTURES.includes(one.content_type),
  )) {
    bytes += file.size
    if (bytes > SHOWN_WITHIN) break
    const content = await site.files.contentOf(file.sha256)
    pictures.set(
      file.content_id!.toLowerCase(),
      `data:${file.content_type};base64,${content.toString('base64')}`,
    )
  }
  return html.replace(/src="cid:([^"]{1,400})"/gi, (whole, id: string) => {
    const picture = pictures.get(decoded(id).toLowerCase())
    return picture ? `src="${picture}"` : whole
  })
}

/** RFC 2392: a cid is written like a part of a web address. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id.replaceAll('&amp;', '&'))
  } catch {
    return id
  }
}
