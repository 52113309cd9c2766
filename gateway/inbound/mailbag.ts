import { timeOrderedId } from '../lib/ids.ts'
import { find, insertRows, list, readJson, toJson, update } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import { type Column, updateMany } from '../store/sql/update-many.ts'
import type { Reader, Tx } from '../store/store.ts'
import {
  type InboundRow,
  type InboundState,
  inbound,
  type OriginalRow,
  originals,
  type TraceStep,
} from '../store/tables/mailbag.ts'

/**
 * The mailbag: every door ends in `accept`. When it resolves, the mail is on the disk and nothing can lose it any more; only then
 * may a door say 250 (RFC 5321 section 6.1). Mails that arrive together share one transaction and so one sync of the disk.
 *
 * States: pending, then filed, held, refused, ignored or failed. Each of these but `held` and `failed` is final.
 */
export type Arrival = {
  door: 'smtp' | 'pipe' | 'imap' | 'http' | 'dev'
  remote: string
  mailFrom: string | null
  recipients: string[]
  authenticated: string | null
  size: number
  /** The bytes of a small mail, or the name of the file that holds a large one. */
  source: Buffer | null
  file: string | null
}

export type Mailbag = {
  newId(): string
  /** @returns the mail's id, once the mail is safe */
  accept(arrival: Arrival, id?: string): Promise<string>
  /** The bytes of mails that were accepted here a moment ago, so that filing need not read them back. */
  recent: Map<string, Buffer>
}

/** Mails up to this size stay in the row; larger ones are streamed into a file. */
export const INLINE_SIZE = 256 * 1024

const MAILS_A_GROUP = 200
const RECENT_BYTES = 32 * 1024 * 1024

type Waiting = {
  id: string
  arrival: Arrival
  resolve(id: string): void
  reject(failure: unknown): void
}

export function openMailbag(site: Site): Mailbag {
  const recent = new Map<string, Buffer>()
  const waiting: Waiting[] = []
  let recentBytes = 0
  let writing = false

  const remember = (id: string, source: Buffer) => {
    recentBytes += source.length
    recent.set(id, source)
    for (const [oldId, old] of recent) {
      if (recentBytes <= RECENT_BYTES) break
      recent.delete(oldId)
      recentBytes -= old.length
    }
  }
  const writeGroups = async () => {
    writing = true
    while (waiting.length > 0) await writeGroup(site, waiting.splice(0, MAILS_A_GROUP))
    writing = false
  }

  return {
    recent,
    newId: () => timeOrderedId(site.clock.now()),
    accept: (arrival, id = timeOrderedId(site.clock.now())) =>
      new Promise((resolve, reject) => {
        if (arrival.source) remember(id, arrival.source)
        waiting.push({ id, arrival, resolve, reject })
        if (!writing) void writeGroups()
      }),
  }
}

async function writeGroup(site: Site, group: Waiting[]): Promise<void> {
  const now = site.clock.now()
  try {
    await site.store.write(async (tx) => {
      await insertRows(
        tx,
        inbound,
        group.map(({ id, arrival }) => inboundRow(id, arrival, now)),
      )
      await insertRows(
        tx,
        originals,
        group.map(({ id, arrival }) => ({
          inbound_id: id,
          source: arrival.source,
          file: arrival.file,
        })),
      )
    }, 'door')
    for (const mail of group) mail.resolve(mail.id)
  } catch (failure) {
    for (const mail of group) mail.reject(failure)
  }
}

function inboundRow(id: string, arrival: Arrival, now: number): Partial<InboundRow> {
  return {
    id,
    door: arrival.door,
    remote: arrival.remote,
    mail_from: arrival.mailFrom,
    recipients: toJson(arrival.recipients),
    authenticated: arrival.authenticated,
    size: arrival.size,
    due_at: now,
    received_at: now,
  }
}

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

/**
 * Notes that a mail goes to a destination.
 * @returns false where the same mail has been filed there before, by whatever door
 */
export async function claimDestination(
  tx: Tx,
  filing: { fingerprint: string; destination: string; inbound: string },
): Promise<boolean> {
  const written = await tx.all(
    `insert into filings (fingerprint, destination, inbound_id) values ($1, $2, $3) on conflict do nothing returning inbound_id`,
    [filing.fingerprint, filing.destination, filing.inbound],
  )
  return written.length > 0
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

export async function settleMails(
  tx: Tx,
  settled: { mail: InboundRow; settlement: Settlement }[],
): Promise<void> {
  const rows = settled.map(({ mail, settlement }) => [
    mail.id,
    settlement.state,
    settlement.reason,
    settlement.messageId,
    settlement.class,
    settlement.verified ? 1 : 0,
    settlement.at,
    toJson([...readJson(mail.trace), ...settlement.steps]),
  ])
  await updateMany(tx, 'inbound', SETTLED_COLUMNS, rows)
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

/** Puts a mail back for another attempt, or sets it aside for an operator when the attempts are used up. */
export async function postponeMail(
  tx: Tx,
  mail: InboundRow,
  postponement: { dueAt: number; reason: string; giveUp: boolean; at: number },
): Promise<void> {
  const step: TraceStep = {
    at: postponement.at,
    step: 'filing failed',
    details: { why: postponement.reason },
  }
  await update(
    tx,
    inbound,
    { id: mail.id, state: 'pending' },
    {
      attempts: mail.attempts + 1,
      due_at: postponement.dueAt,
      state: postponement.giveUp ? 'failed' : 'pending',
      reason: postponement.reason,
      trace: toJson([...readJson(mail.trace), step]),
    },
  )
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

export async function findInbound(reader: Reader, id: string): Promise<InboundRow | null> {
  return find(reader, inbound, { id })
}

export async function findOriginal(reader: Reader, id: string): Promise<OriginalRow | null> {
  return find(reader, originals, { inbound_id: id })
}

export async function listInbound(
  reader: Reader,
  filter: { state?: InboundState | undefined; messageId?: string | undefined; limit: number },
): Promise<InboundRow[]> {
  const where = {
    ...(filter.state ? { state: filter.state } : {}),
    ...(filter.messageId ? { message_id: filter.messageId } : {}),
  }
  return list(reader, inbound, { where, order: 'id desc', limit: filter.limit })
}

/** The raw mail, byte for byte as it came. */
export async function sourceOf(site: Site, id: string): Promise<Buffer> {
  const original = await site.store.read((reader) => findOriginal(reader, id))
  if (original?.source) return original.source
  if (original?.file) return site.files.original(original.file)
  throw new Error(`The original of mail ${id} is not there.`)
}
