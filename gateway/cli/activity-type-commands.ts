import type { Command } from 'commander'
import {
  type ActivityTypeWish,
  addActivityType,
  changeActivityType,
  listActivityTypes,
  removeActivityType,
} from '../chatter/activities/activity-types.ts'
import { personByAddress } from '../chatter/people/people.ts'
import { listRecordTypes, recordTypeByCode } from '../chatter/records/record-types.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { ActivityTypeRow } from '../store/tables/threads.ts'
import { JSON_FLAG, oneOf, type Shown, wholeNumber } from './options.ts'
import { withSite } from './with-site.ts'

type Wish = {
  days?: number
  weeks?: number
  months?: number
  from?: string
  icon?: string
  summary?: string
  note?: string
  type?: string
  assignee?: string
  next?: string
  chaining?: string
  decoration?: string
  category?: string
  keepDone?: boolean
}
type ChangeOptions = Shown & Wish & { name?: string }

export function activityTypeCommands(postern: Command): void {
  const activityType = postern
    .command('activity-type')
    .description('activity types: add, set, list, remove')
  addCommand(activityType)
  setCommand(activityType)
  listCommand(activityType)
  removeCommand(activityType)
}

function addCommand(activityType: Command): void {
  wishes(activityType.command('add'))
    .description('add a kind of planned follow-up')
    .argument('<name>', 'such as Call')
    .option(...JSON_FLAG)
    .action((name: string, options: Shown & Wish) => withSite((site) => add(site, name, options)))
}

function setCommand(activityType: Command): void {
  wishes(activityType.command('set'))
    .description('change an activity type')
    .argument('<id>', 'its number', wholeNumber)
    .option('--name <name>', 'what it is called')
    .option(...JSON_FLAG)
    .action((id: number, options: ChangeOptions) => withSite((site) => set(site, id, options)))
}

function wishes(command: Command): Command {
  return command
    .option('--days <n>', 'due so many days later', wholeNumber)
    .option('--weeks <n>', 'due so many weeks later', wholeNumber)
    .option('--months <n>', 'due so many months later', wholeNumber)
    .option('--from <what>', 'later than what: now, previous (when the one before was due)')
    .option('--icon <name>', 'its icon, such as phone')
    .option('--summary <text>', 'what is to be done, where nobody says it')
    .option('--note <text>', 'what else is to be known')
    .option('--type <code>', 'only on records of this type; all: on every record')
    .option('--assignee <address>', 'who gets it; none: who plans it')
    .option('--next <name>', 'the activity type that follows; none: nothing')
    .option('--chaining <how>', 'the next one: suggest, trigger (planned by itself)')
    .option('--decoration <mark>', 'none, warning, danger')
    .option('--category <what>', 'default, upload, phone, meeting')
    .option('--keep-done', 'done ones stay listed with the record')
    .option('--no-keep-done', 'only its thread tells of done ones')
}

function listCommand(activityType: Command): void {
  activityType
    .command('list')
    .description('all activity types with their numbers')
    .option(...JSON_FLAG)
    .action((options: Shown) => withSite((site) => list(site, options)))
}

function removeCommand(activityType: Command): void {
  activityType
    .command('remove')
    .description('take an activity type out of the lists; what is planned with it counts as To Do')
    .argument('<id>', 'its number', wholeNumber)
    .option(...JSON_FLAG)
    .action((id: number, options: Shown) => withSite((site) => remove(site, id, options)))
}

async function add(site: Site, name: string, options: Shown & Wish): Promise<void> {
  const added = await site.store.write(async (tx) =>
    addActivityType(tx, { name, ...(await read(tx, options)) }),
  )
  await print([{ activityType: added.id, name: added.name }], options.json)
}

async function set(site: Site, id: number, options: ChangeOptions): Promise<void> {
  const { name } = options
  const changed = await site.store.write(async (tx) => {
    const wish = { ...(name === undefined ? {} : { name }), ...(await read(tx, options)) }
    if (Object.keys(wish).length === 0)
      throw new Refused('bad-input', 'Say what changes: --name, --days, or others.')
    return changeActivityType(tx, id, wish)
  })
  await print([activityTypeLine(changed)], options.json)
}

async function list(site: Site, options: Shown): Promise<void> {
  const { types, recordTypes } = await site.store.read(async (reader) => ({
    types: await listActivityTypes(reader),
    recordTypes: await listRecordTypes(reader),
  }))
  const lines = types.map((type) => ({
    ...activityTypeLine(type),
    recordType: recordTypes.find(({ id }) => id === type.record_type_id)?.code ?? 'all',
  }))
  await print(lines, options.json)
}

async function remove(site: Site, id: number, options: Shown): Promise<void> {
  await site.store.write((tx) => removeActivityType(tx, id, site.clock.now()))
  await print([{ removed: id }], options.json)
}

/** What was given, as the type keeps it. */
async function read(reader: Reader, options: Wish): Promise<Partial<ActivityTypeWish>> {
  const { icon, summary, note, keepDone } = options
  const wish: Partial<ActivityTypeWish> = { ...delayIn(options), ...wordsIn(options) }
  if (icon !== undefined) wish.icon = icon
  if (summary !== undefined) wish.summary = summary
  if (note !== undefined) wish.note = note
  if (keepDone !== undefined) wish.keep_done = keepDone ? 1 : 0
  return { ...wish, ...(await othersIn(reader, options)) }
}

function delayIn({ days, weeks, months }: Wish): Partial<ActivityTypeWish> {
  const given = [
    { delay_count: days, delay_unit: 'days' as const },
    { delay_count: weeks, delay_unit: 'weeks' as const },
    { delay_count: months, delay_unit: 'months' as const },
  ].filter((one) => one.delay_count !== undefined)
  if (given.length > 1) throw new Refused('bad-input', 'Days, weeks or months: one of them.')
  return (given[0] as Partial<ActivityTypeWish> | undefined) ?? {}
}

function wordsIn({ from, chaining, decoration, category }: Wish): Partial<ActivityTypeWish> {
  const wish: Partial<ActivityTypeWish> = {}
  if (from) wish.delay_from = oneOf(['now', 'previous'], from, 'beginning')
  if (chaining) wish.chaining = oneOf(['suggest', 'trigger'], chaining, 'chaining')
  if (category)
    wish.category = oneOf(['default', 'upload', 'phone', 'meeting'], category, 'category')
  if (decoration) {
    const mark = oneOf(['none', 'warning', 'danger'], decoration, 'decoration')
    wish.decoration = mark === 'none' ? '' : mark
  }
  return wish
}

async function othersIn(
  reader: Reader,
  { type, assignee, next }: Wish,
): Promise<Partial<ActivityTypeWish>> {
  const wish: Partial<ActivityTypeWish> = {}
  if (type) wish.record_type_id = type === 'all' ? null : (await recordTypeByCode(reader, type)).id
  if (assignee)
    wish.assignee_id = assignee === 'none' ? null : (await personByAddress(reader, assignee)).id
  if (next) wish.next_type_id = next === 'none' ? null : await idOfType(reader, next)
  return wish
}

async function idOfType(reader: Reader, name: string): Promise<number> {
  const types = await listActivityTypes(reader)
  const found = types.find((type) => type.name.toLowerCase() === name.toLowerCase())
  if (!found) throw new Refused('not-found', `There is no activity type "${name}".`)
  return found.id
}

function activityTypeLine(type: ActivityTypeRow): object {
  return {
    activityType: type.id,
    name: type.name,
    due: `${type.delay_count} ${type.delay_unit}`,
  }
}
