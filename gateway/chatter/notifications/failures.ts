import { DAY } from '../../lib/clock.ts'
import { addressKey } from '../../mail/addresses.ts'
import { list, readJson, toJson, update } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { type Attempt, type DeliveryRow, deliveries } from '../../store/tables/followers.ts'
import { type AddressRow, addresses } from '../../store/tables/people.ts'

/** What a bounce costs an address: at PAUSE_AT points no more mail goes there. A refusal for its content costs nothing. */
const POINTS = { hard: 2, soft: 1, policy: 0, delay: 0 } as const
const PAUSE_AT = 4

export type Bounced = {
  person: number
  thread: number
  kind: keyof typeof POINTS
  reason: string
  at: number
}

/**
 * Marks the last mail of the thread to this person as failed and counts the bounce, once a day at most.
 * @returns the address, where mail to it is paused from now on
 */
export async function noteBounceOf(tx: Tx, bounced: Bounced): Promise<string | null> {
  const last = await lastMailTo(tx, bounced)
  if (last?.state === 'sent' && bounced.kind !== 'delay') await markFailed(tx, last, bounced)
  const [address] = await list(tx, addresses, {
    where: { person_id: bounced.person, ...(last ? { address: last.address } : {}) },
    order: 'id',
    limit: 1,
  })
  if (!address || POINTS[bounced.kind] === 0) return null
  const score = await count(tx, address, bounced)
  return score >= PAUSE_AT && address.paused_at === null ? address.address : null
}

/** Mail comes from the address, so mail gets there: its bounces are forgotten, and a pause ends. */
export async function forgiveBounces(tx: Tx, address: string): Promise<void> {
  await update(
    tx,
    addresses,
    { address_key: addressKey(address) },
    { bounce_score: 0, paused_at: null },
  )
}

async function lastMailTo(tx: Tx, { person, thread }: Bounced): Promise<DeliveryRow | null> {
  return tx.one<DeliveryRow>(
    `select * from deliveries where person_id = $1 and state in ('sent', 'failed')
       and ((thread_id = $2 and message_id is not null) or reason = 'digest') order by id desc limit 1`,
    [person, thread],
  )
}

async function markFailed(tx: Tx, last: DeliveryRow, { reason, at }: Bounced): Promise<void> {
  const attempt: Attempt = { at, state: 'failed', response: reason }
  const history = toJson([...readJson(last.history), attempt])
  await update(
    tx,
    deliveries,
    { id: last.id },
    { state: 'failed', response: reason, history, ended_at: at },
  )
}

/** @returns the score of the address */
async function count(tx: Tx, address: AddressRow, bounced: Bounced): Promise<number> {
  const { person, kind, at } = bounced
  const today = await tx.one(
    `select 1 as yes from events where kind = 'bounce counted' and person_id = $1 and at > $2 limit 1`,
    [person, at - DAY],
  )
  if (today) return address.bounce_score
  const score = address.bounce_score + POINTS[kind]
  await update(
    tx,
    addresses,
    { id: address.id },
    { bounce_score: score, paused_at: score >= PAUSE_AT ? at : address.paused_at },
  )
  await tx.all(
    `insert into events (kind, person_id, details, at) values ('bounce counted', $1, $2, $3)`,
    [person, toJson({ kind, score }), at],
  )
  return score
}
