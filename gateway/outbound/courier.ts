import { hostname } from 'node:os'
import {
  claimDue,
  claimHolders,
  freeClaimsOf,
  type Outcome,
  settleDeliveries,
} from '../chatter/notifications/deliveries.ts'
import { MINUTE, SECOND } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import type { Writer, Written } from './outgoing.ts'
import { outcomeOfFailure } from './retry.ts'
import type { Transport } from './transport.ts'

/**
 * The courier: claims mails that are due, writes and sends them with no transaction open, and notes how it went. Killed at any
 * point it loses nothing: a claim runs out and the mail goes again with the same Message-ID.
 */
export type Courier = {
  /** Resolves when nothing is due and nothing on the way. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** Mails on the way at once: a slow recipient holds one place, not the queue. */
const AT_ONCE = 40
const LEASE = MINUTE
const SCAN_EVERY = SECOND
const POISON_ATTEMPTS = 3

type Settled = { delivery: DeliveryRow; outcome: Outcome }

export function openCourier(site: Site, writer: Writer, transport: Transport): Courier {
  const name = `${hostname()}:${process.pid}:${Math.random().toString(36).slice(2, 8)}`
  const onTheWay = new Set<Promise<void>>()
  let settled: Settled[] = []
  let quiet: (() => void)[] = []
  let stopped = false

  const carry = async ({ delivery, mail }: Written) => {
    const outcome = await sendOne(site, transport, { delivery, mail })
    settled.push({ delivery, outcome })
    site.outboxBell.ring()
  }
  const settleAll = async () => {
    const batch = settled
    settled = []
    if (batch.length === 0) return
    try {
      await site.store.write((tx) => settleDeliveries(tx, batch))
    } catch (failure) {
      settled.unshift(...batch)
      throw failure
    }
    for (const { delivery, outcome } of batch) logOutcome(site, delivery, outcome)
  }
  const claim = async (): Promise<number> => {
    const room = AT_ONCE - onTheWay.size
    if (room < AT_ONCE / 4 || stopped) return 0
    const now = site.clock.now()
    const claimed = await site.store.write((tx) =>
      claimDue(tx, { limit: room, by: name, now, leaseUntil: now + LEASE }),
    )
    for (const written of claimed.length > 0 ? await writer.write(claimed) : []) {
      const carried = carry(written).finally(() => onTheWay.delete(carried))
      onTheWay.add(carried)
    }
    return claimed.length
  }
  const run = async () => {
    while (!stopped || onTheWay.size + settled.length > 0) {
      await settleAll().catch((failure) =>
        site.log.error('outcomes not written', { why: messageOf(failure) }),
      )
      const claimed = await claim().catch((failure) => {
        site.log.warn('outbox not read', { why: messageOf(failure) })
        return 0
      })
      if (claimed === 0 && onTheWay.size + settled.length === 0)
        for (const tell of quiet.splice(0)) tell()
      if (claimed === 0 && settled.length === 0) await site.outboxBell.wait(SCAN_EVERY)
    }
    quiet = []
  }

  const running = freeDeadClaims(site).then(run)
  return {
    idle: () =>
      new Promise((resolve) => {
        quiet.push(resolve)
        site.outboxBell.ring()
      }),
    async stop() {
      stopped = true
      site.outboxBell.ring()
      await running
      await site.store.write((tx) => freeClaimsOf(tx, name))
      transport.close()
    },
  }
}

/** On this machine the claims of a process that is gone need not wait for their lease to run out. */
async function freeDeadClaims(site: Site): Promise<void> {
  const holders = await site.store.read(claimHolders)
  const dead = holders.filter(
    (holder) => holder.startsWith(`${hostname()}:`) && !isAlive(Number(holder.split(':')[1])),
  )
  if (dead.length > 0)
    await site.store.write(
      async (tx) => void (await Promise.all(dead.map((holder) => freeClaimsOf(tx, holder)))),
    )
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function sendOne(
  site: Site,
  transport: Transport,
  { delivery, mail }: Written,
): Promise<Outcome> {
  try {
    if (mail instanceof Error) throw mail
    const response = await transport.send(mail, delivery)
    return { state: 'sent', response, at: site.clock.now() }
  } catch (failure) {
    return outcomeOfFailure(
      poisonous(failure, delivery)
        ? Object.assign(new Error(messageOf(failure)), { responseCode: 554 })
        : failure,
      delivery,
      site.clock.now(),
    )
  }
}

/** A mail that cannot even be written will not get better by waiting; it must not come back for five days. */
function poisonous(failure: unknown, delivery: DeliveryRow): boolean {
  const fromTheWorld =
    typeof failure === 'object' &&
    failure !== null &&
    ('code' in failure || 'responseCode' in failure)
  return !fromTheWorld && delivery.attempts >= POISON_ATTEMPTS
}

function logOutcome(site: Site, delivery: DeliveryRow, outcome: Outcome): void {
  const fields = {
    delivery: delivery.id,
    message: delivery.message_id,
    attempt: delivery.attempts,
    response: outcome.response,
  }
  if (outcome.state === 'sent') site.log.info('mail sent', fields)
  else site.log.warn(`mail ${outcome.state}`, fields)
}
