import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import {
  cancelScheduled,
  postScheduled,
  reschedule,
  scheduledOf,
} from '../../gateway/chatter/commands/scheduled.ts'
import { saveDraft } from '../../gateway/chatter/messages/drafts.ts'
import { holdFiles, waitingFilesOf } from '../../gateway/chatter/messages/waiting-files.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import { findByThread, referenceOf } from '../../gateway/chatter/records/records.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { readMoment } from '../../gateway/lib/moments.ts'
import type { Reader, Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { idIn, line, needed, prose, read, several } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { scheduledPage } from '../views/scheduled.ts'
import { userOf, visitOf } from '../visit.ts'

const Change = z.object({
  text: needed('The text', 100_000),
  subject: line(200),
  recipients: prose(5000),
  send_at: needed('When', 40),
  kept: several,
})

type Act = { id: number; by: PersonRow; at: number; request: Request }

/** Messages that wait for their hour: change, send now, cancel. */
export function scheduledRoutes(office: Office): Router {
  const { site } = office
  const routes = Router()
  const post = (
    path: string,
    verb: (tx: Tx, act: Act) => Promise<{ text: string; path: string }>,
  ) => {
    routes.post(`/scheduled/:id${path}`, async (request, response) => {
      const by = mustMay(userOf(response), 'post')
      const act = { id: idIn(request), by, at: site.clock.now(), request }
      const { text, path } = await site.store.write((tx) => verb(tx, act))
      site.outboxBell.ring()
      await redirectWith(request, response, { path, notice: { text } })
    })
  }
  routes.get('/scheduled/:id', (request, response) => show(office, request, response))
  post('', change)
  post('/send', sendNow)
  post('/cancel', cancel)
  return routes
}

async function show({ site }: Office, request: Request, response: Response): Promise<void> {
  const viewer = mustMay(userOf(response), 'post')
  const found = await site.store.read(async (reader) => {
    const row = await scheduledOf(reader, idIn(request), viewer)
    return {
      row,
      files: await waitingFilesOf(reader, { scheduled_id: row.id }),
      reference: await referenceIn(reader, row.thread_id),
    }
  })
  const { token, now } = visitOf(response)
  const content = scheduledPage({ ...found, token, here: { timeZone: viewer.time_zone, now } })
  await showPage(request, response, { title: 'Scheduled', content, section: 'records' })
}

async function change(tx: Tx, { id, by, at, request }: Act) {
  const { send_at, kept, ...typed } = read(Change, request.body)
  const { at: sendAt } = readMoment(send_at.replace('T', ' '), { now: at, zone: by.time_zone })
  const keptFiles = kept.map(Number)
  const before = await scheduledOf(tx, id, by)
  const text = typed.text.replace(/\r\n?/g, '\n').trim()
  const row = await reschedule(tx, id, { by, at, sendAt, keptFiles, ...typed, text })
  const asks = before.confirmed !== row.confirmed
  return {
    text: asks
      ? 'Saved. Since its words have changed, it goes to nobody outside whom it names: confirm them in the thread when it is posted.'
      : 'Saved.',
    path: `/records/${await referenceIn(tx, row.thread_id)}#scheduled`,
  }
}

async function sendNow(tx: Tx, { id, by, at }: Act) {
  const row = await scheduledOf(tx, id, by)
  // what could not be sent is tried once more
  if (row.trouble !== null) await reschedule(tx, id, { by, at, sendAt: at + 1 })
  const posted = await postScheduled(tx, id, at)
  if (!posted) throw new Refused('not-found', 'It is being sent at this moment.')
  const { said, open } = posted
  return {
    text: said.held === null ? 'Sent.' : `Kept inside, as a note, since ${said.held}.`,
    path: `/records/${referenceOf(open)}${said.message ? `#m${said.message.id}` : ''}`,
  }
}

/** Its words go back to the composer of who wrote it. */
async function cancel(tx: Tx, { id, by, at }: Act) {
  const { row, files, kind, text, subject, recipients } = await cancelScheduled(tx, id, { by })
  const key = { thread: row.thread_id, person: row.author_id, kind }
  const typed = { text, subject, recipients, send_at: '' }
  const draft = await saveDraft(tx, key, { ...typed, at, since: Number.MAX_SAFE_INTEGER })
  await holdFiles(tx, { draft_id: draft!.id }, files)
  const isMine = row.author_id === by.id
  return {
    text: isMine ? 'Cancelled. Its words are in the composer.' : 'Cancelled.',
    path: `/records/${await referenceIn(tx, row.thread_id)}`,
  }
}

async function referenceIn(reader: Reader, thread: number): Promise<string> {
  const open = await findByThread(reader, thread)
  if (!open) throw new Refused('not-found')
  return referenceOf(open)
}
