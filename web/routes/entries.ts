import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { sendThisHeld } from '../../gateway/chatter/commands/held-notes.ts'
import { outsidersIn } from '../../gateway/chatter/commands/written.ts'
import type { FileToAttach } from '../../gateway/chatter/messages/attachments.ts'
import { closeDraft, findDraft, saveDraft } from '../../gateway/chatter/messages/drafts.ts'
import { forgetFiles } from '../../gateway/chatter/messages/waiting-files.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import { recordByReference, referenceOf } from '../../gateway/chatter/records/records.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Site } from '../../gateway/store/site.ts'
import { idIn, line, prose, read, several, wordIn } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { keepDraft, keyOf, type Sent, send, sendNow } from '../send-entry.ts'
import { keepUploads } from '../uploads.ts'
import { confirmPage } from '../views/confirm-names.ts'
import { userOf, visitOf } from '../visit.ts'

const Kind = z.enum(['message', 'note'])
const Form = z.object({
  kind: Kind,
  text: prose(),
  subject: line(200),
  recipients: prose(5000),
  send_at: line(40),
  act: z.enum(['send', 'draft', 'discard']).default('send'),
  /** The files of the draft that stay. */
  kept: several,
  /** When the page was opened. */
  opened: z.coerce.number().default(Number.MAX_SAFE_INTEGER),
})
const Asked = z.object({ kind: Kind.default('note') })
const Confirmed = z.object({ kind: Kind, confirmed: several })

/** The composer: sending, later sending, keeping a draft, and the question before a note goes to somebody outside. */
export function entryRoutes({ site }: Office): Router {
  const routes = Router()
  routes.post('/records/:reference/entries', (request, response) => take(site, request, response))
  routes.post('/records/:reference/draft', (request, response) =>
    keepTyped(site, request, response),
  )
  routes.get('/records/:reference/confirm', (request, response) => ask(site, request, response))
  routes.post('/records/:reference/confirm', (request, response) =>
    confirm(site, request, response),
  )
  routes.post('/messages/:id/send-held', (request, response) =>
    sendHeldNote(site, request, response),
  )
  return routes
}

async function take(site: Site, request: Request, response: Response): Promise<void> {
  const author = mustMay(userOf(response), 'post')
  const { kind, act, kept, opened, ...form } = read(Form, request.body)
  const added = await keepUploads(site, request)
  const typed = { ...form, text: form.text.replace(/\r\n?/g, '\n').trim() }
  const at = site.clock.now()
  const sent: Sent = { author, kind, typed, kept: kept.map(Number), added, confirmed: [], at }
  if (act === 'send') return send(site, { request, response }, sent)
  const path = await site.store.write(async (tx) => {
    const open = await recordByReference(tx, wordIn(request, 'reference'))
    if (act === 'draft') await keepDraft(tx, keyOf(open, sent), sent)
    else await forgetFiles(tx, (await closeDraft(tx, keyOf(open, sent), at)).map(hashOf), at)
    return `/records/${referenceOf(open)}${act === 'draft' ? ANCHORS[kind] : ''}`
  })
  const text = act === 'draft' ? 'Your draft is kept here.' : 'The draft is thrown away.'
  await redirectWith(request, response, { path, notice: { text } })
}

const ANCHORS = { message: '#send-message', note: '#log-note' }

const hashOf = ({ sha256 }: FileToAttach) => sha256

/** The script saves while somebody types. A page that was opened before the text was sent must not bring it back. */
async function keepTyped(site: Site, request: Request, response: Response): Promise<void> {
  const author = mustMay(userOf(response), 'post')
  const { kind, act: _act, kept: _kept, opened, ...typed } = read(Form, request.body)
  const saved = await site.store.write(async (tx) => {
    const open = await recordByReference(tx, wordIn(request, 'reference'))
    const at = site.clock.now()
    return saveDraft(tx, keyOf(open, { author, kind }), { ...typed, at, since: opened })
  })
  response.status(saved ? 204 : 409).end()
}

async function ask(site: Site, request: Request, response: Response): Promise<void> {
  const author = mustMay(userOf(response), 'post')
  const { kind } = read(Asked, request.query)
  const reference = wordIn(request, 'reference')
  const found = await site.store.read(async (reader) => {
    const open = await recordByReference(reader, reference)
    const draft = await findDraft(reader, keyOf(open, { author, kind }))
    return draft && { draft, outsiders: await outsidersIn(reader, open, draft.text) }
  })
  if (!found) return response.redirect(303, `/records/${reference}`)
  const content = confirmPage({ ...found, reference, token: visitOf(response).token })
  await showPage(request, response, { title: 'Who gets this note?', content, section: 'records' })
}

async function confirm(site: Site, request: Request, response: Response): Promise<void> {
  const author = mustMay(userOf(response), 'post')
  const { kind, confirmed } = read(Confirmed, request.body)
  const draft = await site.store.read(async (reader) => {
    const open = await recordByReference(reader, wordIn(request, 'reference'))
    return findDraft(reader, keyOf(open, { author, kind }))
  })
  if (!draft) throw new Refused('not-found', 'This has been sent, or thrown away.')
  const { text, subject, recipients, send_at } = draft
  await sendNow(
    site,
    { request, response },
    {
      author,
      kind,
      typed: { text, subject, recipients, send_at },
      kept: draft.files.map(({ id }) => id),
      added: [],
      confirmed: confirmed.map(Number),
      at: site.clock.now(),
    },
  )
}

async function sendHeldNote(site: Site, request: Request, response: Response): Promise<void> {
  const by = mustMay(userOf(response), 'post')
  const { open, message } = await site.store.write((tx) =>
    sendThisHeld(tx, { note: idIn(request), by, at: site.clock.now() }),
  )
  site.outboxBell.ring()
  await redirectWith(request, response, {
    path: `/records/${referenceOf(open)}#m${message.id}`,
    notice: { text: 'Message sent.' },
  })
}
