import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { sendThisHeld } from '../../gateway/chatter/commands/held-notes.ts'
import { letIn } from '../../gateway/chatter/messages/let-in.ts'
import { findMessage } from '../../gateway/chatter/messages/thread-entries.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import { mustBeInUse } from '../../gateway/chatter/records/merge.ts'
import {
  findByThread,
  recordByReference,
  referenceOf,
} from '../../gateway/chatter/records/records.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { idIn, prose, read, wordIn } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { keepUploads } from '../uploads.ts'
import { userOf } from '../visit.ts'
import { writeEntry } from '../write-entry.ts'

const Entry = z.object({ kind: z.enum(['message', 'note']), text: prose() })

/** Entries of a thread: writing one, and letting a newcomer in. */
export function entryRoutes(office: Office): Router {
  const routes = Router()
  routes.post('/records/:reference/entries', (request, response) =>
    write(office, request, response),
  )
  routes.post('/messages/:id/let-in', (request, response) =>
    letNewcomerIn(office, request, response),
  )
  routes.post('/messages/:id/send-held', (request, response) =>
    sendHeldNote(office, request, response),
  )
  return routes
}

async function write({ site }: Office, request: Request, response: Response): Promise<void> {
  const author = mustMay(userOf(response), 'post')
  const { kind, text } = read(Entry, request.body)
  const files = await keepUploads(site, request)
  const words = text.replace(/\r\n?/g, '\n').trim()
  if (words === '' && files.length === 0)
    throw new Refused('bad-input', 'There is nothing to send: write something, or attach a file.')

  const at = site.clock.now()
  const written = await site.store.write(async (tx) => {
    const open = await recordByReference(tx, wordIn(request, 'reference'))
    await mustBeInUse(tx, open)
    return writeEntry(tx, open, { author, text: words, files, at }, kind)
  })
  site.outboxBell.ring()
  await redirectWith(request, response, written)
}

async function letNewcomerIn(
  { site }: Office,
  request: Request,
  response: Response,
): Promise<void> {
  const user = mustMay(userOf(response), 'post')
  const done = await site.store.write(async (tx) => {
    const message = await findMessage(tx, idIn(request))
    const open = message && (await findByThread(tx, message.thread_id))
    if (!message || !open) throw new Refused('not-found')
    await letIn(tx, message, { user, at: site.clock.now() })
    return { path: `/records/${referenceOf(open)}#m${message.id}`, name: message.author_name }
  })
  const notice = { text: `${done.name} takes part in this thread now.` }
  await redirectWith(request, response, { path: done.path, notice })
}

async function sendHeldNote({ site }: Office, request: Request, response: Response): Promise<void> {
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
