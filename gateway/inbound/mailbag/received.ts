import { addressKey } from '../../mail/addresses.ts'
import { find, insertRows, list, readJson, toJson, update } from '../../store/rows.ts'
import type { Site } from '../../store/site.ts'
import { type Column, updateMany } from '../../store/sql/update-many.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type InboundRow,
  type InboundState,
  inbound,
  type OriginalRow,
  originals,
  type TraceStep,
} from '../../store/tables/mailbag.ts'

/** The received mails of the database: their state, their trace, their originals. */

/** The ids of mails that wait to be filed, oldest first. @param before only those due before this time */
export async function pendingMails(
  reader: Reader,
  before: number,
  limit: number,
): Promise<string[]> {
  const rows = await reader.all<{ id: string }>(
    `select id from inbound where state = 'pending' and due_at <= $1 order by due_at, id limit $2`,
    [before, limit],
  )
  return rows.map((row) => row.id)
}

export async function pendingAmong(reader: Reader, ids: string[]): Promise<InboundRow[]> {
  return list(reader, inbound, { where: { id: ids, state: 'pending' } })
}

/** Takes mails for filing inside the filing's own transaction: each must still be pending, and no other process may have it. */
export async function claimMails(tx: Tx, ids: string[]): Promise<InboundRow[]> {
  const places = ids.map((_, index) => `$${index + 1}`).join(', ')
  const lock = tx.dialect === 'postgres' ? 'for update skip locked' : ''
  return tx.all<InboundRow>(
    `select * from inbound where id in (${places}) and state = 'pending' order by id ${lock}`,
    ids,
  )
}

export type Filing = {
  fingerprint: string
  destination: string
  recipients: string[]
  inbound: string
  messageId: string | null
}

/**
 * Notes that a mail goes to a destination, and by which addresses of ours it came there.
 * @returns `again` where the same mail has been filed there before by whatever door, or came to the same addresses before: what they
 * lead to may have changed since, the mail has not. `id taken` where another mail has had its Message-ID.
 */
export async function claimDestination(
  tx: Tx,
  filing: Filing,
): Promise<'claimed' | 'again' | 'id taken'> {
  const addresses = filing.recipients.map((one) => `to ${addressKey(one)}`)
  const claims = [...new Set([filing.destination, ...addresses])]
  const places = claims.map((_, index) => `($1, $${index + 4}, $2)`).join(', ')
  const written = await tx.all<{ named: number }>(
    `insert into filings (fingerprint, destination, inbound_id) values ${places} on conflict do nothing
     returning (select count(*) from messages where message_id = $3) as named`,
    [filing.fingerprint, filing.inbound, filing.messageId, ...claims],
  )
  if (written.length < claims.length) return 'again'
  return Number(written[0]!.named) > 0 && (await isIdOfAnother(tx, filing)) ? 'id taken' : 'claimed'
}

async function isIdOfAnother(tx: Tx, { messageId, fingerprint }: Filing): Promise<boolean> {
  const other = await tx.one(
    `select 1 from messages m join filings f on f.inbound_id = m.inbound_id
     where m.message_id = $1 and f.fingerprint <> $2 limit 1`,
    [messageId, fingerprint],
  )
  return other !== null
}

export type Settlement = {
  state: InboundState
  reason: string | null
  messageId: string | null
  class: string | null
  verified: boolean
  steps: TraceStep[]
  at: number
}

/** Writes what became of mails that the database has. */
export async function settleMails(tx: Tx, settled: Settled[]): Promise<void> {
  const rows = settled.map((one) =>
    SETTLED_COLUMNS.map(({ name }) => settledRow(one)[name as keyof InboundRow]),
  )
  await updateMany(tx, 'inbound', SETTLED_COLUMNS, rows)
}

