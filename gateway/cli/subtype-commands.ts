import type { Command } from 'commander'
import {
  addSubtype,
  changeSubtype,
  listSubtypes,
  removeSubtype,
  type SubtypeChanges,
} from '../chatter/followers/subtypes.ts'
import {
  listRecordTypes,
  type RecordType,
  recordTypeByCode,
} from '../chatter/records/record-types.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { SubtypeRow } from '../store/tables/threads.ts'
import { JSON_FLAG, oneOf, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

const YES_NO = ['yes', 'no'] as const
const POSITION = 60

type Options = Shown & {
  label?: string
  internal?: string
  default?: string
  hidden?: string
  hears?: string
  by?: string
}

type Named = { type: string; code: string; options: Options }

/** What followers of a record type can hear of. */
export function subtypeCommands(postern: Command): void {
  const subtype = postern.command('subtype').description('kinds of update: add, set, list, remove')
  withOptions(subtype.command('add').description('a new one of a record type')).action(
    (type: string, code: string, options: Options) =>
      withSite((site) => add(site, { type, code, options })),
  )
  withOptions(
    subtype.command('set').description('change one; the type "all" has the common ones'),
  ).action((type: string, code: string, options: Options) =>
    withSite((site) => set(site, { type, code, options })),
  )
  subtype
    .command('remove')
    .description('take one away from a record type')
    .argument('<type>')
    .argument('<code>')
    .option(...JSON_FLAG)
    .action((type: string, code: string, options: Options) =>
      withSite((site) => remove(site, { type, code, options })),
    )
  subtype
    .command('list')
    .description('all of them')
    .argument('[type]', 'only of this record type')
    .option(...JSON_FLAG)
    .action((type: string | undefined, options: Shown) =>
      withSite((site) => show(site, type, options)),
    )
}

function withOptions(command: Command): Command {
  return command
    .argument('<type>', 'the record type, such as ticket')
    .argument('<code>', 'small letters, such as rated')
    .option('--label <label>', 'what people call it')
    .option('--internal <yes|no>', 'for users only')
    .option('--default <yes|no>', 'who has chosen nothing hears of it')
    .option('--hidden <yes|no>', 'not offered to followers')
    .option(
      '--hears <type/code>',
      'stands for this subtype of records that are linked to one, such as task/stage; "none" ends that',
    )
    .option(
      '--by <field>',
      'where a link field leads to it; without it, the link of the record itself',
    )
    .option(...JSON_FLAG)
}

async function add(site: Site, { type, code, options }: Named): Promise<void> {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(code))
    throw new Refused('bad-input', 'A code is made of small letters, digits and dashes.')
  const added = await site.store.write(async (tx) =>
    addSubtype(tx, {
      record_type_id: (await recordTypeByCode(tx, type)).id,
      code,
      position: POSITION,
      internal: 1,
      ...(await changesIn(tx, options)),
      label: options.label ?? code,
    }),
  )
  await printAll(site, [added], options)
}

async function set(site: Site, { type, code, options }: Named): Promise<void> {
  const changed = await site.store.write(async (tx) => {
    const { id } = await subtypeOf(tx, type, code)
    const changes = await changesIn(tx, options)
    if (Object.keys(changes).length === 0) throw new Refused('bad-input', 'Say what to change.')
    return changeSubtype(tx, id, changes)
  })
  await printAll(site, [changed], options)
}

async function remove(site: Site, { type, code, options }: Named): Promise<void> {
  await site.store.write(async (tx) => removeSubtype(tx, (await subtypeOf(tx, type, code)).id))
  await print([{ type, removed: code }], options.json)
}

async function show(site: Site, type: string | undefined, options: Shown): Promise<void> {
  const rows = await site.store.read(async (reader) => {
    const wanted = type === undefined ? null : await recordTypeByCode(reader, type)
    const all = await listSubtypes(reader)
    return all.filter((one) => !wanted || (one.record_type_id ?? wanted.id) === wanted.id)
  })
  await printAll(site, rows, options)
}

async function changesIn(reader: Reader, options: Options): Promise<SubtypeChanges> {
  const flag = (given: string | undefined) =>
    given === undefined ? undefined : oneOf(YES_NO, given, 'answer') === 'yes' ? 1 : 0
  const changes = {
    label: options.label,
    internal: flag(options.internal),
    default_on: flag(options.default),
    hidden: flag(options.hidden),
    ...(options.hears === undefined
      ? {}
      : await heardIn(reader, options.hears, options.by ?? null)),
  }
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as SubtypeChanges
}

async function heardIn(reader: Reader, hears: string, by: string | null): Promise<SubtypeChanges> {
  if (hears === 'none') return { heard_type_id: null, heard_code: null, heard_by: null }
  const [type = '', code = ''] = hears.split('/')
  return {
    heard_type_id: (await recordTypeByCode(reader, type)).id,
    heard_code: code,
    heard_by: by,
  }
}

async function subtypeOf(reader: Reader, type: string, code: string): Promise<SubtypeRow> {
  const id = type === 'all' ? null : (await recordTypeByCode(reader, type)).id
  const found = (await listSubtypes(reader)).find(
    (one) => one.record_type_id === id && one.code === code,
  )
  if (!found) throw new Refused('not-found', `There is no subtype "${code}" of ${type}.`)
  return found
}

async function printAll(site: Site, rows: SubtypeRow[], options: Shown): Promise<void> {
  const types = await site.store.read(listRecordTypes)
  await print(
    rows.map((row) => lineOf(row, types)),
    options.json,
  )
}

function lineOf(row: SubtypeRow, types: RecordType[]): object {
  const codeOf = (id: number | null) => types.find((type) => type.id === id)?.code ?? null
  const { code, label, internal, default_on, hidden, heard_type_id, heard_code, heard_by } = row
  return {
    type: codeOf(row.record_type_id) ?? 'all',
    code,
    label,
    internal: internal === 1,
    default: default_on === 1,
    hidden: hidden === 1,
    hears: heard_type_id === null ? null : `${codeOf(heard_type_id)}/${heard_code}`,
    by: heard_by,
  }
}
