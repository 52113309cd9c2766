import type { Command } from 'commander'
import { changeRole } from '../chatter/messages/change-role.ts'
import { addPerson, listPeople, personByAddress } from '../chatter/people/people.ts'
import { makeSignInToken } from '../chatter/people/sign-in.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import { baseUrlOf, type Site } from '../store/site.ts'
import type { Role } from '../store/tables/people.ts'
import { passwordCommand } from './credential-commands.ts'
import { JSON_FLAG, oneOf, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

const ROLES: Role[] = ['owner', 'admin', 'operator', 'agent', 'reader']

type NewPersonOptions = Shown & {
  name?: string
  role?: string
  contact?: boolean
  timeZone?: string
  language?: string
}

export function personCommands(postern: Command): void {
  const person = postern.command('person').description('people: add, set, list, link, password')
  addCommand(person)
  setCommand(person)
  listCommand(person)
  linkCommand(person)
  passwordCommand(person)
}

function addCommand(person: Command): void {
  person
    .command('add')
    .description('add a user (with --role) or a contact (without)')
    .argument('<address>', 'their mail address')
    .option('--name <name>', 'what they are called; without it the address')
    .option('--role <role>', `makes a user: ${ROLES.join(', ')}`)
    .option('--contact', 'an external person (the default)')
    .option('--time-zone <zone>', 'such as Europe/Lisbon')
    .option('--language <code>', 'such as en')
    .option(...JSON_FLAG)
    .action((address: string, options: NewPersonOptions) =>
      withSite((site) => add(site, address, options)),
    )
}

function setCommand(person: Command): void {
  person
    .command('set')
    .description('give somebody another role, or none')
    .argument('<address>', 'their mail address')
    .requiredOption('--role <role>', `${ROLES.join(', ')}, or none`)
    .option(...JSON_FLAG)
    .action((address: string, options: Shown & { role: string }) =>
      withSite((site) => setRole(site, address, options)),
    )
}

function listCommand(person: Command): void {
  person
    .command('list')
    .description('users and contacts with their addresses and roles')
    .option(...JSON_FLAG)
    .action((options: Shown) => withSite((site) => list(site, options)))
}

function linkCommand(person: Command): void {
  person
    .command('link')
    .description('make a link that signs a user in, once, for a day')
    .argument('<address>', "the user's mail address")
    .option(...JSON_FLAG)
    .action((address: string, options: Shown) =>
      withSite((site) => makeLink(site, address, options)),
    )
}

async function add(site: Site, address: string, options: NewPersonOptions): Promise<void> {
  if (options.contact && options.role !== undefined)
    throw new Refused('bad-input', 'A contact has no role: give --contact or --role, not both.')
  const role = options.role === undefined ? null : oneOf(ROLES, options.role, 'role')
  const { name = address, timeZone, language } = options
  const wish = {
    address,
    role,
    name,
    ...(timeZone ? { timeZone } : {}),
    ...(language ? { language } : {}),
  }
  const added = await site.store.write((tx) => addPerson(tx, wish, site.clock.now()))
  await print(
    [{ person: added.id, address, name: added.name, kind: added.kind, role: added.role }],
    options.json,
  )
}

async function setRole(
  site: Site,
  address: string,
  options: Shown & { role: string },
): Promise<void> {
  const role = options.role === 'none' ? null : oneOf(ROLES, options.role, 'role')
  const changed = await site.store.write(async (tx) =>
    changeRole(tx, await personByAddress(tx, address), role),
  )
  await print(
    [{ person: changed.id, address, kind: changed.kind, role: changed.role }],
    options.json,
  )
}

async function list(site: Site, options: Shown): Promise<void> {
  const people = await site.store.read((reader) => listPeople(reader))
  const lines = people.map(({ id, address, name, kind, role }) => ({
    person: id,
    address,
    name,
    kind,
    role,
  }))
  await print(lines, options.json)
}

async function makeLink(site: Site, address: string, options: Shown): Promise<void> {
  const token = await site.store.write(async (tx) => {
    const user = await personByAddress(tx, address)
    if (user.kind !== 'user')
      throw new Refused('not-allowed', `${address} is a contact; only users sign in.`)
    return makeSignInToken(tx, user, site.clock.now())
  })
  await print([{ address, link: `${baseUrlOf(site)}/sign-in/${token}` }], options.json)
}
