import { Refused } from '../../lib/errors.ts'
import { find, insertRows, list, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { deliveries } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { type MessageRow, messages } from '../../store/tables/threads.ts'
import { type MessageVersionRow, messageVersions } from '../../store/tables/writing.ts'
import { may } from '../people/roles.ts'
import { recordEvent } from '../threads/events.ts'
import { indexAgain } from './message-index.ts'

/** Nobody's hand may hold a message for ever: so many changes of one are kept. */
const MOST_VERSIONS = 200

/** May this user change or delete the entry: one's own, admins any? What the system has tracked is changed by nobody. */
export function mayChange(
  by: PersonRow,
  message: Pick<MessageRow, 'kind' | 'author_id' | 'deleted_at'>,
): boolean {
  if (message.kind === 'change' || message.deleted_at !== null) return false
  return may(by, 'administer') || (may(by, 'post') && message.author_id === by.id)
}

/** @throws Refused where the entry is not there, or not theirs to change */
export async function mustChange(tx: Reader, by: PersonRow, id: number): Promise<MessageRow> {
  const message = await find(tx, messages, { id })
  if (!message) throw new Refused('not-found')
  if (message.deleted_at !== null) throw new Refused('not-found', 'This entry is deleted.')
  if (message.kind === 'change')
    throw new Refused('not-allowed', 'What has been tracked is not changed.')
  if (!mayChange(by, message))
    throw new Refused('not-allowed', 'Only who wrote it may change it, and admins.')
  return message
}

/**
 * Changes what an entry says. What it said before is kept. Nobody is mailed again; mails that still wait say the new words, since they
 * are written when they leave. Whoever the new words name is not told either.
 * @param edit seen: when it was last changed, as its editor has seen it; left out: whatever happened since
 * @throws Refused where it is not theirs, is empty, or has been changed meanwhile
 */
export async function editMessage(
  tx: Tx,
  edit: { id: number; by: PersonRow; text: string; at: number; seen?: number | null },
): Promise<MessageRow> {
  const { id, by, at } = edit
  const message = await mustChange(tx, by, id)
  const text = edit.text.replace(/\r\n?/g, '\n').trim()
  if (edit.seen !== undefined && edit.seen !== message.edited_at)
    throw new Refused('already-there', 'Somebody has changed it meanwhile: look at it again.')
  if (text === '') throw new Refused('bad-input', 'It would be empty. Delete it instead.')
  if (text === message.new_text) return message
  await keepVersion(tx, message, { by, at })
  // two changes of one millisecond must not look like one to who keeps a copy
  const edited_at = Math.max(at, (message.edited_at ?? 0) + 1)
  const changes = { body: text, new_text: text, html: null, parts: null, edited_at }
  const [changed] = await update(tx, messages, { id }, changes)
  await indexAgain(tx, [id])
  const about = { thread: message.thread_id, message: id, person: by.id }
  await recordEvent(tx, { kind: 'message edited', ...about, at })
  return changed!
}

async function keepVersion(
  tx: Tx,
  { id, body, new_text, html, parts }: MessageRow,
  { by, at }: { by: PersonRow; at: number },
): Promise<void> {
  const before = await versionsOf(tx, id)
  if (before.length >= MOST_VERSIONS)
    throw new Refused('not-allowed', `It has been changed ${MOST_VERSIONS} times. Write anew.`)
  const version = { message_id: id, body, new_text, html, parts }
  await insertRows(tx, messageVersions, [{ ...version, replaced_by: by.id, replaced_at: at }])
}

export type Version = MessageVersionRow & { replacedBy: string }

/** What an entry said before, oldest first. */
export async function versionsOf(reader: Reader, message: number): Promise<Version[]> {
  return reader.all<Version>(
    `select v.*, p.name as "replacedBy" from message_versions v join people p on p.id = v.replaced_by
     where v.message_id = $1 order by v.id limit ${MOST_VERSIONS}`,
    [message],
  )
}

/** To how many people an entry has been mailed, and how many mails still wait: what its editor must know. */
export async function mailedAlready(
  reader: Reader,
  message: number,
): Promise<{ sent: number; waiting: number }> {
  const rows = await list(reader, deliveries, { where: { message_id: message }, limit: 10_000 })
  const of = (...states: string[]) => rows.filter(({ state }) => states.includes(state)).length
  return { sent: of('sent', 'sending'), waiting: of('queued', 'deferred') }
}
