import { setTimeout as pause } from 'node:timers/promises'
import { claimDue } from '../chatter/notifications/deliveries.ts'
import { SECOND } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import { randomToken } from '../lib/ids.ts'
import { ownMark } from '../lib/process-mark.ts'
import type { Site } from '../store/site.ts'
import { freeDeadClaims } from './dead-claims.ts'
import { LEASE, openLeases } from './leases.ts'
import type { Writer, Written } from './outgoing.ts'
import { sendOne } from './send-one.ts'
import { type Settled, settleAll } from './settle.ts'
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
const SCAN_EVERY = SECOND
/** At a stop, mails on the way get so long to arrive; then their claims run out by themselves: the relay may still take them. */
const DRAIN_TIME = 20 * SECOND

type Round = {
  site: Site
  writer: Writer
  transport: Transport
  /** How this courier signs its claims: the mark of its process, and a word of its own. */
  name: string
  /** Between claim and outcome; those of `settled` between outcome and the note of it. */
  onTheWay: Set<number>
  settled: Settled[]
  quiet: (() => void)[]
  stopped: boolean
}

export function openCourier(site: Site, writer: Writer, transport: Transport): Courier {
  const name = `${ownMark()}~${randomToken().slice(0, 6)}`
  const round: Round = {
    site,
    writer,
    transport,
    name,
    onTheWay: new Set(),
    settled: [],
    quiet: [],
    stopped: false,
  }
  const running = freeDeadClaims(site).then(() => run(round))
  return {
    idle: () =>
      new Promise((resolve) => {
        round.quiet.push(resolve)
        site.outboxBell.ring()
      }),
    async stop() {
      round.stopped = true
      site.outboxBell.ring()
      await Promise.race([running, pause(DRAIN_TIME, null, { ref: false })])
      transport.close()
      await settleAll(site, round.settled, name)
    },
  }
}

async function run(round: Round): Promise<void> {
  const claims = openLeases(round.site, round.name)
  while (!round.stopped || round.onTheWay.size + round.settled.length > 0) {
    const written = await settleAll(round.site, round.settled, round.name)
    await claims.keep(inHand(round))
    // who asks while we look may ask about a mail that came after we looked
    const asked = round.quiet.length
    const claimed = await claim(round)
    const waits = claimed === 0 && (round.settled.length === 0 || !written)
    if (claimed === 0 && round.onTheWay.size + round.settled.length === 0)
      for (const tell of round.quiet.splice(0, asked)) tell()
    if (waits) await round.site.outboxBell.wait(SCAN_EVERY)
  }
}

function inHand({ onTheWay, settled }: Round): number[] {
  return [...onTheWay, ...settled.map(({ delivery }) => delivery.id)]
}

async function claim(round: Round): Promise<number> {
  const { site, name, writer } = round
  const limit = AT_ONCE - round.onTheWay.size
  if (limit < AT_ONCE / 4 || round.stopped) return 0
  try {
    const now = site.clock.now()
    const held = inHand(round)
    const claimed = await site.store.write((tx) =>
      claimDue(tx, { limit, by: name, now, leaseUntil: now + LEASE }),
    )
    const fresh = claimed.filter(({ id }) => !held.includes(id))
    if (fresh.length > 0) for (const written of await writer.write(fresh)) setOut(round, written)
    return claimed.length
  } catch (failure) {
    site.log.warn('outbox not read', { why: messageOf(failure) })
    return 0
  }
}

function setOut(round: Round, written: Written): void {
  const { id } = written.delivery
  round.onTheWay.add(id)
  void sendOne(round.site, round.transport, written)
    .then((outcome) => void round.settled.push({ delivery: written.delivery, outcome }))
    .finally(() => {
      round.onTheWay.delete(id)
      round.site.outboxBell.ring()
    })
}
