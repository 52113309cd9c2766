import type { Command } from 'commander'
import { findFollower, followersOf, subscribe, unfollow } from '../chatter/followers/follow.ts'
import { type Added, addFollowers } from '../chatter/followers/invite.ts'
import { meetPerson, personByAddress, systemPerson } from '../chatter/people/people.ts'
import { mustMay } from '../chatter/people/roles.ts'
import { invitations } from '../chatter/records/invitation.ts'
import { recordByReference } from '../chatter/records/records.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import { splitAddress } from '../mail/addresses.ts'
import { readJson } from '../store/rows.ts'
import { baseUrlOf, type Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

type FollowOptions = Shown & { subtypes?: string; invite?: boolean; text?: string; by?: string }

type Following = { reference: string; addresses: string[]; options: FollowOptions }

export function followCommands(postern: Command): void {
  followCommand(postern)
  unfollowCommand(postern)
  followersCommand(postern)
}

function followCommand(postern: Command): void {
  postern
    .command('follow')
    .description('let people follow a record, or change what they hear of')
    .argument('<record>', 'such as T-42')
    .argument('<address...>', 'who shall follow')
    .option(
      '--subtypes <codes>',
      'what they hear of, separated by commas; "defaults" ends a choice',
    )
    .option('--invite', 'tell newcomers by mail')
    .option('--text <words>', 'what that mail says')
    .option('--by <address>', 'the user in whose name')
    .option(...JSON_FLAG)
    .action((reference: string, addresses: string[], options: FollowOptions) =>
      withSite((site) => letFollow(site, { reference, addresses, options })),
    )
}

function unfollowCommand(postern: Command): void {
  postern
    .command('unfollow')
    .description('end a follow; no rule brings the person back')
    .argument('<record>', 'such as T-42')
    .argument('<address>', 'who shall not follow any more')
    .option(...JSON_FLAG)
    .action((reference: string, address: string, options: Shown) =>
      withSite((site) => removeFollower(site, { reference, address, options })),
    )
}

function followersCommand(postern: Command): void {
  postern
    .command('followers')
    .description('who follows a record, why, and what they hear of')
    .argument('<record>', 'such as T-42')
    .option(...JSON_FLAG)
    .action((reference: string, options: Shown) =>
      withSite((site) => listFollowers(site, reference, options)),
    )
}

async function letFollow(site: Site, { reference, addresses, options }: Following): Promise<void> {
  const wrong = addresses.find((address) => !splitAddress(address))
  if (wrong !== undefined) throw new Refused('bad-input', `${wrong} is not a mail address.`)
  const added = await site.store.write((tx) =>
    followByHand(tx, site, { reference, addresses, options }),
  )
  const lines = added.map(({ result, invitation }, index) => ({
    record: reference,
    follower: addresses[index],
    result,
    invitation,
  }))
  await print(lines, options.json)
}

async function followByHand(
  tx: Tx,
  site: Site,
  { reference, addresses, options }: Following,
): Promise<Added[]> {
  const at = site.clock.now()
  const open = await recordByReference(tx, reference)
  const by = options.by
    ? mustMay(await personByAddress(tx, options.by), 'post')
    : await systemPerson(tx, at)
  const people: PersonRow[] = []
  for (const address of addresses) people.push(await meetPerson(tx, { name: '', address }, at))
  const place = { domain: site.domain, keys: site.keys, baseUrl: baseUrlOf(site) }
  const letters = options.invite
    ? await invitations(tx, open, { by, text: options.text ?? '', place })
    : null
  const thread = open.thread.id
  const added = await addFollowers(tx, { thread, people, by, at }, letters)
  for (const person of options.subtypes === undefined ? [] : people) {
    const follower = (await findFollower(tx, thread, person.id))!
    await subscribe(tx, follower, { person, codes: codesIn(options.subtypes!), by: by.id, at })
  }
  return added
}

function codesIn(subtypes: string): string[] | null {
  return subtypes === 'defaults' ? null : subtypes.split(',').map((code) => code.trim())
}

async function removeFollower(
  site: Site,
  { reference, address, options }: { reference: string; address: string; options: Shown },
): Promise<void> {
  const left = await site.store.write(async (tx) => {
    const { thread } = await recordByReference(tx, reference)
    const person = await personByAddress(tx, address)
    const at = site.clock.now()
    const { id: by } = await systemPerson(tx, at)
    return unfollow(tx, { thread: thread.id, person: person.id, how: 'command line', by, at })
  })
  if (!left) throw new Refused('not-found', `${address} does not follow ${reference}.`)
  await print([{ record: reference, unfollowed: address }], options.json)
}

async function listFollowers(site: Site, reference: string, options: Shown): Promise<void> {
  const followers = await site.store.read(async (reader) =>
    followersOf(reader, (await recordByReference(reader, reference)).thread.id),
  )
  const lines = followers.map(({ address, name, kind, reason, subtypes, way, muted_until }) => ({
    address,
    name,
    kind,
    reason,
    subtypes: subtypes && readJson(subtypes),
    way,
    mutedUntil: muted_until,
  }))
  await print(lines, options.json)
}
