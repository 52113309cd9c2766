import type { Command } from 'commander'
import { meetPerson, personByAddress, systemPerson } from '../chatter/people/people.ts'
import { mustMay } from '../chatter/people/roles.ts'
import { mayBelongTo } from '../chatter/records/may-belong.ts'
import { heirOf } from '../chatter/records/merge.ts'
import { listRecords } from '../chatter/records/record-list.ts'
import { recordTypeByCode } from '../chatter/records/record-types.ts'
import {
  type OpenRecord,
  openRecord,
  recordByReference,
  referenceOf,
  valuesOf,
} from '../chatter/records/records.ts'
import { restOf } from '../chatter/records/rest.ts'
import { saveRecord } from '../chatter/records/tracking.ts'
import { print } from '../lib/output.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import { filingCommands } from './filing-commands.ts'
import { collect, JSON_FLAG, type Shown } from './options.ts'
import { pairs } from './pairs.ts'
import { withSite } from './with-site.ts'

type NewRecordOptions = Shown & { name: string; set: string[]; customer?: string }
type Change = { reference: string; values: string[]; options: Shown & { by?: string } }
type ListOptions = Shown & { type?: string; search: string; closed?: boolean }

export function recordCommands(postern: Command): void {
  const record = postern
    .command('record')
    .description('records: add, set, show, list, archive, delete, restore, merge')
  addCommand(record)
  setCommand(record)
  showCommand(record)
  listCommand(record)
  filingCommands(record)
}

function addCommand(record: Command): void {
  record
    .command('add')
    .description('open a record')
    .argument('<type>', 'a record type, such as ticket')
    .requiredOption('--name <name>', 'what it is called')
    .option('--set <field=value>', 'a field value (repeatable)', collect, [])
    .option('--customer <address>', 'whom it is for')
    .option(...JSON_FLAG)
    .action((type: string, options: NewRecordOptions) =>
      withSite((site) => add(site, type, options)),
    )
}

function setCommand(record: Command): void {
  record
    .command('set')
    .description('change fields of a record, its stage or its name')
    .argument('<record>', 'such as T-42')
    .argument('<field=value...>', 'what changes')
    .option('--by <address>', 'who changes it; without it Postern')
    .option(...JSON_FLAG)
    .action((reference: string, values: string[], options: Change['options']) =>
      withSite((site) => set(site, { reference, values, options })),
    )
}

function showCommand(record: Command): void {
  record
    .command('show')
    .description('a record with its values and its mail address')
    .argument('<record>', 'such as T-42')
    .option(...JSON_FLAG)
    .action((reference: string, options: Shown) =>
      withSite((site) => show(site, reference, options)),
    )
}

function listCommand(record: Command): void {
  record
    .command('list')
    .description('open records, the last written to first')
    .option('--type <code>', 'only records of this type')
    .option('--search <words>', 'in name, customer or reference', '')
    .option('--closed', 'closed ones too')
    .option(...JSON_FLAG)
    .action((options: ListOptions) => withSite((site) => list(site, options)))
}

async function add(site: Site, code: string, options: NewRecordOptions): Promise<void> {
  const opened = await site.store.write(async (tx) => {
    const at = site.clock.now()
    const { name, customer: address } = options
    const customer = address ? await meetPerson(tx, { name: '', address }, at) : null
    const creator = await systemPerson(tx, at)
    const type = await recordTypeByCode(tx, code)
    return openRecord(tx, type, { name, creator, customer, values: pairs(options.set), at })
  })
  await print([{ record: referenceOf(opened), address: recordAddress(site, opened) }], options.json)
}

async function set(site: Site, { reference, values, options }: Change): Promise<void> {
  const entry = await site.store.write(async (tx) => {
    const at = site.clock.now()
    const by = options.by
      ? mustMay(await personByAddress(tx, options.by), 'post')
      : await systemPerson(tx, at)
    const open = await recordByReference(tx, reference)
    return saveRecord(tx, open, { by, values: pairs(values), at })
  })
  const changes = entry?.changes ? readJson(entry.changes) : []
  await print([{ record: reference, message: entry?.id ?? null, changes }], options.json)
}

async function show(site: Site, reference: string, options: Shown): Promise<void> {
  const { open, heir, older } = await site.store.read(async (reader) => {
    const open = await recordByReference(reader, reference)
    const older = await mayBelongTo(reader, open)
    return { open, heir: await heirOf(reader, open), older }
  })
  const line = {
    record: referenceOf(open),
    type: open.type.code,
    name: open.record.name,
    stage: open.record.stage,
    rests: restOf(open.record),
    mergedInto: heir === open ? null : referenceOf(heir),
    mayBelongTo: older.map((one) => one.reference),
    values: valuesOf(open.record),
    address: recordAddress(site, open),
  }
  await print([line], options.json)
}

async function list(site: Site, options: ListOptions): Promise<void> {
  const { search, closed = false } = options
  const found = await site.store.read(async (reader) => {
    const type = options.type ? (await recordTypeByCode(reader, options.type)).id : 0
    return listRecords(reader, { type, search, closed, page: 0 })
  })
  const lines = found.map((row) => ({
    record: `${row.prefix}-${row.number}`,
    name: row.name,
    stage: row.stage,
    messages: row.message_count,
  }))
  await print(lines, options.json)
}

function recordAddress(site: Site, { type, record }: OpenRecord): string {
  return `${type.settings.address}+${record.number}@${site.domain}`
}
