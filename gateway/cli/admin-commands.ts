import type { Command } from 'commander'
import {
  addActivityType,
  listActivityTypes,
  removeActivityType,
} from '../chatter/activities/activity-types.ts'
import {
  type AliasWish,
  addAlias,
  changeAlias,
  listAliases,
  removeAlias,
} from '../chatter/aliases/aliases.ts'
import { addPerson, changeRole, listPeople, personByAddress } from '../chatter/people/people.ts'
import { makeSignInToken } from '../chatter/people/sign-in.ts'
import {
  addRecordType,
  changeRecordType,
  listRecordTypes,
  recordTypeByCode,
} from '../chatter/records/record-types.ts'
import { findById, referenceOf } from '../chatter/records/records.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import { readJson } from '../store/rows.ts'
import { baseUrlOf } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { AliasRow, WhoMayPost } from '../store/tables/mailbag.ts'
import type { Role } from '../store/tables/people.ts'
import { pairs } from './pairs.ts'
import { withSite } from './with-site.ts'

type Shown = { json?: boolean }
const JSON_FLAG = ['--json', 'one JSON object a line'] as const
const ROLES: Role[] = ['owner', 'admin', 'operator', 'agent', 'reader']
const POLICIES: WhoMayPost[] = ['everyone', 'contacts', 'followers', 'users']
const collect = (value: string, before: string[]) => [...before, value]

/** What the admin pages do, from the command line. */
export function adminCommands(postern: Command): void {
  aliasCommands(postern.command('alias').description('aliases: add, set, list, remove'))
  typeCommands(postern.command('type').description('record types: add, set, list'))
  personCommands(postern.command('person').description('people: add, set, list, link'))
  activityTypeCommands(
    postern.command('activity-type').description('activity types: add, list, remove'),
  )
}

type AliasOptions = Shown & {
  type?: string
  record?: string
  who?: string
  default: string[]
  owner?: string
}

function aliasCommands(alias: Command): void {
  for (const [name, write] of Object.entries({ add: addAlias, set: changeAlias })) {
    alias
      .command(name)
      .argument('<address>', 'such as leads@example.com')
      .option('--type <code>', 'the record type that it opens')
      .option('--record <reference>', 'the record that it feeds')
      .option('--who <policy>', `who may post: ${POLICIES.join(', ')}`)
      .option('--default <field=value>', 'a value of new records (repeatable)', collect, [])
      .option('--owner <address>', 'who is assigned to new records')
      .option(...JSON_FLAG)
      .action((address: string, options: AliasOptions) =>
        withSite(async (site) => {
          const line = await site.store.write(async (tx) => {
            const owner = options.owner ? (await personByAddress(tx, options.owner)).id : null
            return aliasLine(
              tx,
              await write(tx, { ...readAlias(address, options), owner }, site.clock.now()),
            )
          })
          await print([line], options.json)
        }),
      )
  }
  alias
    .command('list')
    .option(...JSON_FLAG)
    .action((options: Shown) =>
      withSite(async (site) => {
        const lines = await site.store.read(async (reader) =>
          Promise.all((await listAliases(reader)).map((row) => aliasLine(reader, row))),
        )
        await print(lines, options.json)
      }),
    )
  alias
    .command('remove')
    .argument('<address>')
    .option(...JSON_FLAG)
    .action((address: string, options: Shown) =>
      withSite(async (site) => {
        await site.store.write((tx) => removeAlias(tx, address, site.clock.now()))
        await print([{ removed: address }], options.json)
      }),
    )
}

function readAlias(address: string, options: AliasOptions): AliasWish {
  const who = options.who === undefined ? undefined : oneOf(POLICIES, options.who, 'policy')
  return {
    address,
    type: options.type,
    record: options.record,
    who,
    defaults: pairs(options.default),
  }
}

async function aliasLine(reader: Reader, alias: AliasRow): Promise<object> {
  const types = await listRecordTypes(reader)
  const open = alias.record_id ? await findById(reader, alias.record_id) : null
  return {
    address: alias.address,
    type: types.find((type) => type.id === alias.record_type_id)?.code ?? null,
    record: open && referenceOf(open),
    who: alias.who,
    defaults: readJson(alias.defaults),
    lastMail: alias.last_mail_at && new Date(alias.last_mail_at).toISOString(),
  }
}

function typeCommands(type: Command): void {
  type
    .command('add')
    .argument('<code>', 'small letters, such as contract')
    .requiredOption('--label <label>', 'what people call one')
    .option('--plural <label>', 'and several')
    .requiredOption('--prefix <letters>', 'of references, as T in T-42')
    .option(
      '--stage <label>',
      'a stage, in order (repeatable); a star at the end closes the record',
      collect,
      [],
    )
    .option(...JSON_FLAG)
    .action(
      (
        code: string,
        options: Shown & { label: string; plural?: string; prefix: string; stage: string[] },
      ) =>
        withSite(async (site) => {
          const stages = options.stage.length > 0 ? { stages: options.stage.map(readStage) } : {}
          const wish = {
            code,
            label: options.label,
            plural: options.plural ?? `${options.label}s`,
            prefix: options.prefix,
            ...stages,
          }
          const added = await site.store.write((tx) => addRecordType(tx, wish, site.clock.now()))
          await print(
            [
              {
                type: added.code,
                label: added.label,
                prefix: added.prefix,
                address: `${added.settings.address}+1@${site.domain}`,
              },
            ],
            options.json,
          )
        }),
    )
  type
    .command('set')
    .argument('<code>')
    .option('--label <label>')
    .option('--who <policy>', `who may post: ${POLICIES.join(', ')}`)
    .option(...JSON_FLAG)
    .action((code: string, options: Shown & { label?: string; who?: string }) =>
      withSite(async (site) => {
        const settings =
          options.who === undefined
            ? {}
            : { settings: { whoMayPost: oneOf(POLICIES, options.who, 'policy') } }
        const label = options.label === undefined ? {} : { label: options.label }
        const changed = await site.store.write(async (tx) =>
          changeRecordType(tx, await recordTypeByCode(tx, code), { ...label, ...settings }),
        )
        await print(
          [{ type: changed.code, label: changed.label, who: changed.settings.whoMayPost }],
          options.json,
        )
      }),
    )
  type
    .command('list')
    .option(...JSON_FLAG)
    .action((options: Shown) =>
      withSite(async (site) => {
        const types = await site.store.read(listRecordTypes)
        const lines = types.map((one) => ({
          type: one.code,
          label: one.label,
          prefix: one.prefix,
          stages: one.stages.map((stage) => stage.code),
          fields: one.fields.map((field) => field.code),
          who: one.settings.whoMayPost,
        }))
        await print(lines, options.json)
      }),
    )
}

