import { find, insertRows, list } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type AttachmentRow, attachments, type MessageRow } from '../../store/tables/threads.ts'

/** A file whose bytes are in the file store already, under their hash. */
export type FileToAttach = {
  sha256: string
  filename: string
  contentType: string
  size: number
  inline: boolean
  contentId: string | null
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
