import type { Command } from 'commander'
import {
  type ActivityTypeWish,
  addActivityType,
  changeActivityType,
  listActivityTypes,
  removeActivityType,
} from '../chatter/activities/activity-types.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { ActivityTypeRow } from '../store/tables/threads.ts'
import { JSON_FLAG, type Shown, wholeNumber } from './options.ts'
import { withSite } from './with-site.ts'

type ChangeOptions = Shown & { name?: string; days?: number }

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
  activityType
    .command('add')
    .description('add a kind of planned follow-up')
    .argument('<name>', 'such as Call')
    .option('--days <n>', 'due so many days from now', wholeNumber, 0)
    .option(...JSON_FLAG)
    .action((name: string, options: Shown & { days: number }) =>
      withSite((site) => add(site, name, options)),
    )
}

function setCommand(activityType: Command): void {
  activityType
    .command('set')
    .description('change the name of an activity type, or when it is due')
    .argument('<id>', 'its number', wholeNumber)
    .option('--name <name>', 'what it is called')
    .option('--days <n>', 'due so many days from now', wholeNumber)
    .option(...JSON_FLAG)
    .action((id: number, options: ChangeOptions) => withSite((site) => set(site, id, options)))
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
    .description('take an activity type out of the lists; its activities keep it')
    .argument('<id>', 'its number', wholeNumber)
    .option(...JSON_FLAG)
    .action((id: number, options: Shown) => withSite((site) => remove(site, id, options)))
}

async function add(site: Site, name: string, options: Shown & { days: number }): Promise<void> {
  const wish = { name, delay_count: options.days }
  const added = await site.store.write((tx) => addActivityType(tx, wish))
  await print([{ activityType: added.id, name: added.name }], options.json)
}

async function set(site: Site, id: number, options: ChangeOptions): Promise<void> {
  const wish = readChanges(options)
  const changed = await site.store.write((tx) => changeActivityType(tx, id, wish))
  await print([activityTypeLine(changed)], options.json)
}

async function list(site: Site, options: Shown): Promise<void> {
  const types = await site.store.read(listActivityTypes)
  await print(types.map(activityTypeLine), options.json)
}

async function remove(site: Site, id: number, options: Shown): Promise<void> {
  await site.store.write((tx) => removeActivityType(tx, id, site.clock.now()))
  await print([{ removed: id }], options.json)
}

function readChanges({ name, days }: ChangeOptions): Partial<ActivityTypeWish> {
  if (name === undefined && days === undefined)
    throw new Refused('bad-input', 'Say what changes: --name, --days, or both.')
  return {
    ...(name === undefined ? {} : { name }),
    ...(days === undefined ? {} : { delay_count: days, delay_unit: 'days' }),
  }
}

function activityTypeLine(type: ActivityTypeRow): object {
  return {
    activityType: type.id,
    name: type.name,
    due: `${type.delay_count} ${type.delay_unit}`,
  }
}
