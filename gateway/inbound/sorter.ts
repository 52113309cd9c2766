import { openBell } from '../lib/bell.ts'
import { SECOND } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import { pendingMails } from './mailbag.ts'
import { type Receiver, receiveMails } from './receive.ts'

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

export function openSorter(receiver: Receiver): Sorter {
  const { site } = receiver
  const waiting = new Set<string>()
  const underWay = new Set<string>()
  const bell = openBell()
  let quiet: (() => void)[] = []
  let batches = 0
  let stopped = false

  const sweep = async () => {
    const found = await site.store.read((reader) =>
      pendingMails(reader, site.clock.now(), MAILS_A_SWEEP),
    )
    for (const id of found) if (!underWay.has(id)) waiting.add(id)
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
        bell.ring()
      })
  }
  const run = async () => {
    while (!stopped) {
      while (waiting.size > 0 && batches < BATCHES) startBatch()
      if (waiting.size + underWay.size === 0) for (const tell of quiet.splice(0)) tell()
      await bell.wait(SWEEP_EVERY)
      if (underWay.size === 0)
        await sweep().catch((failure) => site.log.warn('sweep failed', { why: messageOf(failure) }))
    }
    quiet = []
  }

  const running = sweep()
    .catch(() => {})
    .then(run)
  return {
    arrived(id) {
      waiting.add(id)
      bell.ring()
    },
    async idle() {
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
