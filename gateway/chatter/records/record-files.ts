import { Refused } from '../../lib/errors.ts'
import { find, insertRows, update } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { type AttachmentRow, attachments } from '../../store/tables/threads.ts'
import type { FileToAttach } from '../messages/attachments.ts'
import { mustBeAbleTo } from '../people/roles.ts'
import { recordEvent } from '../threads/events.ts'
import { mustBeInUse } from './merge.ts'
import { findByThread, type OpenRecord } from './records.ts'
import type { Act } from './rest.ts'

/** Puts files to a record, without a message: nobody is told. */
export async function putFiles(
  tx: Tx,
  open: OpenRecord,
  { by, at, files }: Act & { files: FileToAttach[] },
): Promise<void> {
  mustBeAbleTo(by, 'post')
  await mustBeInUse(tx, open)
  if (files.length === 0) throw new Refused('bad-input', 'Choose a file first.')
  const rows = files.map((file) => ({
    thread_id: open.thread.id,
    sha256: file.sha256,
    filename: file.filename,
    content_type: file.contentType,
    size: file.size,
    inline: 0 as const,
    added_by: by.id,
    added_at: at,
  }))
  await insertRows(tx, attachments, rows)
  const details = { files: files.map(({ filename }) => filename) }
  await recordEvent(tx, { kind: 'file added', thread: open.thread.id, person: by.id, details, at })
}

/**
 * Takes a file away that was put to a record. Files of messages go with their message.
 * @returns the record, and the file's name
 */
export async function takeFileAway(
  tx: Tx,
  id: number,
  act: Act,
): Promise<{ open: OpenRecord; name: string }> {
  return mark(tx, id, act, {
    kind: 'file removed',
    to: { removed_at: act.at, removed_by: act.by.id },
  })
}

export async function putFileBack(
  tx: Tx,
  id: number,
  act: Act,
): Promise<{ open: OpenRecord; name: string }> {
  return mark(tx, id, act, { kind: 'file added', to: { removed_at: null, removed_by: null } })
}

type Marking = {
  kind: 'file added' | 'file removed'
  to: Pick<AttachmentRow, 'removed_at' | 'removed_by'>
}

async function mark(
  tx: Tx,
  id: number,
  { by, at }: Act,
  { kind, to }: Marking,
): Promise<{ open: OpenRecord; name: string }> {
  mustBeAbleTo(by, 'post')
  const file = await find(tx, attachments, { id })
  const open = file && (await findByThread(tx, file.thread_id))
  if (!file || !open) throw new Refused('not-found')
  if (file.message_id !== null)
    throw new Refused('bad-input', 'This file belongs to a message, and goes with it.')
  await update(tx, attachments, { id }, to)
  const details = { files: [file.filename] }
  await recordEvent(tx, { kind, thread: open.thread.id, person: by.id, details, at })
  return { open, name: file.filename }
}
