import { Refused } from '../../lib/errors.ts'
import { update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type PersonRow, people } from '../../store/tables/people.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { attachmentsOf } from './attachments.ts'
import { findDraft, saveDraft } from './drafts.ts'
import { canBeTakenBack, takeBack } from './erase.ts'
import { asFile, holdFiles } from './waiting-files.ts'

export const LONGEST_UNDO = 300

/** @param seconds how long what this user writes to people outside waits; 0: it leaves at once */
export async function setUndo(tx: Tx, person: PersonRow, seconds: number): Promise<void> {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_UNDO)
    throw new Refused('bad-input', `From 0 to ${LONGEST_UNDO} seconds.`)
  await update(tx, people, { id: person.id }, { undo_seconds: seconds })
}

/** Takes a message back before it leaves: its words and files are its author's draft again. @throws Refused where it is too late */
export async function undoSend(
  tx: Tx,
  { id, by, at }: { id: number; by: PersonRow; at: number },
): Promise<MessageRow> {
  const files = (await attachmentsOf(tx, [id])).map(asFile)
  const recipients = await chosenRecipients(tx, id)
  const message = await takeBack(tx, { id, by, at })
  const kind = message.kind === 'note' ? 'note' : 'message'
  const key = { thread: message.thread_id, person: by.id, kind } as const
  const typed = await findDraft(tx, key)
  const text = [message.new_text, typed?.text ?? ''].filter((part) => part !== '').join('\n\n')
  const draft = await saveDraft(tx, key, {
    text,
    subject: message.subject,
    recipients,
    send_at: '',
    at,
    since: Number.MAX_SAFE_INTEGER,
  })
  await holdFiles(tx, { draft_id: draft!.id }, files)
  return message
}

/** For how many seconds its author can still take it back; 0: it has left, or nobody outside gets it. */
export async function undoLeft(reader: Reader, message: number, at: number): Promise<number> {
  if (!(await canBeTakenBack(reader, { id: message }, at))) return 0
  const found = await reader.one<{ due_at: number }>(
    'select max(due_at) as due_at from deliveries where message_id = $1',
    [message],
  )
  return Math.max(0, Math.ceil(((found?.due_at ?? at) - at) / 1000))
}

async function chosenRecipients(reader: Reader, message: number): Promise<string> {
  const rows = await reader.all<{ address: string }>(
    `select address from deliveries where message_id = $1 and reason = 'addressee' order by id limit 50`,
    [message],
  )
  return rows.map(({ address }) => address).join(', ')
}
