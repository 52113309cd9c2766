import { Refused } from '../../lib/errors.ts'
import { find, insert, readJson, remove, toJson, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { type ScheduledRow, scheduledMessages } from '../../store/tables/writing.ts'
import { holdFiles, keepOnly, takeFiles, waitingFilesOf } from '../messages/waiting-files.ts'
import { sendLetter } from '../notifications/letters.ts'
import { addressInUse, findPerson, isUser } from '../people/people.ts'
import { may, mustMay } from '../people/roles.ts'
import { heirOf, mustBeInUse } from '../records/merge.ts'
import { findByThread, type OpenRecord, referenceOf } from '../records/records.ts'
import { recordEvent } from '../threads/events.ts'
import type { Said } from './say.ts'
import { mustBeRecipients, sayWritten, type Writing } from './written.ts'

/** Messages and notes that wait for their hour. They are posted then as if they were written then: by who may, to who hears. */
type Typed = Pick<Writing, 'kind' | 'text' | 'subject' | 'recipients' | 'files' | 'confirmed'>

const MOST_WAITING = 200
const LONGEST_WAIT = 2 * 366 * 24 * 3_600_000

/** @throws Refused for a time that is gone, or recipients who are nobody */
export async function schedule(
  tx: Tx,
  open: OpenRecord,
  { by, typed, sendAt, at }: { by: PersonRow; typed: Typed; sendAt: number; at: number },
): Promise<ScheduledRow> {
  mustMay(by, 'post')
  mustBeAhead(sendAt, at)
  await mustBeRecipients(tx, by, typed.recipients)
  const thread_id = open.thread.id
  const others = await tx.all('select 1 as yes from scheduled_messages where thread_id = $1', [
    thread_id,
  ])
  if (others.length >= MOST_WAITING)
    throw new Refused('not-allowed', 'So many wait here already: send or cancel some first.')
  const { kind, text, subject, recipients } = typed
  const row = await insert(tx, scheduledMessages, {
    thread_id,
    author_id: by.id,
    kind,
    text,
    subject,
    recipients,
    confirmed: toJson(typed.confirmed),
    send_at: sendAt,
    created_at: at,
  })
  await holdFiles(tx, { scheduled_id: row.id }, typed.files)
  const details = { scheduled: row.id, sendAt }
  await recordEvent(tx, {
    kind: 'message scheduled',
    thread: thread_id,
    person: by.id,
    details,
    at,
  })
  return row
}

export type ScheduledMessage = ScheduledRow & {
  author: string
  files: { id: number; filename: string }[]
}

/** What waits on a record, soonest first. */
export async function scheduledIn(reader: Reader, thread: number): Promise<ScheduledMessage[]> {
  const rows = await reader.all<ScheduledRow & { author: string }>(
    `select s.*, p.name as author from scheduled_messages s join people p on p.id = s.author_id
     where s.thread_id = $1 order by s.send_at, s.id limit ${MOST_WAITING}`,
    [thread],
  )
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      files: await waitingFilesOf(reader, { scheduled_id: row.id }),
    })),
  )
}

/** The author's, and an admin's. @throws Refused where there is none, or it is somebody else's */
export async function scheduledOf(
  reader: Reader,
  id: number,
  by: PersonRow,
): Promise<ScheduledRow> {
  const row = await find(reader, scheduledMessages, { id })
  if (!row) throw new Refused('not-found', 'It is not there any more: it was sent or cancelled.')
  if (row.author_id !== by.id && !may(by, 'administer'))
    throw new Refused('not-allowed', 'Only who wrote it may do this, and admins.')
  return row
}

/** Changes what waits. @throws Refused as for `schedule` */
export async function reschedule(
  tx: Tx,
  id: number,
  change: { by: PersonRow; at: number } & Partial<
    Pick<Typed, 'text' | 'subject' | 'recipients'>
  > & {
      sendAt?: number
      keptFiles?: number[]
    },
): Promise<ScheduledRow> {
  const { by, at, sendAt, keptFiles, ...typed } = change
  const row = await scheduledOf(tx, id, by)
  if (sendAt !== undefined) mustBeAhead(sendAt, at)
  if (typed.recipients !== undefined) await mustBeRecipients(tx, by, typed.recipients)
  if (keptFiles) await keepOnly(tx, { scheduled_id: id }, keptFiles, at)
  const again = { send_at: sendAt ?? row.send_at, trouble: null, attempts: 0 }
  // a changed note goes to nobody outside until it is confirmed anew
  const confirmed =
    typed.text === undefined || typed.text === row.text ? row.confirmed : toJson<number[]>([])
  const [changed] = await update(tx, scheduledMessages, { id }, { ...typed, ...again, confirmed })
  return changed!
}

