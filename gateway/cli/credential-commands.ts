import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import {
  addToken,
  givePassword,
  listTokens,
  mustBeGoodPassword,
  removeToken,
  renameToken,
} from '../chatter/people/credentials.ts'
import { personByAddress } from '../chatter/people/people.ts'
import { print } from '../lib/output.ts'
import { hashPassword } from '../lib/passwords.ts'
import type { Site } from '../store/site.ts'
import { JSON_FLAG, type Shown, wholeNumber } from './options.ts'
import { withSite } from './with-site.ts'

type Named = Shown & { name: string }

/** App tokens: with what a user's programs sign in to hand in mail. */
export function tokenCommands(postern: Command): void {
  const token = postern.command('token').description('app tokens: add, set, list, remove')
  addCommand(token)
  setCommand(token)
  listCommand(token)
  removeCommand(token)
}

function addCommand(token: Command): void {
  token
    .command('add')
    .description('make a token for a program of a user; it is shown only now')
    .argument('<address>', "the user's mail address")
    .requiredOption('--name <name>', 'what it is for, such as phone')
    .option(...JSON_FLAG)
    .action((address: string, options: Named) => withSite((site) => add(site, address, options)))
}

function setCommand(token: Command): void {
  token
    .command('set')
    .description('call a token something else')
    .argument('<id>', 'its number', wholeNumber)
    .requiredOption('--name <name>', 'what it is for')
    .option(...JSON_FLAG)
    .action((id: number, options: Named) => withSite((site) => rename(site, id, options)))
}

function listCommand(token: Command): void {
  token
    .command('list')
    .description('all tokens, or those of one user, with when they were last used')
    .argument('[address]', "the user's mail address")
    .option(...JSON_FLAG)
    .action((address: string | undefined, options: Shown) =>
      withSite((site) => list(site, address, options)),
    )
}

function removeCommand(token: Command): void {
  token
    .command('remove')
    .description('take a token back: who uses it is out at once')
    .argument('<id>', 'its number', wholeNumber)
    .option(...JSON_FLAG)
    .action((id: number, options: Shown) => withSite((site) => remove(site, id, options)))
}

/** Read from standard input: an argument would stand in the list of processes and in the shell's history. */
export function passwordCommand(person: Command): void {
  person
    .command('password')
    .description('give a user the password that is read from standard input; ends their sessions')
    .argument('<address>', "the user's mail address")
    .option(...JSON_FLAG)
    .action((address: string, options: Shown) =>
      withSite((site) => setPassword(site, address, options)),
    )
}

async function add(site: Site, address: string, { name, json }: Named): Promise<void> {
  const at = site.clock.now()
  const made = await site.store.write(async (tx) =>
    addToken(tx, await personByAddress(tx, address), { name, at }),
  )
  await print([{ id: made.row.id, address, name: made.row.name, token: made.token }], json)
}

async function rename(site: Site, id: number, { name, json }: Named): Promise<void> {
  const row = await site.store.write((tx) => renameToken(tx, id, name))
  await print([{ id: row.id, name: row.name }], json)
}

async function list(site: Site, address: string | undefined, { json }: Shown): Promise<void> {
  const tokens = await site.store.read(async (reader) => {
    const person = address === undefined ? null : await personByAddress(reader, address)
    return listTokens(reader, person?.id ?? null)
  })
  const rows = tokens.map((token) => ({
    id: token.id,
    address: token.address,
    name: token.name,
    created: dateOf(token.created_at),
    lastUsed: token.last_used_at === null ? null : dateOf(token.last_used_at),
  }))
  await print(rows, json)
}

async function remove(site: Site, id: number, { json }: Shown): Promise<void> {
  const row = await site.store.write((tx) => removeToken(tx, id))
  await print([{ id: row.id, name: row.name, removed: true }], json)
}

async function setPassword(site: Site, address: string, { json }: Shown): Promise<void> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  mustBeGoodPassword(password, address)
  const secret = await hashPassword(password)
  const person = await site.store.write(async (tx) => {
    const user = await personByAddress(tx, address)
    await givePassword(tx, user, { secret, at: site.clock.now() })
    return user
  })
  await print([{ person: person.id, address, password: 'set' }], json)
}

function dateOf(time: number): string {
  return new Date(time).toISOString()
}
