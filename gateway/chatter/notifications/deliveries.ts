import { Refused } from '../../lib/errors.ts'
import { find, insertNew, list, readJson, toJson, update } from '../../store/rows.ts'
import { claimDueDeliveries, extendLeases, freeLeases } from '../../store/sql/claim.ts'
import { type Column, updateMany } from '../../store/sql/update-many.ts'
import type { Reader, Tx } from '../../store/store.ts'
import {
  type Attempt,
  type DeliveryRow,
  type DeliveryState,
  deliveries,
  type KeptMailRow,
  keptMails,
} from '../../store/tables/followers.ts'

/** Outgoing mails: one person, one mail, its attempts and answers. */
export type Claim = { limit: number; by: string; leaseUntil: number; now: number }

/** Takes mails that are due, so that no other process sends them while the lease lasts. */
export async function claimDue(tx: Tx, claim: Claim): Promise<DeliveryRow[]> {
  return claimDueDeliveries(tx, claim)
}

/** Keeps claimed mails that are still on the way: a slow relay must not make another send them as well. */
export async function keepClaims(
  tx: Tx,
  claim: { ids: number[]; by: string; leaseUntil: number },
): Promise<void> {
  await extendLeases(tx, claim)
}

/** Gives back what a dead process had claimed. */
export async function freeClaimsOf(tx: Tx, holder: string): Promise<void> {
  await freeLeases(tx, holder)
}

export async function claimHolders(reader: Reader): Promise<string[]> {
  const rows = await reader.all<{ claimed_by: string }>(
    `select distinct claimed_by from deliveries where state = 'sending'`,
  )
  return rows.map((row) => row.claimed_by)
}

export type Outcome = { state: DeliveryState; response: string; at: number; dueAt?: number }

/**
 * Writes how attempts ended. The answer of the other side is kept in its own words.
 * @param by who has claimed them; a mail that another has by now is the other's to settle
 */
export async function settleDeliveries(
  tx: Tx,
  settled: { delivery: DeliveryRow; outcome: Outcome }[],
  by: string,
): Promise<void> {
  const rows = settled.map(({ delivery, outcome: { state, response, at, dueAt } }) => [
    delivery.id,
    state,
    response,
    toJson<Attempt[]>([...readJson(delivery.history), { at, state, response }]),
    dueAt ?? delivery.due_at,
    state === 'deferred' ? null : at,
    null,
    state === 'sent' ? null : delivery.account_mail,
  ])
  await updateMany(tx, 'deliveries', SETTLED_COLUMNS, rows, { column: 'claimed_by', is: by })
}

const SETTLED_COLUMNS: Column[] = [
  { name: 'id', type: 'bigint' },
  { name: 'state', type: 'text' },
  { name: 'response', type: 'text' },
  { name: 'history', type: 'text' },
  { name: 'due_at', type: 'bigint' },
  { name: 'ended_at', type: 'bigint' },
  { name: 'lease_until', type: 'bigint' },
  { name: 'account_mail', type: 'text' },
]

/** Keeps a composed mail where no relay is set: the dev inbox shows it. */
export async function keepMail(
  tx: Tx,
  delivery: DeliveryRow,
  source: Buffer,
  at: number,
): Promise<void> {
  await insertNew(tx, keptMails, { delivery_id: delivery.id, source, kept_at: at })
}

export async function findKeptMail(reader: Reader, delivery: number): Promise<KeptMailRow | null> {
  return find(reader, keptMails, { delivery_id: delivery })
}

export async function findDelivery(reader: Reader, id: number): Promise<DeliveryRow | null> {
  return find(reader, deliveries, { id })
}

export async function deliveriesOf(reader: Reader, messages: number[]): Promise<DeliveryRow[]> {
  return list(reader, deliveries, { where: { message_id: messages }, order: 'id' })
}

export async function listDeliveries(
  reader: Reader,
  filter: { state?: DeliveryState; limit: number },
): Promise<DeliveryRow[]> {
  return list(reader, deliveries, {
    where: filter.state ? { state: filter.state } : {},
    order: 'id desc',
    limit: filter.limit,
  })
}

/** @throws Refused unless the mail has failed or waits for another attempt */
export async function retryDelivery(tx: Tx, id: number, at: number): Promise<DeliveryRow> {
  const [again] = await update(
    tx,
    deliveries,
    { id, state: ['failed', 'deferred'] },
    { state: 'queued', due_at: at, ended_at: null },
  )
  if (!again)
    throw new Refused('not-found', 'Only a failed or deferred delivery can be sent again.')
  return again
}