/** Takes it out. @returns what it was, with its files, for the composer */
export async function cancelScheduled(
  tx: Tx,
  id: number,
  { by }: { by: PersonRow },
): Promise<Omit<Typed, 'confirmed'> & { row: ScheduledRow }> {
  const row = await scheduledOf(tx, id, by)
  const files = await takeFiles(tx, { scheduled_id: id })
  await remove(tx, scheduledMessages, { id })
  const { kind, text, subject, recipients } = row
  return { kind, text, subject, recipients, files, row }
}

/**
 * Posts one that waits, now, by its author.
 * @returns null where it is not there any more
 * @throws Refused where its author may not, or the record takes nothing
 */
export async function postScheduled(
  tx: Tx,
  id: number,
  at: number,
): Promise<{ said: Said; open: OpenRecord } | null> {
  const row = await claim(tx, id)
  if (!row) return null
  const author = await findPerson(tx, row.author_id)
  if (!author || !isUser(author) || !may(author, 'post'))
    throw new Refused('not-allowed', 'Who wrote it may not post any more.')
  const found = await findByThread(tx, row.thread_id)
  if (!found) throw new Refused('not-found', 'The record is gone.')
  const open = await heirOf(tx, found)
  await mustBeInUse(tx, open)
  const files = await takeFiles(tx, { scheduled_id: id })
  await remove(tx, scheduledMessages, { id })
  const { kind, text, subject, recipients } = row
  const confirmed = readJson(row.confirmed)
  const said = await sayWritten(tx, open, {
    author,
    kind,
    text,
    subject,
    recipients,
    files,
    confirmed,
    undo: 0,
    at,
  })
  return { said, open }
}

/** Whose hour has come, soonest first. */
export async function dueScheduled(reader: Reader, at: number, limit: number): Promise<number[]> {
  const rows = await reader.all<{ id: number }>(
    `select id from scheduled_messages where trouble is null and send_at <= $1 order by send_at, id limit ${limit}`,
    [at],
  )
  return rows.map(({ id }) => id)
}

const MOST_ATTEMPTS = 5
const BETWEEN = 60_000

/** It could not be posted: its author is told, and it waits on the record for them. What was no refusal is tried again first. */
export async function noteTrouble(
  tx: Tx,
  id: number,
  { why, isFinal, at }: { why: string; isFinal: boolean; at: number },
): Promise<void> {
  const row = await claim(tx, id)
  if (!row) return
  const attempts = row.attempts + 1
  if (!isFinal && attempts < MOST_ATTEMPTS) {
    const send_at = at + attempts * BETWEEN
    await update(tx, scheduledMessages, { id }, { attempts, send_at })
    return
  }
  await update(tx, scheduledMessages, { id }, { attempts, trouble: why })
  await tellAuthor(tx, row, { why, at })
}

async function tellAuthor(
  tx: Tx,
  row: ScheduledRow,
  { why, at }: { why: string; at: number },
): Promise<void> {
  const author = await findPerson(tx, row.author_id)
  const address = author && isUser(author) ? await addressInUse(tx, author.id) : null
  const open = await findByThread(tx, row.thread_id)
  if (!author || !address) return
  const values = { record: open ? referenceOf(open) : 'Postern', why }
  const lines = [`“${row.text}”`]
  const letter = { words: 'not-sent' as const, values, lines, links: [], answers: null }
  await sendLetter(tx, {
    person: author.id,
    address,
    letter: { ...letter, forUser: true },
    at,
    thread: row.thread_id,
  })
}

/** On PostgreSQL the row is locked, and left alone where another has it. */
async function claim(tx: Tx, id: number): Promise<ScheduledRow | null> {
  const skip = tx.dialect === 'postgres' ? 'for update skip locked' : ''
  return tx.one<ScheduledRow>(
    `select * from scheduled_messages where id = $1 and trouble is null ${skip}`,
    [id],
  )
}

function mustBeAhead(sendAt: number, at: number): void {
  if (sendAt <= at) throw new Refused('bad-input', 'This time is gone: choose a later one.')
  if (sendAt - at > LONGEST_WAIT) throw new Refused('bad-input', 'This is too far away.')
}
