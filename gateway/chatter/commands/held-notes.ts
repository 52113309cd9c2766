import { Refused } from '../../lib/errors.ts'
import { readCommands } from '../../mail/trimming/commands.ts'
import { find, insertRows, list, readJson, type Table, table, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MessageRow, ThreadRow } from '../../store/tables/threads.ts'
import { attachmentsOf } from '../messages/attachments.ts'
import { findMessage } from '../messages/thread-entries.ts'
import type { Draft } from '../messages/write-message.ts'
import { mustBeInUse } from '../records/merge.ts'
import { findByThread, type OpenRecord } from '../records/records.ts'
import { withoutLines } from './cut.ts'
import { type Named, postNaming } from './naming.ts'

type HeldNoteRow = {
  message_id: number
  thread_id: number
  author_id: number
  at: number
  sent_at: number | null
  /** Why it is held, as the receipt says it; null for those of before it was kept. */
  why: string | null
}

const heldNotes: Table<HeldNoteRow> = table<HeldNoteRow>('held_notes')

const MOST_WAITING = 50

/** Remembers that a note is one only because its author's wish was in doubt: their `/send` publishes it, once. */
export async function hold(tx: Tx, note: MessageRow, why: string): Promise<void> {
  const { id, thread_id, author_id, created_at } = note
  await insertRows(tx, heldNotes, [{ message_id: id, thread_id, author_id, at: created_at, why }])
}

/** Which of these entries are held notes that wait for a word of their author, and why. */
export async function heldAmong(
  reader: Reader,
  messages: number[],
): Promise<Map<number, string | null>> {
  const waiting = await list(reader, heldNotes, { where: { message_id: messages, sent_at: null } })
  return new Map(waiting.map(({ message_id, why }) => [message_id, why]))
}

/**
 * Sends a held note as a message, by its author. Its lines that look like commands are not text: they were what was in doubt.
 * @param wish answered: the entries that the author's mail answers; they tell which note is meant where several wait
 * @throws Refused where none waits, or where it is not clear which
 */
export async function sendHeld(
  tx: Tx,
  wish: { thread: ThreadRow; by: PersonRow; answered: number[]; at: number },
): Promise<Named> {
  const note = await waitingNote(tx, wish)
  const sent = { sent_at: wish.at }
  const [mine] = await update(tx, heldNotes, { message_id: note.id, sent_at: null }, sent)
  if (!mine) throw new Refused('already-there', 'This text has been sent already.')
  const { commands } = readCommands(note.new_text, true)
  const draft = withoutLines(
    await draftOf(tx, note, wish),
    new Set(commands.map(({ line }) => line)),
  )
  const body = draft.parts?.map((part) => part.text).join('\n') ?? draft.text
  const { thread, by } = wish
  const whole = { ...draft, text: body }
  return postNaming(tx, { thread, by, draft: whole, kind: 'message', held: false, confirmed: [] })
}

/**
 * Sends one held note, as its author wishes who sees it before them.
 * @throws Refused where it does not wait, is not theirs, or its record takes no entries any more
 */
export async function sendThisHeld(
  tx: Tx,
  { note: id, by, at }: { note: number; by: PersonRow; at: number },
): Promise<{ open: OpenRecord; message: MessageRow }> {
  const note = await findMessage(tx, id)
  const open = note && (await findByThread(tx, note.thread_id))
  const held = note && (await find(tx, heldNotes, { message_id: id }))
  if (!open || !held) throw new Refused('not-found', 'No note of this number was kept internal.')
  if (held.author_id !== by.id) throw new Refused('not-allowed', 'Only its author can send it.')
  if (held.sent_at !== null) throw new Refused('already-there', 'This text has been sent already.')
  await mustBeInUse(tx, open)
  const { message } = await sendHeld(tx, { thread: open.thread, by, answered: [id], at })
  return { open, message }
}

/** A mail that answers something else may mean anything, even where only one note waits. */
async function waitingNote(
  tx: Tx,
  { thread, by, answered }: { thread: ThreadRow; by: PersonRow; answered: number[] },
): Promise<MessageRow> {
  const waiting = await tx.all<MessageRow>(
    `select m.* from held_notes h join messages m on m.id = h.message_id
     where h.author_id = $1 and m.thread_id = $2 and h.sent_at is null
     order by h.message_id desc limit ${MOST_WAITING}`,
    [by.id, thread.id],
  )
  if (waiting.length === 0)
    throw new Refused('not-found', 'No text of yours waits here: write it below this line.')
  const meant = waiting.find(({ id }) => answered.includes(id))
  if (meant) return meant
  if (waiting.length === 1 && answered.length === 0) return waiting[0]!
  const many =
    waiting.length === 1 ? 'One text of yours waits' : `${waiting.length} texts of yours wait`
  throw new Refused('bad-input', `${many} here: answer the receipt of the one that you mean.`)
}

/** What its author wrote and what they forwarded with it; what they quoted may be a note, and stays here. */
async function draftOf(
  tx: Tx,
  note: MessageRow,
  { by, at }: { by: PersonRow; at: number },
): Promise<Draft> {
  const parts = note.parts ? readJson(note.parts) : null
  const files = await attachmentsOf(tx, [note.id])
  return {
    author: by,
    authorName: note.author_name,
    authorAddress: note.author_address,
    subject: note.subject,
    text: note.new_text,
    newText: note.new_text,
    ...(parts ? { parts: parts.filter(({ kind }) => kind === 'new' || kind === 'forwarded') } : {}),
    files: files.map((file) => ({
      sha256: file.sha256,
      filename: file.filename,
      contentType: file.content_type,
      size: file.size,
      inline: file.inline === 1,
      contentId: file.content_id,
      quarantine: file.quarantine,
    })),
    at,
    ...(note.inbound_id === null ? {} : { mail: mailFactsOf(note, note.inbound_id) }),
  }
}

/** The mail that brought the text; its id stays with the note, which answers find. */
function mailFactsOf(note: MessageRow, inbound: string): NonNullable<Draft['mail']> {
  return {
    inbound,
    messageId: null,
    inReplyTo: null,
    date: note.mail_date,
    class: note.class,
    verified: note.verified === 1,
    authentication: note.authentication ? readJson(note.authentication) : null,
    rung: note.rung ?? '',
    why: note.evidence ? readJson(note.evidence) : { by: [], losers: [] },
    headers: note.header_addresses
      ? readJson(note.header_addresses)
      : { to: [], cc: [], replyTo: [] },
    flaws: [],
  }
}
