import type { Command } from 'commander'
import {
  type AliasWish,
  addAlias,
  changeAlias,
  listAliases,
  removeAlias,
} from '../chatter/aliases/aliases.ts'
import { personByAddress } from '../chatter/people/people.ts'
import { listRecordTypes } from '../chatter/records/record-types.ts'
import { findById, referenceOf } from '../chatter/records/records.ts'
import { print } from '../lib/output.ts'
import { readJson } from '../store/rows.ts'
import type { Reader, Tx } from '../store/store.ts'
import type { AliasRow, Strangers, Unproved, WhoMayPost } from '../store/tables/mailbag.ts'
import { collect, JSON_FLAG, oneOf, type Shown } from './options.ts'
import { pairs } from './pairs.ts'
import { withSite } from './with-site.ts'

export const STRANGERS: Strangers[] = ['hold', 'new-linked']
export const STRANGERS_FLAG = [
  '--strangers <rule>',
  `who is no follower where only followers may post: ${STRANGERS.join(', ')}`,
] as const
export const UNPROVED: Unproved[] = ['hold', 'accept']
export const UNPROVED_FLAG = [
  '--unproved <rule>',
  `mail of contacts or followers, where only they may post, that does not prove its sender: ${UNPROVED.join(', ')}`,
] as const
export const POLICIES: WhoMayPost[] = ['everyone', 'contacts', 'followers', 'users']

type AliasOptions = Shown & {
  type?: string
  record?: string
  who?: string
  strangers?: string
  unproved?: string
  default: string[]
  owner?: string
  acknowledge?: boolean
}

export function aliasCommands(alias: Command): void {
  writeCommand(alias, 'add', addAlias).description('a new address that opens records or feeds one')
  writeCommand(alias, 'set', changeAlias).description('change where an address leads')
  alias
    .command('list')
    .description('all aliases')
    .option(...JSON_FLAG)
    .action(listAll)
  alias
    .command('remove')
    .description('an address that leads nowhere from now on')
    .argument('<address>')
    .option(...JSON_FLAG)
    .action(removeOne)
}

type WriteAlias = (tx: Tx, wish: AliasWish, at: number) => Promise<AliasRow>

function writeCommand(alias: Command, name: string, write: WriteAlias): Command {
  return alias
    .command(name)
    .argument('<address>', 'such as leads@example.com')
    .option('--type <code>', 'the record type that it opens')
    .option('--record <reference>', 'the record that it feeds')
    .option('--who <policy>', `who may post: ${POLICIES.join(', ')}`)
    .option(...STRANGERS_FLAG)
    .option(...UNPROVED_FLAG)
    .option('--default <field=value>', 'a value of new records (repeatable)', collect, [])
    .option('--owner <address>', 'who is assigned to new records')
    .option('--acknowledge', 'tell verified senders of new records that their mail has come')
    .option(...JSON_FLAG)
    .action((address: string, options: AliasOptions) => writeOne(address, options, write))
}

function writeOne(address: string, options: AliasOptions, write: WriteAlias): Promise<void> {
  return withSite(async (site) => {
    const line = await site.store.write(async (tx) => {
      const owner = options.owner ? (await personByAddress(tx, options.owner)).id : null
      return aliasLine(
        tx,
        await write(tx, { ...readAlias(address, options), owner }, site.clock.now()),
      )
    })
    await print([line], options.json)
  })
}

function listAll(options: Shown): Promise<void> {
  return withSite(async (site) => {
    const lines = await site.store.read(async (reader) => {
      const all = await listAliases(reader)
      return Promise.all(all.map((row) => aliasLine(reader, row)))
    })
    await print(lines, options.json)
  })
}

function removeOne(address: string, options: Shown): Promise<void> {
  return withSite(async (site) => {
    await site.store.write((tx) => removeAlias(tx, address, site.clock.now()))
    await print([{ removed: address }], options.json)
  })
}

function readAlias(address: string, options: AliasOptions): AliasWish {
  const who = options.who === undefined ? undefined : oneOf(POLICIES, options.who, 'policy')
  const strangers =
    options.strangers === undefined ? undefined : oneOf(STRANGERS, options.strangers, 'rule')
  const unproved =
    options.unproved === undefined ? undefined : oneOf(UNPROVED, options.unproved, 'rule')
  return {
    address,
    type: options.type,
    record: options.record,
    who,
    strangers,
    unproved,
    defaults: pairs(options.default),
    acknowledge: options.acknowledge,
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
    strangers: alias.strangers,
    unproved: alias.unproved,
    defaults: readJson(alias.defaults),
    acknowledge: alias.acknowledge === 1,
    lastMail: alias.last_mail_at && new Date(alias.last_mail_at).toISOString(),
  }
}