/** Brings mails into the database that are in the mailbag only, with their originals. */
export async function bringIn(
  tx: Tx,
  mails: { mail: InboundRow; source: Buffer | null; file: string | null }[],
): Promise<void> {
  await insertRows(
    tx,
    inbound,
    mails.map(({ mail }) => mail),
  )
  await insertRows(
    tx,
    originals,
    mails.map(({ mail, source, file }) => ({
      inbound_id: mail.id,
      source: file ? null : source,
      file,
    })),
  )
}

/** Which of these mails a transaction has brought in before. */
export async function knownAmong(reader: Reader, ids: string[]): Promise<Set<string>> {
  return new Set((await list(reader, inbound, { where: { id: ids } })).map(({ id }) => id))
}

export type Settled = { mail: InboundRow; settlement: Settlement }

export function settledRow({ mail, settlement }: Settled): InboundRow {
  return {
    ...mail,
    state: settlement.state,
    reason: settlement.reason,
    message_id: settlement.messageId,
    class: settlement.class,
    verified: settlement.verified ? 1 : 0,
    settled_at: settlement.at,
    trace: toJson([...readJson(mail.trace), ...settlement.steps]),
  }
}

const SETTLED_COLUMNS: Column[] = [
  { name: 'id', type: 'text' },
  { name: 'state', type: 'text' },
  { name: 'reason', type: 'text' },
  { name: 'message_id', type: 'text' },
  { name: 'class', type: 'text' },
  { name: 'verified', type: 'bigint' },
  { name: 'settled_at', type: 'bigint' },
  { name: 'trace', type: 'text' },
]

/** A mail that could not be filed: to be tried again, or set aside for an operator when the attempts are used up. */
export function postponedRow(
  mail: InboundRow,
  postponement: { dueAt: number; reason: string; giveUp: boolean; at: number },
): InboundRow {
  const step: TraceStep = {
    at: postponement.at,
    step: 'filing failed',
    details: { why: postponement.reason },
  }
  return {
    ...mail,
    attempts: mail.attempts + 1,
    due_at: postponement.dueAt,
    state: postponement.giveUp ? 'failed' : 'pending',
    reason: postponement.reason,
    trace: toJson([...readJson(mail.trace), step]),
  }
}

export async function rewriteMail(tx: Tx, { id, ...columns }: InboundRow): Promise<void> {
  await update(tx, inbound, { id, state: 'pending' }, columns)
}

/** Makes a held or failed mail pending again. @param step what an operator did, for the trace */
export async function reviveMail(tx: Tx, mail: InboundRow, step: TraceStep): Promise<void> {
  await update(
    tx,
    inbound,
    { id: mail.id },
    {
      state: 'pending',
      reason: null,
      attempts: 0,
      due_at: step.at,
      settled_at: null,
      trace: toJson([...readJson(mail.trace), step]),
    },
  )
}

/** Ends a mail's way without filing it. */
export async function setAside(tx: Tx, mail: InboundRow, step: TraceStep): Promise<void> {
  const trace = toJson([...readJson(mail.trace), step])
  await update(
    tx,
    inbound,
    { id: mail.id },
    { state: 'ignored', reason: step.step, settled_at: step.at, trace },
  )
}

export async function findInbound(reader: Reader, id: string): Promise<InboundRow | null> {
  return find(reader, inbound, { id })
}

/** The mail, for somebody who acts on it: whoever else would, waits until this transaction ends, and finds what became of it. */
export async function inboundToActOn(tx: Tx, id: string): Promise<InboundRow | null> {
  const lock = tx.dialect === 'postgres' ? 'for update' : ''
  return tx.one<InboundRow>(`select * from inbound where id = $1 ${lock}`, [id])
}

async function findOriginal(reader: Reader, id: string): Promise<OriginalRow | null> {
  return find(reader, originals, { inbound_id: id })
}

/** The raw mail, byte for byte as it came. */
export async function sourceOf(site: Site, id: string): Promise<Buffer> {
  const original = await site.store.read((reader) => findOriginal(reader, id))
  if (original?.source) return original.source
  if (original?.file) return site.files.original(original.file)
  throw new Error(`The original of mail ${id} is not there.`)
}
