import { cpus } from 'node:os'
import type { Mailbag } from '../inbound/mailbag/arrival.ts'
import { openMailbag } from '../inbound/mailbag/mailbag.ts'
import { type Acknowledger, openAcknowledger } from '../inbound/posting/acknowledger.ts'
import { openProver } from '../inbound/proof/prover.ts'
import type { Receiver } from '../inbound/receiver.ts'
import { type Directory, openDirectory } from '../inbound/routing/directory.ts'
import { openSorter, type Sorter } from '../inbound/sorter.ts'
import { openReadPool, type ReadPool } from '../mail/read-pool.ts'
import type { Site } from '../store/site.ts'

/** What every door of a process shares: the mailbag, the directory, and the sorter that files what has come. */
export type Intake = {
  directory: Directory
  mailbag: Mailbag
  sorter: Sorter
  /** Reads a raw mail on a thread, bounded in time and memory. */
  read: Receiver['read']
  acknowledger: Acknowledger
  stop(): Promise<void>
}

/** Bounds of reading one mail: beyond them it is filed as "could not be read". */
const READ_DEADLINE = 30_000
const READ_MEMORY = 256

/** The threads on which mail is read. They know nothing of a store: several intakes of a process may share them. */
export function openReaders(): ReadPool {
  const threads = Math.max(1, Math.min(4, cpus().length - 1))
  return openReadPool({ threads, deadlineMs: READ_DEADLINE, memoryMb: READ_MEMORY })
}

/** @param shared threads that somebody else closes; without it the intake has its own */
export function openIntake(site: Site, shared?: ReadPool): Intake {
  const directory = openDirectory(site)
  const mailbag = openMailbag(site)
  const pool = shared ?? openReaders()
  const prover = openProver(site)
  const sorter = openSorter({
    site,
    directory,
    mailbag,
    read: pool.read,
    prover,
  })
  const acknowledger = openAcknowledger(site, prover)
  return {
    directory,
    mailbag,
    sorter,
    read: pool.read,
    acknowledger,
    async stop() {
      await sorter.stop()
      await acknowledger.stop()
      if (!shared) await pool.close()
      await mailbag.close()
    },
  }
}
