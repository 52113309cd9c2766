import { setTimeout as pause } from 'node:timers/promises'
import { type Bell, openBell } from '../lib/bell.ts'
import { SECOND } from '../lib/clock.ts'
import { type Lane, openLane } from '../lib/lane.ts'
import { leftBehind } from './left-behind.ts'
import { type FairQueue, openFairQueue } from './mailbag/fair-queue.ts'
import { openPatience } from './mailbag/patience.ts'
import { receiveMails } from './receive.ts'
import type { Receiver } from './receiver.ts'

/**
 * The worker behind the door: files what has just come, and sweeps for what a dead process left. A ring is a hint, the
 * sweep is the truth.
 */
export type Sorter = {
  /** A mail has come: file it soon. */
  arrived(id: string): void
  /** Resolves when everything that has arrived by now is settled or postponed. */
  idle(): Promise<void>
  stop(): Promise<void>
}

const MAILS_A_BATCH = 32
const SWEEP_EVERY = 2 * SECOND
/** Batches on the way at once: while one is written the next is read. */
const BATCHES = 2
const LOOK_AGAIN = 20

type Sorting = {
  receiver: Receiver
  waiting: FairQueue
  underWay: Set<string>
  bell: Bell
  quiet: (() => void)[]
  batches: number
  largeOnes: Lane<string>
  sweptAt: number
  stopped: boolean
}

export function openSorter(receiver: Receiver): Sorter {
  const sorting: Sorting = {
    receiver,
    waiting: openFairQueue((id) => receiver.mailbag.fresh(id)?.mail.mail_from ?? ''),
    underWay: new Set(),
    bell: openBell(),
    quiet: [],
    batches: 0,
    largeOnes: openLane(async (id) => {
      await receiveMails(receiver, [id], Number.POSITIVE_INFINITY)
      finish(sorting, [id])
    }),
    sweptAt: 0,
    stopped: false,
  }
  const started = leftBehind(receiver).then((ids) => add(sorting, ids))
  const running = started.then(() => sort(sorting))
  return {
    arrived: (id) => add(sorting, [id]),
    async idle() {
      await started
      if (busy(sorting)) await new Promise<void>((resolve) => sorting.quiet.push(resolve))
    },
    async stop() {
      sorting.stopped = true
      sorting.bell.ring()
      await running
      await sorting.largeOnes.stop()
      while (sorting.batches > 0) await sorting.bell.wait(SWEEP_EVERY)
    },
  }
}

async function sort(sorting: Sorting): Promise<void> {
  const patience = openPatience(sorting.receiver.mailbag)
  while (!sorting.stopped) {
    const later = patience.stepsBack(sorting.waiting.size > 0)
    while (!later && sorting.waiting.size > 0 && sorting.batches < BATCHES) startBatch(sorting)
    if (!busy(sorting)) for (const tell of sorting.quiet.splice(0)) tell()
    await sorting.bell.wait(later ? LOOK_AGAIN : SWEEP_EVERY)
    if (performance.now() - sorting.sweptAt >= SWEEP_EVERY) await sweep(sorting)
  }
}

async function sweep(sorting: Sorting): Promise<void> {
  sorting.sweptAt = performance.now()
  const found = (await leftBehind(sorting.receiver)).filter((id) => !sorting.underWay.has(id))
  add(sorting, found)
}

function startBatch(sorting: Sorting): void {
  const { waiting, underWay } = sorting
  const batch = waiting.take(MAILS_A_BATCH)
  for (const id of batch) underWay.add(id)
  sorting.batches++
  void receiveMails(sorting.receiver, batch).then((large) => {
    sorting.batches--
    sorting.largeOnes.add(large)
    const small = batch.filter((id) => !large.includes(id))
    finish(sorting, small)
  })
}

function finish(sorting: Sorting, ids: string[]): void {
  const { mailbag, prover } = sorting.receiver
  for (const id of ids) {
    const proof = prover.ready(id)
    if (!proof) sorting.underWay.delete(id)
    // not even its failure could be noted: it is still in the mailbag
    const again = proof ?? (mailbag.fresh(id) && pause(SECOND, null, { ref: false }))
    if (again) void again.then(() => add(sorting, [id]))
  }
  sorting.bell.ring()
}

function add(sorting: Sorting, ids: string[]): void {
  for (const id of ids) {
    sorting.underWay.delete(id)
    sorting.waiting.add(id)
  }
  sorting.bell.ring()
}

function busy(sorting: Sorting): boolean {
  return sorting.waiting.size + sorting.underWay.size > 0
}
