import { Refused } from '../../lib/errors.ts'
import { find, insertRows, list, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { type AttachmentRow, attachments, type MessageRow } from '../../store/tables/threads.ts'
import { mustBeAbleTo } from '../people/roles.ts'
import { recordEvent } from '../threads/events.ts'

/** A file whose bytes are in the file store already, under their hash. */
export type FileToAttach = {
  sha256: string
  filename: string
  contentType: string
  size: number
  inline: boolean
  contentId: string | null
  /** Why it is kept back. */
  quarantine?: string | null
}

export async function attachFiles(
  tx: Tx,
  message: MessageRow,
  files: FileToAttach[],
): Promise<void> {
  const rows = files.map((file) => ({
    message_id: message.id,
    thread_id: message.thread_id,
    sha256: file.sha256,
    filename: file.filename,
    content_type: file.contentType,
    size: file.size,
    inline: file.inline ? (1 as const) : (0 as const),
    content_id: file.contentId,
    quarantine: file.quarantine ?? null,
  }))
  await insertRows(tx, attachments, rows)
}

export async function findAttachment(reader: Reader, id: number): Promise<AttachmentRow | null> {
  return find(reader, attachments, { id, removed_at: null })
}

export async function attachmentsOf(reader: Reader, messages: number[]): Promise<AttachmentRow[]> {
  return messages.length > 0
    ? list(reader, attachments, { where: { message_id: messages }, order: 'id' })
    : []
}

export async function filesOfThread(reader: Reader, thread: number): Promise<AttachmentRow[]> {
  return list(reader, attachments, {
    where: { thread_id: thread, inline: 0, removed_at: null },
    order: 'id desc',
    limit: 200,
  })
}

/**
 * Lets a file through that was kept back: from now on who may see the thread may have it. Nobody is mailed again.
 * @throws Refused where there is none, or who asks is no operator
 */
export async function letFileThrough(
  tx: Tx,
  { id, by, at }: { id: number; by: PersonRow; at: number },
): Promise<AttachmentRow> {
  mustBeAbleTo(by, 'operate')
  const file = await findAttachment(tx, id)
  if (!file || file.quarantine === null)
    throw new Refused('not-found', 'No file of this number was kept back.')
  await update(tx, attachments, { id }, { quarantine: null })
  const { thread_id: thread, message_id, filename, quarantine } = file
  const about = { thread, ...(message_id === null ? {} : { message: message_id }) }
  const details = { filename, quarantine }
  await recordEvent(tx, { kind: 'file let through', ...about, person: by.id, details, at })
  return file
}

/** The files that are kept back, newest first. */
export async function filesKeptBack(reader: Reader): Promise<AttachmentRow[]> {
  return reader.all<AttachmentRow>(
    'select * from attachments where quarantine is not null order by id desc limit 200',
  )
}
