import { remindOfDue, tellOfOverdue } from '../chatter/activities/reminders.ts'
import { sendDueDigests } from '../chatter/notifications/digests.ts'
import { indexNext } from '../chatter/search/keep-index.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../lib/clock.ts'
import type { Tx } from '../store/store.ts'
import { AUTOMATION_CHORES } from './automation.ts'
import type { Chore } from './chore.ts'
import { eraseFiles } from './erased-files.ts'
import { postDueScheduled } from './scheduled-messages.ts'

export type { Chore } from './chore.ts'

/** Each line is an interval and what to do. Mails that a crash left are the sorter's sweep. */
export const CHORES: Chore[] = [
  inBatches('digests', MINUTE, sendDueDigests),
  inBatches('search index', 5 * SECOND, (tx) => indexNext(tx)),
  inOneGo('old sessions', HOUR, (tx, now) =>
    tx.all('delete from sessions where expires_at < $1', [now]),
  ),
  inOneGo('old sign-in links', DAY, (tx, now) =>
    tx.all('delete from sign_in_links where expires_at < $1', [now - 30 * DAY]),
  ),
  inOneGo('old alarms', DAY, (tx, now) =>
    tx.all('delete from alarms where last_at < $1', [now - 90 * DAY]),
  ),
  inOneGo('old acknowledgements', DAY, (tx, now) =>
    tx.all('delete from acknowledgements where ended_at < $1', [now - 30 * DAY]),
  ),
  { name: 'scheduled messages', every: 5 * SECOND, run: postDueScheduled },
  { name: 'erased files', every: HOUR, run: eraseFiles },
  inBatches('activity reminders', MINUTE, remindOfDue),
  inBatches('overdue activities', MINUTE, tellOfOverdue),
  ...AUTOMATION_CHORES,
]

/** A chore that one transaction does whole. */
export function inOneGo(
  name: string,
  every: number,
  work: (tx: Tx, now: number) => Promise<unknown>,
): Chore {
  return {
    name,
    every,
    async run(site) {
      await site.store.write((tx) => work(tx, site.clock.now()))
      return false
    },
  }
}

/** A chore of many pieces: each transaction does some of them and says how many; as long as it finds some, another follows. */
export function inBatches(
  name: string,
  every: number,
  work: (tx: Tx, now: number) => Promise<number>,
): Chore {
  return {
    name,
    every,
    async run(site) {
      const done = await site.store.write((tx) => work(tx, site.clock.now()))
      if (done > 0) site.outboxBell.ring()
      return done > 0
    },
  }
}
