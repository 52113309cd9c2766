import { cpus } from 'node:os'
import { type Acknowledger, openAcknowledger } from '../inbound/acknowledger.ts'
import type { Mailbag } from '../inbound/arrival.ts'
import { type Directory, openDirectory } from '../inbound/directory.ts'
import { openMailbag } from '../inbound/mailbag.ts'
import { openProver } from '../inbound/prover.ts'
import { openSorter, type Sorter } from '../inbound/sorter.ts'
import { openReadPool } from '../mail/read-pool.ts'
import type { Site } from '../store/site.ts'

/** What every door of a process shares: the mailbag, the directory, and the sorter that files what has come. */
export type Intake = {
  directory: Directory
  mailbag: Mailbag
  sorter: Sorter
  acknowledger: Acknowledger
  stop(): Promise<void>
}

/** Bounds of reading one mail: beyond them it is filed as "could not be read". */
const READ_DEADLINE = 30_000
const READ_MEMORY = 256

export function openIntake(site: Site): Intake {
  const directory = openDirectory(site)
  const mailbag = openMailbag(site)
  const threads = Math.max(1, Math.min(4, cpus().length - 1))
  const pool = openReadPool({ threads, deadlineMs: READ_DEADLINE, memoryMb: READ_MEMORY })
  const sorter = openSorter({
    site,
    directory,
    mailbag,
    read: pool.read,
    prover: openProver(site),
  })
  const acknowledger = openAcknowledger(site)
  return {
    directory,
    mailbag,
    sorter,
    acknowledger,
    async stop() {
      await sorter.stop()
      await acknowledger.stop()
      await pool.close()
      await mailbag.close()
    },
  }
}
