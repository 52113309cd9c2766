import { openBell } from '../lib/bell.ts'
import { SECOND } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'
import { CHORES, type Chore } from './chores.ts'
import type { Running } from './running.ts'

/** Between two looks at the clock. */
const TICK = 5 * SECOND

/** scheduler: runs each chore when its time has come. */
export function startScheduler(site: Site, chores: Chore[] = CHORES): Running {
  const bell = openBell()
  let stopped = false
  const running = (async () => {
    const dueAt = new Map(chores.map((chore) => [chore, performance.now() + TICK]))
    while (!stopped) {
      await bell.wait(TICK)
      for (const chore of chores) {
        if (stopped || performance.now() < dueAt.get(chore)!) continue
        await runChore(site, chore, () => stopped)
        dueAt.set(chore, performance.now() + chore.every)
      }
    }
  })()
  return {
    name: 'scheduler',
    address: null,
    async stop() {
      stopped = true
      bell.ring()
      await running
    },
  }
}

/** Does all that is due by the site's clock, now. */
export async function runChores(site: Site, chores: Chore[] = CHORES): Promise<void> {
  for (const chore of chores) await runChore(site, chore)
}

async function runChore(site: Site, chore: Chore, enough = () => false): Promise<void> {
  try {
    for (let more = true; more && !enough(); ) more = await chore.run(site)
  } catch (failure) {
    site.log.error('job failed', { job: chore.name, why: messageOf(failure) })
  }
}
