import { openBell } from '../lib/bell.ts'
import { SECOND } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import { type Receiver, receiveMails } from './receive.ts'
import { pendingMails } from './received.ts'

/**
 * The worker behind the door: files what has just come, and sweeps for what a crash or another process left. A ring is a hint, the
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
const MAILS_A_SWEEP = 500
const SWEEP_EVERY = 2 * SECOND
/** Batches on the way at once: while one is written the next is read. */
const BATCHES = 2
/** So many mails behind one sync are a crowd at the door: its clients wait for their 250, filing can wait a moment. */
const CROWD = 12
const PATIENCE = 2 * SECOND
const LOOK_AGAIN = 20

export function openSorter(receiver: Receiver): Sorter {
  const { site, mailbag } = receiver
  const waiting = new Set<string>()
  const underWay = new Set<string>()
  const bell = openBell()
  let quiet: (() => void)[] = []
  let batches = 0
  let sweptAt = 0
  let patientSince = performance.now()
  let stopped = false

  const sweep = async () => {
    sweptAt = performance.now()
    const found = await site.store.read((reader) =>
      pendingMails(reader, site.clock.now(), MAILS_A_SWEEP),
    )
    for (const id of found) if (!underWay.has(id)) waiting.add(id)
  }
  const adopt = async () => {
    for (const id of await mailbag.adopt()) waiting.add(id)
  }
  const stepsBack = (): boolean => {
    const crowded = mailbag.crowd() >= CROWD
    if (!crowded || waiting.size === 0) patientSince = performance.now()
    return crowded && performance.now() - patientSince < PATIENCE
  }
  const startBatch = () => {
    const batch = [...waiting].slice(0, MAILS_A_BATCH)
    for (const id of batch) {
      waiting.delete(id)
      underWay.add(id)
    }
    batches++
    void receiveMails(receiver, batch)
      .catch((failure) => site.log.error('sorter stumbled', { why: messageOf(failure) }))
      .finally(() => {
        for (const id of batch) underWay.delete(id)
        batches--
        comeBack(batch)
        bell.ring()
      })
  }
  // the database did not even take a note of the failure: the mail is still in the mailbag
  const comeBack = (batch: string[]) => {
    const left = batch.filter((id) => mailbag.fresh(id) !== null)
    if (left.length > 0 && !stopped)
      setTimeout(() => left.map((id) => waiting.add(id)) && bell.ring(), SECOND).unref()
  }
  const run = async () => {
    while (!stopped) {
      const later = stepsBack()
      while (!later && waiting.size > 0 && batches < BATCHES) startBatch()
      if (waiting.size + underWay.size === 0) for (const tell of quiet.splice(0)) tell()
      await bell.wait(later ? LOOK_AGAIN : SWEEP_EVERY)
      if (performance.now() - sweptAt >= SWEEP_EVERY)
        await sweep().catch((failure) => site.log.warn('sweep failed', { why: messageOf(failure) }))
    }
    quiet = []
  }

  const started = adopt()
    .catch((failure) => site.log.error('spool not read', { why: messageOf(failure) }))
    .then(sweep)
    .catch(() => {})
  const running = started.then(run)
  return {
    arrived(id) {
      waiting.add(id)
      bell.ring()
    },
    async idle() {
      await started
      if (waiting.size + underWay.size > 0)
        await new Promise<void>((resolve) => quiet.push(resolve))
    },
    async stop() {
      stopped = true
      bell.ring()
      await running
      while (batches > 0) await bell.wait(SWEEP_EVERY)
    },
  }
}
