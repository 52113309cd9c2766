import { DAY, HOUR } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { Running } from './running.ts'

/** What happens by the clock: each line is an interval and what to do. Mails that a crash left are the sorter's sweep. */
const JOBS: { name: string; every: number; run(tx: Tx, now: number): Promise<unknown> }[] = [
  {
    name: 'old sessions',
    every: HOUR,
    run: (tx, now) => tx.all('delete from sessions where expires_at < $1', [now]),
  },
  {
    name: 'old sign-in links',
    every: DAY,
    run: (tx, now) => tx.all('delete from sign_in_links where expires_at < $1', [now - 30 * DAY]),
  },
  {
    name: 'old alarms',
    every: DAY,
    run: (tx, now) => tx.all('delete from alarms where last_at < $1', [now - 90 * DAY]),
  },
  {
    name: 'old acknowledgements',
    every: DAY,
    run: (tx, now) => tx.all('delete from acknowledgements where ended_at < $1', [now - 30 * DAY]),
  },
]

/** scheduler: runs each job when its time has come. */
export function startScheduler(site: Site): Running {
  const timers = JOBS.map(({ name, every, run }) =>
    setInterval(() => {
      site.store
        .write((tx) => run(tx, site.clock.now()))
        .catch((failure) => site.log.error('job failed', { job: name, why: messageOf(failure) }))
    }, every),
  )
  return {
    name: 'scheduler',
    address: null,
    async stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}
