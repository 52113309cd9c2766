import type { Command } from 'commander'
import {
  findActivity,
  type ListedActivity,
  listActivities,
  plannedOn,
  titleOf,
} from '../chatter/activities/activities.ts'
import { activityTypesFor } from '../chatter/activities/activity-types.ts'
import { cancelActivity, changeActivity } from '../chatter/activities/change.ts'
import { markDone } from '../chatter/activities/complete.ts'
import { dueState } from '../chatter/activities/due.ts'
import { scheduleActivity } from '../chatter/activities/schedule.ts'
import { personByAddress, systemPerson } from '../chatter/people/people.ts'
import { type OpenRecord, recordByReference } from '../chatter/records/records.ts'
import { type Day, dayAt, readDay } from '../lib/calendar.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { Reader, Tx } from '../store/store.ts'
import type { PersonRow } from '../store/tables/people.ts'
import type { ActivityTypeRow } from '../store/tables/threads.ts'
import { planCommand } from './activity-plan-command.ts'
import { JSON_FLAG, type Shown, wholeNumber } from './options.ts'
import { withSite } from './with-site.ts'

type Words = { due?: string; to?: string; summary?: string; note?: string }
type By = Shown & { by?: string }
const BY = ['--by <address>', 'who does it; without it Postern'] as const

export function activityCommands(postern: Command): void {
  const activity = postern
    .command('activity')
    .description('planned activities: add, list, set, done, cancel, plan')
  addCommand(activity)
  listCommand(activity)
  setCommand(activity)
  doneCommand(activity)
  cancelCommand(activity)
  planCommand(activity)
}

function addCommand(activity: Command): void {
  words(activity.command('add'))
    .description('plan an activity on a record')
    .argument('<record>', 'such as T-42')
    .argument('<type>', 'an activity type, such as Call')
    .option(...BY)
    .option(...JSON_FLAG)
    .action((record: string, type: string, options: By & Words) =>
      withSite((site) => add(site, { record, type, options })),
    )
}

/** What is said of an activity when it is planned, and when it is changed. */
function words(command: Command): Command {
  return command
    .option('--due <day>', 'such as 2026-12-24; without it as the type says')
    .option('--to <address>', 'who gets it')
    .option('--summary <text>', 'what is to be done')
    .option('--note <text>', 'what else is to be known')
}

function listCommand(activity: Command): void {
  activity
    .command('list')
    .description('what is planned, the most urgent first')
    .option('--record <record>', 'only on this record')
    .option('--of <address>', 'only what this user has')
    .option(...JSON_FLAG)
    .action((options: Shown & { record?: string; of?: string }) =>
      withSite((site) => list(site, options)),
    )
}

function setCommand(activity: Command): void {
  words(activity.command('set'))
    .description('change what is planned: its day, who has it, its words')
    .argument('<id>', 'its number', wholeNumber)
    .option(...BY)
    .option(...JSON_FLAG)
    .action((id: number, options: By & Words) => withSite((site) => set(site, id, options)))
}

function doneCommand(activity: Command): void {
  activity
    .command('done')
    .description('mark an activity as done')
    .argument('<id>', 'its number', wholeNumber)
    .option('--feedback <text>', 'what came of it', '')
    .option(...BY)
    .option(...JSON_FLAG)
    .action((id: number, options: By & { feedback: string }) =>
      withSite((site) => done(site, id, options)),
    )
}

function cancelCommand(activity: Command): void {
  activity
    .command('cancel')
    .description('take an activity off the list')
    .argument('<id>', 'its number', wholeNumber)
    .option(...BY)
    .option(...JSON_FLAG)
    .action((id: number, options: By) => withSite((site) => cancel(site, id, options)))
}

type Adding = { record: string; type: string; options: By & Words }

