import type { Command } from 'commander'
import {
  findFollower,
  follow,
  followersOf,
  subscribe,
  unfollow,
} from '../chatter/followers/follow.ts'
import { meetPerson, personByAddress, systemPerson } from '../chatter/people/people.ts'
import { recordByReference } from '../chatter/records/records.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import { splitAddress } from '../mail/addresses.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

type Following = { reference: string; address: string; options: Shown & { subtypes?: string } }

export function followCommands(postern: Command): void {
  followCommand(postern)
  unfollowCommand(postern)
  followersCommand(postern)
}

function followCommand(postern: Command): void {
  postern
    .command('follow')
    .description('let somebody follow a record, or change what they hear of')
    .argument('<record>', 'such as T-42')
    .argument('<address>', 'who shall follow')
    .option('--subtypes <codes>', 'what they hear of, separated by commas')
    .option(...JSON_FLAG)
    .action((reference: string, address: string, options: Following['options']) =>
      withSite((site) => addFollower(site, { reference, address, options })),
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

async function addFollower(site: Site, { reference, address, options }: Following): Promise<void> {
  if (!splitAddress(address)) throw new Refused('bad-input', `${address} is not a mail address.`)
  const codes = options.subtypes?.split(',').map((code) => code.trim())
  await site.store.write((tx) =>
    followByHand(tx, { reference, address, codes, at: site.clock.now() }),
  )
  await print([{ record: reference, follower: address }], options.json)
}

async function followByHand(
  tx: Tx,
  wish: { reference: string; address: string; codes: string[] | undefined; at: number },
): Promise<void> {
  const { address, codes, at } = wish
  const { thread } = await recordByReference(tx, wish.reference)
  const person = await meetPerson(tx, { name: '', address }, at)
  await follow(tx, { thread: thread.id, person: person.id, reason: 'follower_hand', at })
  const follower = (await findFollower(tx, thread.id, person.id))!
  if (codes) await subscribe(tx, follower, person, codes)
}

async function removeFollower(
  site: Site,
  { reference, address, options }: Following,
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
  const lines = followers.map(({ address, name, kind, reason, subtypes }) => ({
    address,
    name,
    kind,
    reason,
    subtypes: subtypes && readJson(subtypes),
  }))
  await print(lines, options.json)
}