function readStage(text: string): { code: string; label: string; closed?: boolean } {
  const label = text.replace(/\*$/, '').trim()
  const code = label.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return text.endsWith('*') ? { code, label, closed: true } : { code, label }
}

function personCommands(person: Command): void {
  person
    .command('add')
    .argument('<address>')
    .option('--name <name>')
    .option('--role <role>', `makes a user: ${ROLES.join(', ')}`)
    .option('--contact', 'an external person (the default)')
    .option('--time-zone <zone>', 'such as Europe/Lisbon')
    .option('--language <code>', 'such as en')
    .option(...JSON_FLAG)
    .action(
      (
        address: string,
        options: Shown & { name?: string; role?: string; timeZone?: string; language?: string },
      ) =>
        withSite(async (site) => {
          const role = options.role === undefined ? null : oneOf(ROLES, options.role, 'role')
          const { timeZone, language } = options
          const wish = {
            address,
            role,
            name: options.name ?? address,
            ...(timeZone ? { timeZone } : {}),
            ...(language ? { language } : {}),
          }
          const added = await site.store.write((tx) => addPerson(tx, wish, site.clock.now()))
          await print(
            [{ person: added.id, address, name: added.name, kind: added.kind, role: added.role }],
            options.json,
          )
        }),
    )
  person
    .command('set')
    .argument('<address>')
    .requiredOption('--role <role>', `${ROLES.join(', ')}, or none`)
    .option(...JSON_FLAG)
    .action((address: string, options: Shown & { role: string }) =>
      withSite(async (site) => {
        const role = options.role === 'none' ? null : oneOf(ROLES, options.role, 'role')
        const changed = await site.store.write(async (tx) =>
          changeRole(tx, await personByAddress(tx, address), role),
        )
        await print(
          [{ person: changed.id, address, kind: changed.kind, role: changed.role }],
          options.json,
        )
      }),
    )
  person
    .command('list')
    .option(...JSON_FLAG)
    .action((options: Shown) =>
      withSite(async (site) => {
        const all = await site.store.read((reader) => listPeople(reader))
        await print(
          all.map(({ id, address, name, kind, role }) => ({
            person: id,
            address,
            name,
            kind,
            role,
          })),
          options.json,
        )
      }),
    )
  person
    .command('link')
    .description('make a link that signs a user in, once, for a day')
    .argument('<address>')
    .option(...JSON_FLAG)
    .action((address: string, options: Shown) =>
      withSite(async (site) => {
        const token = await site.store.write(async (tx) => {
          const user = await personByAddress(tx, address)
          if (user.kind !== 'user')
            throw new Refused('not-allowed', `${address} is a contact; only users sign in.`)
          return makeSignInToken(tx, user, site.clock.now())
        })
        await print([{ address, link: `${baseUrlOf(site)}/sign-in/${token}` }], options.json)
      }),
    )
}

function activityTypeCommands(activityType: Command): void {
  activityType
    .command('add')
    .argument('<name>')
    .option('--days <n>', 'due so many days from now', Number, 0)
    .option(...JSON_FLAG)
    .action((name: string, options: Shown & { days: number }) =>
      withSite(async (site) => {
        const added = await site.store.write((tx) =>
          addActivityType(tx, { name, delay_count: options.days }),
        )
        await print([{ activityType: added.id, name: added.name }], options.json)
      }),
    )
  activityType
    .command('list')
    .option(...JSON_FLAG)
    .action((options: Shown) =>
      withSite(async (site) => {
        const all = await site.store.read(listActivityTypes)
        await print(
          all.map((one) => ({
            activityType: one.id,
            name: one.name,
            due: `${one.delay_count} ${one.delay_unit}`,
          })),
          options.json,
        )
      }),
    )
  activityType
    .command('remove')
    .argument('<id>', 'its number', Number)
    .option(...JSON_FLAG)
    .action((id: number, options: Shown) =>
      withSite(async (site) => {
        await site.store.write((tx) => removeActivityType(tx, id, site.clock.now()))
        await print([{ removed: id }], options.json)
      }),
    )
}

function oneOf<Word extends string>(words: Word[], given: string, what: string): Word {
  const found = words.find((word) => word === given)
  if (!found)
    throw new Refused('bad-input', `"${given}" is no ${what}. There are: ${words.join(', ')}.`)
  return found
}
