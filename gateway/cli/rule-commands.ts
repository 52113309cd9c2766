import type { Command } from 'commander'
import { actionText, causeText } from '../chatter/automation/describe.ts'
import { dryRun } from '../chatter/automation/dry-run.ts'
import { listRuns } from '../chatter/automation/look.ts'
import { READY_MADE, ruleOrReadyMade } from '../chatter/automation/ready-made.ts'
import { disableRule, enableRule, listRules, ruleByCode } from '../chatter/automation/rules.ts'
import { systemPerson } from '../chatter/people/people.ts'
import { setRating } from '../chatter/ratings/ratings.ts'
import { ratingReport } from '../chatter/ratings/report.ts'
import { listRecordTypes, recordTypeByCode } from '../chatter/records/record-types.ts'
import { referencesOf } from '../chatter/records/references.ts'
import { DAY } from '../lib/clock.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import { JSON_FLAG, type Shown, wholeNumber } from './options.ts'
import { withSite } from './with-site.ts'

type Days = Shown & { days: number }

/** What Postern does by itself: rules, written on the web, switched and tried from here. */
export function ruleCommands(rule: Command): void {
  rule
    .command('list')
    .description('all rules, and those that are ready made')
    .option(...JSON_FLAG)
    .action((options: Shown) => withSite((site) => list(site, options)))
  for (const on of [true, false])
    rule
      .command(on ? 'enable' : 'disable')
      .description(on ? 'switch a rule on; a ready-made one is added' : 'switch a rule off')
      .argument('<code>', 'such as order-confirmed')
      .option(...JSON_FLAG)
      .action((code: string, options: Shown) =>
        withSite((site) => toggle(site, { code, on }, options)),
      )
  withDays(rule.command('dry-run').description('what a rule would have done; nothing is written'))
    .argument('<code>', 'such as order-confirmed')
    .action((code: string, options: Days) => withSite((site) => tryIt(site, code, options)))
  rule
    .command('log')
    .description('what rules have done, newest first')
    .argument('[code]', 'only this rule')
    .option(...JSON_FLAG)
    .action((code: string | undefined, options: Shown) =>
      withSite((site) => log(site, code, options)),
    )
}

/** The satisfaction question. */
export function ratingCommands(rating: Command): void {
  rating
    .command('set')
    .description('ask customers when a record of this type closes, or ask no more')
    .argument('<type>', 'a record type, such as ticket')
    .argument('<on|off>')
    .option(...JSON_FLAG)
    .action((type: string, state: string, options: Shown) =>
      withSite((site) => setOne(site, { type, state }, options)),
    )
  withDays(rating.command('list').description('what customers have answered')).action(
    (options: Days) => withSite((site) => answers(site, options)),
  )
}

function withDays(command: Command): Command {
  return command
    .option('--days <n>', 'looking back so many days', wholeNumber, 30)
    .option(...JSON_FLAG)
}

async function list(site: Site, options: Shown): Promise<void> {
  const { rules, types } = await site.store.read(async (reader) => ({
    rules: await listRules(reader),
    types: await listRecordTypes(reader),
  }))
  const lines = rules.map((rule) => {
    const type = types.find(({ id }) => id === rule.record_type_id)!
    return {
      rule: rule.code,
      name: rule.name,
      type: type.code,
      state: rule.enabled_at === null ? 'off' : 'on',
      when: causeText(rule.cause, type),
      does: rule.actions.map((action) => actionText(action, type)),
      stopped: rule.stopped_why,
    }
  })
  const ready = READY_MADE.filter(({ code }) => rules.every((rule) => rule.code !== code))
  const offered = ready.map(({ code, name, type, help }) => {
    return { rule: code, name, type, state: 'ready made', when: help, does: [], stopped: null }
  })
  await print([...lines, ...offered], options.json)
}

async function toggle(
  site: Site,
  { code, on }: { code: string; on: boolean },
  options: Shown,
): Promise<void> {
  const rule = await site.store.write(async (tx) => {
    const at = site.clock.now()
    const by = await systemPerson(tx, at)
    if (!on) return disableRule(tx, await ruleByCode(tx, code))
    const found = await ruleOrReadyMade(tx, code, { by, at })
    if (!found) throw new Refused('not-found', `There is no rule "${code}".`)
    return enableRule(tx, found, { by, at })
  })
  await print([{ rule: rule.code, state: rule.enabled_at === null ? 'off' : 'on' }], options.json)
}

async function tryIt(site: Site, code: string, { days, json }: Days): Promise<void> {
  const now = site.clock.now()
  const found = await site.store.read(async (reader) =>
    dryRun(reader, await ruleByCode(reader, code), { since: now - days * DAY, now }),
  )
  await print(
    found.map(({ at, ...one }) => ({ at: new Date(at).toISOString(), ...one })),
    json,
  )
}

async function log(site: Site, code: string | undefined, options: Shown): Promise<void> {
  const lines = await site.store.read(async (reader) => {
    const rules = await listRules(reader)
    const filter = code === undefined ? {} : { rule: (await ruleByCode(reader, code)).id }
    const runs = await listRuns(reader, { ...filter, limit: 200 })
    const references = await referencesOf(
      reader,
      runs.map(({ thread_id }) => thread_id),
    )
    return runs.map((run) => ({
      at: new Date(run.ended_at ?? run.due_at).toISOString(),
      rule: rules.find(({ id }) => id === run.rule_id)?.code ?? null,
      record: references.get(run.thread_id) ?? null,
      state: run.state,
      outcome: run.outcome,
    }))
  })
  await print(lines, options.json)
}

async function setOne(
  site: Site,
  { type, state }: { type: string; state: string },
  options: Shown,
): Promise<void> {
  if (state !== 'on' && state !== 'off') throw new Refused('bad-input', 'Write on or off.')
  const at = site.clock.now()
  await site.store.write(async (tx) => {
    const by = await systemPerson(tx, at)
    await setRating(tx, await recordTypeByCode(tx, type), { on: state === 'on', by, at })
  })
  await print([{ type, rating: state }], options.json)
}

async function answers(site: Site, { days, json }: Days): Promise<void> {
  const report = await site.store.read((reader) =>
    ratingReport(reader, site.clock.now() - days * DAY),
  )
  const lines = report.latest.map(({ prefix, number, customer, grade, words, answered_at }) => ({
    record: `${prefix}-${number}`,
    customer,
    grade,
    words,
    at: new Date(answered_at).toISOString(),
  }))
  await print(lines, json)
}
