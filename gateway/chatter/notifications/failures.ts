import { DAY } from '../../lib/clock.ts'
import { find, readJson, toJson, update } from '../../store/rows.ts'
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

/** Marks the last mail of the thread to this person as failed and counts the bounce, once a day at most. */
export async function noteBounceOf(tx: Tx, bounced: Bounced): Promise<void> {
  if (bounced.kind !== 'delay') await markFailed(tx, bounced)
  const address = await find(tx, addresses, { person_id: bounced.person })
  if (address && POINTS[bounced.kind] > 0) await count(tx, address, bounced)
}

async function markFailed(tx: Tx, { person, thread, reason, at }: Bounced): Promise<void> {
  const last = await tx.one<DeliveryRow>(
    `select * from deliveries where person_id = $1 and thread_id = $2 and state = 'sent' order by id desc limit 1`,
    [person, thread],
  )
  if (!last) return
  const attempt: Attempt = { at, state: 'failed', response: reason }
  const history = toJson([...readJson(last.history), attempt])
  await update(
    tx,
    deliveries,
    { id: last.id },
    { state: 'failed', response: reason, history, ended_at: at },
  )
}

async function count(tx: Tx, address: AddressRow, { person, kind, at }: Bounced): Promise<void> {
  const today = await tx.one(
    `select 1 as yes from events where kind = 'bounce counted' and person_id = $1 and at > $2 limit 1`,
    [person, at - DAY],
  )
  if (today) return
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
}
