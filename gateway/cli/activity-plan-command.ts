import type { Command } from 'commander'
import { listPlans } from '../chatter/activities/plans.ts'
import { startPlan } from '../chatter/activities/start-plan.ts'
import { personByAddress, systemPerson } from '../chatter/people/people.ts'
import { recordByReference } from '../chatter/records/records.ts'
import { dayAt, readDay } from '../lib/calendar.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

type Start = Shown & { by?: string; date?: string; asked?: string }

export function planCommand(activity: Command): void {
  activity
    .command('plan')
    .description('start a plan of several activities on records')
    .argument('<plan>', 'its name')
    .argument('<record...>', 'such as T-42')
    .option('--date <day>', 'what its days count from; without it today')
    .option('--asked <address>', 'who gets what the plan asks about')
    .option('--by <address>', 'who starts it; without it Postern')
    .option(...JSON_FLAG)
    .action((plan: string, records: string[], options: Start) =>
      withSite((site) => start(site, { name: plan, references: records, options })),
    )
}

async function start(
  site: Site,
  { name, references, options }: { name: string; references: string[]; options: Start },
): Promise<void> {
  const at = site.clock.now()
  const planned = await site.store.write(async (tx) => {
    const plan = (await listPlans(tx)).find((one) => one.name.toLowerCase() === name.toLowerCase())
    if (!plan) throw new Refused('not-found', `There is no plan "${name}".`)
    const by = options.by ? await personByAddress(tx, options.by) : await systemPerson(tx, at)
    const date = readDay(options.date ?? dayAt(at, by.time_zone))
    if (!date)
      throw new Refused('bad-input', `"${options.date}" is no day. Write it as 2026-12-24.`)
    const asked = options.asked ? (await personByAddress(tx, options.asked)).id : null
    const records = []
    for (const reference of new Set(references))
      records.push(await recordByReference(tx, reference))
    return startPlan(tx, { plan, records, date, asked, by, at })
  })
  const lines = planned.map(({ id, due_on, summary }) => ({ activity: id, due: due_on, summary }))
  await print(lines, options.json)
}
