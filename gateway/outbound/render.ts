import { messageOf } from '../lib/errors.ts'
import { escapeHtml } from '../lib/html.ts'
import { baseUrlOf, type Site } from '../store/site.ts'
import { filePart, type Header, multipart, type Part, textPart } from './mime.ts'
import { type Notice, noticeValues, type ReaderKind } from './notice.ts'
import { nameOfTemplate, ownFor } from './notice-template.ts'
import { SLOT } from './slots.ts'
import type { Templates } from './templates.ts'

/**
 * The body of a notification, encoded once for all readers of one language: text as it leaves, and slots where each reader's own
 * words come.
 */
export type Body = { headers: Header[]; pieces: (string | Slot)[] }

/** `form` escapes the words for the part that they stand in. */
type Slot = { slot: string; form(text: string): string }

/** Together they stay below what mail servers take; what is over is read in the record. */
const ATTACHED_AT_MOST = 10 * 1024 * 1024

export async function renderBody(
  site: Site,
  templates: Templates,
  notice: Notice,
  reader: ReaderKind,
): Promise<Body> {
  const filled = await fill(site, templates, notice, reader)
  const text = splitSlots(filled.text, String)
  const html = splitSlots(filled.html, escapeHtml)
  const boundary = `=_${notice.message.id.toString(36)}_${notice.open.thread.id.toString(36)}`
  return join(boundary, text, html, await fileParts(site, notice))
}

type FilledIn = { html: string; text: string }

async function fill(
  site: Site,
  templates: Templates,
  notice: Notice,
  reader: ReaderKind,
): Promise<FilledIn> {
  const values = noticeValues(notice, reader, { baseUrl: baseUrlOf(site), keys: site.keys })
  const own =
    notice.template && (await fillOwn(site, templates, ownFor(notice.template, reader, values)))
  if (own) return own
  const template = await templates.get('message')
  return { html: template.html(values), text: template.text(values) }
}

/** A template that is broken never stops mail: then the plain words go out, and the operators hear of it. */
async function fillOwn(
  site: Site,
  templates: Templates,
  { version, values }: ReturnType<typeof ownFor>,
): Promise<FilledIn | null> {
  try {
    const template = await templates.own(version)
    return { html: template.html(values), text: template.text(values) }
  } catch (failure) {
    const about = await site.store.read((reader) => nameOfTemplate(reader, version))
    site.alarms.raise('template_broken', about, { why: messageOf(failure).slice(0, 500) })
    return null
  }
}

function splitSlots(filled: string, form: (text: string) => string): (string | Slot)[] {
  return filled
    .split(new RegExp(SLOT.source))
    .map((piece, index) => (index % 2 === 1 ? { slot: piece, form } : piece))
}

function join(
  boundary: string,
  text: (string | Slot)[],
  html: (string | Slot)[],
  files: Part[],
): Body {
  const alternative = multipart('alternative', `${boundary}_a`, [
    textPart('plain', '\uE002'),
    textPart('html', '\uE003'),
  ])
  const whole =
    files.length > 0 ? multipart('mixed', `${boundary}_m`, [alternative, ...files]) : alternative
  const [before, rest] = whole.body.split('\uE002')
  const [between, after] = rest!.split('\uE003')
  return { headers: whole.headers, pieces: [before!, ...text, between!, ...html, after!] }
}

async function fileParts(site: Site, { files }: Notice): Promise<Part[]> {
  const outer = files.filter((file) => !file.inline && file.quarantine === null)
  if (outer.reduce((sum, file) => sum + file.size, 0) > ATTACHED_AT_MOST) return []
  return Promise.all(
    outer.map(async (file) =>
      filePart({
        filename: file.filename,
        contentType: file.content_type,
        content: await site.files.contentOf(file.sha256),
        contentId: null,
      }),
    ),
  )
}
