import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { moveTo } from '../../gateway/chatter/aliases/refile.ts'
import { findMessage } from '../../gateway/chatter/messages/thread-entries.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import { mergeRecords, separateRecord } from '../../gateway/chatter/records/merge.ts'
import {
  findByThread,
  type OpenRecord,
  recordByReference,
  referenceOf,
} from '../../gateway/chatter/records/records.ts'
import {
  type Act,
  archiveRecord,
  deleteRecord,
  restoreRecord,
} from '../../gateway/chatter/records/rest.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Tx } from '../../gateway/store/store.ts'
import { idIn, needed, read, ticked, wordIn } from '../forms.ts'
import { type Notice, redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { userOf } from '../visit.ts'

const Move = z.object({ to: needed('A record or an alias', 320), andLater: ticked })
const Merge = z.object({ into: needed('A record', 30) })

type Done = { path: string; notice: Notice }
type Deed = (tx: Tx, act: Act, request: Request) => Promise<Done>

/** Putting things where they belong: moving a message, merging records, and taking a record out of the way. */
export function filingRoutes(office: Office): Router {
  const routes = Router()
  const deeds: [string, Deed][] = [
    ['/messages/:id/move', move],
    ['/records/:reference/merge', merge],
    ['/records/:reference/separate', separate],
    ['/records/:reference/archive', putAside(archiveRecord, 'is archived')],
    ['/records/:reference/delete', putAside(deleteRecord, 'is deleted')],
    ['/records/:reference/restore', restore],
  ]
  for (const [path, deed] of deeds)
    routes.post(path, (request, response) => perform(office, deed, { request, response }))
  return routes
}

async function perform(
  { site }: Office,
  deed: Deed,
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  const act = { by: mustMay(userOf(response), 'post'), at: site.clock.now() }
  const done = await site.store.write((tx) => deed(tx, act, request))
  site.outboxBell.ring()
  await redirectWith(request, response, done)
}

const move: Deed = async (tx, act, request) => {
  const { to, andLater } = read(Move, request.body)
  const message = await findMessage(tx, idIn(request))
  const old = message && (await findByThread(tx, message.thread_id))
  if (!message || !old) throw new Refused('not-found')
  const now = await moveTo(tx, { ...act, message, to, andLater })
  return {
    path: `/records/${referenceOf(now)}#m${message.id}`,
    notice: {
      text: `Moved to ${referenceOf(now)}. Answers to it go there from now on.`,
      undo: {
        action: `/messages/${message.id}/move`,
        fields: { to: referenceOf(old), ...(andLater ? { andLater: '1' } : {}) },
      },
    },
  }
}

const merge: Deed = async (tx, act, request) => {
  const from = await recordOf(tx, request)
  const into = await recordByReference(tx, read(Merge, request.body).into)
  const heir = await mergeRecords(tx, { ...act, from, into })
  const [old, taking] = [referenceOf(from), referenceOf(heir)]
  return {
    path: `/records/${taking}`,
    notice: {
      text: `${old} is merged into ${taking}: mail for it comes here, and who followed it follows this one.`,
      undo: { action: `/records/${old}/separate`, fields: {} },
    },
  }
}

const separate: Deed = async (tx, act, request) => {
  const open = await recordOf(tx, request)
  await separateRecord(tx, open, act)
  return {
    path: `/records/${referenceOf(open)}`,
    notice: { text: 'Mail for it comes here again.' },
  }
}

function putAside(verb: (tx: Tx, open: OpenRecord, act: Act) => Promise<void>, done: string): Deed {
  return async (tx, act, request) => {
    const open = await recordOf(tx, request)
    await verb(tx, open, act)
    const path = `/records/${referenceOf(open)}`
    const text = `${referenceOf(open)} ${done}.`
    return { path, notice: { text, undo: { action: `${path}/restore`, fields: {} } } }
  }
}

const restore: Deed = async (tx, act, request) => {
  const open = await recordOf(tx, request)
  await restoreRecord(tx, open, act)
  const reference = referenceOf(open)
  return { path: `/records/${reference}`, notice: { text: `${reference} is back.` } }
}

function recordOf(tx: Tx, request: Request): Promise<OpenRecord> {
  return recordByReference(tx, wordIn(request, 'reference'))
}
