import { lookAtEvents, OLDEST_RUN, walkDeadlines } from '../chatter/automation/look.ts'
import { noteFailure, runNext } from '../chatter/automation/run.ts'
import { HOUR, SECOND } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import { makeCalls } from '../outbound/webhooks.ts'
import { baseUrlOf, type Site } from '../store/site.ts'
import type { RuleRunRow } from '../store/tables/rules.ts'
import { askRatings } from './ask-ratings.ts'
import type { Chore } from './chore.ts'

/** Rules by the clock: look at what has happened, run what is due, ask customers, call other programs. */
export const AUTOMATION_CHORES: Chore[] = [
  { name: 'rules', every: 5 * SECOND, run: roundOfRules },
  { name: 'ratings', every: 5 * SECOND, run: askRatings },
  { name: 'webhooks', every: 5 * SECOND, run: makeCalls },
  { name: 'old rule runs', every: HOUR, run: forgetOldRuns },
]

/** One round: what rules do is looked at in the next one, until nothing is left or too many have led to it. */
async function roundOfRules(site: Site): Promise<boolean> {
  const now = site.clock.now()
  const looked = await site.store.write((tx) => lookAtEvents(tx, now))
  const walked = await site.store.write((tx) => walkDeadlines(tx, now))
  const ran = await runDue(site)
  if (ran) site.outboxBell.ring()
  return looked + walked > 0 || ran
}

async function runDue(site: Site): Promise<boolean> {
  const recordUrl = (reference: string) => `${baseUrlOf(site)}/records/${reference}`
  const now = site.clock.now()
  try {
    const ran = await site.store.write((tx) => runNext(tx, { now, recordUrl }))
    return ran !== null
  } catch (failure) {
    const { run } = failure as { run?: RuleRunRow }
    if (!run) throw failure
    await noteIt(site, run, messageOf(failure))
    return true
  }
}

async function noteIt(site: Site, run: RuleRunRow, why: string): Promise<void> {
  site.log.warn('rule failed', { rule: run.rule_id, run: run.id, why })
  const stopped = await site.store.write((tx) =>
    noteFailure(tx, run, { why, at: site.clock.now() }),
  )
  if (stopped) site.alarms.raise('rule_switched_off', stopped.name, { rule: stopped.code, why })
}

async function forgetOldRuns(site: Site): Promise<boolean> {
  const before = site.clock.now() - OLDEST_RUN
  await site.store.write(async (tx) => {
    await tx.all('delete from rule_runs where ended_at < $1', [before])
    await tx.all(`delete from webhook_calls where ended_at < $1`, [before])
  })
  return false
}