async function add(site: Site, { record, type, options }: Adding): Promise<void> {
  const added = await site.store.write(async (tx) => {
    const open = await recordByReference(tx, record)
    const by = await actor(tx, site, options)
    const wish = { ...(await wordsOf(tx, options)), by, at: site.clock.now() }
    return scheduleActivity(tx, open, { ...wish, type: await typeNamed(tx, open, type) })
  })
  await show(site, added.id, options)
}

/** @throws Refused that names the types there are */
async function typeNamed(reader: Reader, open: OpenRecord, name: string): Promise<ActivityTypeRow> {
  const types = await activityTypesFor(reader, open.type.id)
  const found = types.find((type) => type.name.toLowerCase() === name.toLowerCase())
  if (found) return found
  const names = types.map((type) => type.name).join(', ')
  throw new Refused('not-found', `There is no activity type "${name}" here. There are: ${names}.`)
}

async function list(site: Site, options: Shown & { record?: string; of?: string }): Promise<void> {
  const rows = await site.store.read(async (reader) => {
    const assignee = options.of ? (await personByAddress(reader, options.of)).id : 0
    if (!options.record) return listActivities(reader, { assignee })
    const { thread } = await recordByReference(reader, options.record)
    const planned = await plannedOn(reader, thread.id)
    return planned.filter((one) => assignee === 0 || one.assignee_id === assignee)
  })
  await print(
    rows.map((row) => lineOf(row, site.clock.now())),
    options.json,
  )
}

async function set(site: Site, id: number, options: By & Words): Promise<void> {
  await site.store.write(async (tx) => {
    const changes = await wordsOf(tx, options)
    if (Object.keys(changes).length === 0)
      throw new Refused('bad-input', 'Say what changes: --due, --to, --summary or --note.')
    const by = await actor(tx, site, options)
    await changeActivity(tx, id, { ...changes, by, at: site.clock.now() })
  })
  await show(site, id, options)
}

async function done(site: Site, id: number, options: By & { feedback: string }): Promise<void> {
  const { message, next, suggested } = await site.store.write(async (tx) => {
    const by = await actor(tx, site, options)
    return markDone(tx, id, { by, at: site.clock.now(), feedback: options.feedback })
  })
  const line = { done: id, message: message.id, next: next?.id ?? null }
  await print([{ ...line, suggested: suggested?.name ?? null }], options.json)
}

async function cancel(site: Site, id: number, options: By): Promise<void> {
  await site.store.write(async (tx) =>
    cancelActivity(tx, id, { by: await actor(tx, site, options), at: site.clock.now() }),
  )
  await print([{ cancelled: id }], options.json)
}

async function actor(tx: Tx, site: Site, { by }: By): Promise<PersonRow> {
  return by ? personByAddress(tx, by) : systemPerson(tx, site.clock.now())
}

async function wordsOf(reader: Reader, { due, to, summary, note }: Words) {
  return {
    ...(due === undefined ? {} : { dueOn: dayIn(due) }),
    ...(to === undefined ? {} : { assignee: (await personByAddress(reader, to)).id }),
    ...(summary === undefined ? {} : { summary }),
    ...(note === undefined ? {} : { note }),
  }
}

/** @throws Refused for what is no day */
function dayIn(text: string): Day {
  const day = readDay(text)
  if (!day) throw new Refused('bad-input', `"${text}" is no day. Write it as 2026-12-24.`)
  return day
}

async function show(site: Site, id: number, { json }: Shown): Promise<void> {
  const found = await site.store.read((reader) => findActivity(reader, id))
  await print(found ? [lineOf(found, site.clock.now())] : [], json)
}

function lineOf(activity: ListedActivity, now: number): object {
  const { id, prefix, number, due_on, assignee, assignee_zone, type_name } = activity
  return {
    activity: id,
    record: `${prefix}-${number}`,
    type: type_name,
    title: titleOf(activity),
    due: due_on,
    state: dueState(due_on, dayAt(now, assignee_zone ?? 'UTC')),
    assignee,
  }
}
