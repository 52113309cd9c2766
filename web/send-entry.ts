import type { Request, Response } from 'express'
import { schedule } from '../gateway/chatter/commands/scheduled.ts'
import { outsidersIn, type Writing } from '../gateway/chatter/commands/written.ts'
import type { FileToAttach } from '../gateway/chatter/messages/attachments.ts'
import {
  closeDraft,
  type DraftKey,
  findDraft,
  keepDraftFiles,
  saveDraft,
  type Typed,
} from '../gateway/chatter/messages/drafts.ts'
import { undoLeft } from '../gateway/chatter/messages/undo.ts'
import { mustBeInUse } from '../gateway/chatter/records/merge.ts'
import {
  type OpenRecord,
  recordByReference,
  referenceOf,
} from '../gateway/chatter/records/records.ts'
import { Refused } from '../gateway/lib/errors.ts'
import { readMoment, showMoment } from '../gateway/lib/moments.ts'
import type { Site } from '../gateway/store/site.ts'
import type { Tx } from '../gateway/store/store.ts'
import type { PersonRow } from '../gateway/store/tables/people.ts'
import { wordIn } from './forms.ts'
import { type Notice, redirectWith } from './notice.ts'
import { writeEntry } from './write-entry.ts'

/** What the composer has sent: the form, its files, and what its draft had. */
export type Sent = {
  author: PersonRow
  kind: Writing['kind']
  typed: Typed
  kept: number[]
  added: FileToAttach[]
  confirmed: number[]
  at: number
}

export type Exchange = { request: Request; response: Response }

/** What is refused is kept as a draft, and a note that names somebody outside waits there for a word. */
export async function send(site: Site, { request, response }: Exchange, sent: Sent): Promise<void> {
  const reference = wordIn(request, 'reference')
  const outsiders = await site.store.read(async (reader) => {
    const open = await recordByReference(reader, reference)
    return sent.kind === 'note' ? outsidersIn(reader, open, sent.typed.text) : []
  })
  if (outsiders.length > 0) {
    await keep(site, reference, sent)
    return response.redirect(303, `/records/${reference}/confirm?kind=${sent.kind}`)
  }
  try {
    await sendNow(site, { request, response }, sent)
  } catch (failure) {
    if (failure instanceof Refused && sent.typed.text !== '') await keep(site, reference, sent)
    throw failure
  }
}

function keep(site: Site, reference: string, sent: Sent): Promise<void> {
  return site.store.write(async (tx) => {
    const open = await recordByReference(tx, reference)
    await keepDraft(tx, keyOf(open, sent), sent)
  })
}

export async function sendNow(
  site: Site,
  { request, response }: Exchange,
  sent: Sent,
): Promise<void> {
  const done = await site.store.write(async (tx) => {
    const open = await recordByReference(tx, wordIn(request, 'reference'))
    await mustBeInUse(tx, open)
    const files = await takeOver(tx, keyOf(open, sent), sent)
    if (sent.typed.text === '' && files.length === 0)
      throw new Refused('bad-input', 'There is nothing to send: write something, or attach a file.')
    return sent.typed.send_at === '' ? post(tx, open, sent, files) : putOff(tx, open, sent, files)
  })
  site.outboxBell.ring()
  const notice =
    done.message === null ? done.notice : await withUndo(site, done.message, done.notice)
  await redirectWith(request, response, { path: done.path, notice })
}

type Done = { path: string; notice: Notice; message: number | null }

async function post(tx: Tx, open: OpenRecord, sent: Sent, files: FileToAttach[]): Promise<Done> {
  const { author, kind, typed, confirmed, at } = sent
  const undo = author.undo_seconds * 1000
  return writeEntry(tx, open, { author, kind, ...typed, files, confirmed, undo, at })
}

async function putOff(tx: Tx, open: OpenRecord, sent: Sent, files: FileToAttach[]): Promise<Done> {
  const { author: by, kind, typed, confirmed, at } = sent
  const moment = readMoment(typed.send_at.replace('T', ' '), { now: at, zone: by.time_zone })
  const { text, subject, recipients } = typed
  await schedule(tx, open, {
    by,
    typed: { kind, text, subject, recipients, files, confirmed },
    sendAt: moment.at,
    at,
  })
  const when = showMoment({ at: moment.at, hasTime: true }, by.time_zone)
  const notice = { text: `It is sent ${when}, to who follows then.` }
  return { path: `/records/${referenceOf(open)}#scheduled`, notice, message: null }
}

/** Mails are written with the transaction, so it is after it that they can be looked at. */
async function withUndo(site: Site, id: number, notice: Notice): Promise<Notice> {
  const seconds = await site.store.read((reader) => undoLeft(reader, id, site.clock.now()))
  if (seconds === 0) return notice
  const text = `${notice.text} It leaves for people outside in ${seconds} seconds.`
  return { ...notice, text, undo: { action: `/messages/${id}/undo`, fields: {} } }
}

/** The files that the draft has and its writer keeps, and those of the form. */
async function takeOver(tx: Tx, key: DraftKey, sent: Sent): Promise<FileToAttach[]> {
  const draft = await findDraft(tx, key)
  if (draft) await keepDraftFiles(tx, draft, { kept: sent.kept, added: [], at: sent.at })
  return [...(await closeDraft(tx, key, sent.at)), ...sent.added]
}

export function keyOf(
  { thread }: OpenRecord,
  { author, kind }: Pick<Sent, 'author' | 'kind'>,
): DraftKey {
  return { thread: thread.id, person: author.id, kind }
}

export async function keepDraft(tx: Tx, key: DraftKey, sent: Sent): Promise<void> {
  const { typed, kept, added, at } = sent
  const draft = await saveDraft(tx, key, { ...typed, at, since: Number.MAX_SAFE_INTEGER })
  await keepDraftFiles(tx, draft!, { kept, added, at })
}
