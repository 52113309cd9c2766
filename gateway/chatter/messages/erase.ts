import { Refused } from '../../lib/errors.ts'
import { list, remove, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type DeliveryRow, deliveries, notifications } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { attachments, type MessageRow, messages } from '../../store/tables/threads.ts'
import { recordEvent } from '../threads/events.ts'
import { mustChange } from './edit.ts'
import { indexAgain } from './message-index.ts'
import { forgetFiles } from './waiting-files.ts'

/** What became of the mails of an entry: said to who deletes it. */
export type Erased = { message: MessageRow; withdrawn: number; gone: number }

/**
 * Deletes an entry: its words, formatted text, earlier versions and files are erased, that it was there stays. Mails that wait are
 * withdrawn. What has left cannot be called back, and the mail by which it came stays with the operators, in the mail log.
 * @throws Refused where it is not theirs to delete
 */
export async function deleteMessage(
  tx: Tx,
  { id, by, at }: { id: number; by: PersonRow; at: number },
): Promise<Erased> {
  const message = await mustChange(tx, by, id)
  const erased = await erase(tx, message, { by, at })
  const about = { thread: message.thread_id, message: id, person: by.id }
  await recordEvent(tx, { kind: 'message deleted', ...about, at })
  return erased
}

/**
 * Takes a message back that its author has just sent, as long as none of its mails to people outside has left. It is erased; its
 * words are for the caller to keep.
 * @returns the message as it was
 * @throws Refused where it is too late, or not theirs
 */
export async function takeBack(
  tx: Tx,
  { id, by, at }: { id: number; by: PersonRow; at: number },
): Promise<MessageRow> {
  const message = await mustChange(tx, by, id)
  if (message.author_id !== by.id)
    throw new Refused('not-allowed', 'Only who sent it may take it back.')
  // on PostgreSQL no courier takes one from now on
  if (tx.dialect === 'postgres')
    await tx.all('select id from deliveries where message_id = $1 order by id for update', [id])
  if (!(await canBeTakenBack(tx, message, at)))
    throw new Refused('not-allowed', 'It is too late to take it back: it has left.')
  await erase(tx, message, { by, at })
  const about = { thread: message.thread_id, message: id, person: by.id }
  await recordEvent(tx, { kind: 'message taken back', ...about, at })
  return message
}

/** Do all its mails to people outside still wait for their time, untouched? */
export async function canBeTakenBack(
  reader: Reader,
  { id }: Pick<MessageRow, 'id'>,
  at: number,
): Promise<boolean> {
  const outside = await reader.all<Pick<DeliveryRow, 'state' | 'attempts' | 'due_at'>>(
    `select d.state, d.attempts, d.due_at from deliveries d join people p on p.id = d.person_id
     where d.message_id = $1 and p.kind <> 'user'`,
    [id],
  )
  return (
    outside.length > 0 &&
    outside.every((one) => one.state === 'queued' && one.attempts === 0 && one.due_at > at)
  )
}

async function erase(
  tx: Tx,
  message: MessageRow,
  { by, at }: { by: PersonRow; at: number },
): Promise<Erased> {
  const { id } = message
  const withdrawn = await withdraw(tx, id, at)
  const mails = await list(tx, deliveries, { where: { message_id: id, state: 'sent' } })
  const files = await remove(tx, attachments, { message_id: id })
  await forgetFiles(
    tx,
    files.map(({ sha256 }) => sha256),
    at,
  )
  // held_notes: a text that was kept internal until its author decides is not there to be sent any more
  for (const hanging of ['message_versions', 'mentions', 'reactions', 'stars', 'held_notes'])
    await tx.all(`delete from ${hanging} where message_id = $1`, [id])
  await update(tx, notifications, { message_id: id, read_at: null }, { read_at: at })
  const nothing = { body: '', new_text: '', html: null, parts: null, subject: '', flaws: null }
  const trace = {
    deleted_at: at,
    deleted_by: by.id,
    edited_at: Math.max(at, message.edited_at ?? 0),
  }
  const [left] = await update(tx, messages, { id }, { ...nothing, ...trace })
  await indexAgain(tx, [id])
  return { message: left!, withdrawn, gone: mails.length }
}

/** A mail on its way at this moment is noted by nobody any more. */
async function withdraw(tx: Tx, message: number, at: number): Promise<number> {
  const rows = await tx.all(
    `update deliveries set state = 'withdrawn', response = 'the message was deleted', claimed_by = null, ended_at = $2
     where message_id = $1 and state in ('queued', 'deferred', 'sending', 'failed') returning id`,
    [message, at],
  )
  return rows.length
}
