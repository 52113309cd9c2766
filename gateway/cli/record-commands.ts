import type { Command } from 'commander'
import {
  findFollower,
  follow,
  followersOf,
  subscribe,
  unfollow,
} from '../chatter/followers/follow.ts'
import { logNote, postMessage } from '../chatter/messages/post.ts'
import { meetPerson, personByAddress, systemPerson } from '../chatter/people/people.ts'
import { mustMay } from '../chatter/people/roles.ts'
import { listRecords } from '../chatter/records/record-list.ts'
import { recordTypeByCode } from '../chatter/records/record-types.ts'
import {
  type OpenRecord,
  openRecord,
  recordByReference,
  referenceOf,
  valuesOf,
} from '../chatter/records/records.ts'
import { saveRecord } from '../chatter/records/tracking.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import { splitAddress, type TokenKind, writeToken } from '../mail/addresses.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import { messageCommand } from './messages.ts'
import { pairs } from './pairs.ts'
import { withSite } from './with-site.ts'

type Shown = { json?: boolean }
const JSON_FLAG = ['--json', 'one JSON object a line'] as const
const collect = (value: string, before: string[]) => [...before, value]

/** Commands that act on records. */
export function recordCommands(postern: Command): void {
  const record = postern.command('record').description('records: add, set, show, list')
  addCommand(record)
  setCommand(record)
  showCommands(record)
  followCommands(postern)
  postCommands(postern)
  replyAddressCommand(postern)
  messageCommand(postern)
}

function addCommand(record: Command): void {
  record
    .command('add')
    .argument('<type>', 'a record type, such as ticket')
    .requiredOption('--name <name>', 'what it is called')
    .option('--set <field=value>', 'a field value (repeatable)', collect, [])
    .option('--customer <address>', 'whom it is for')
    .option(...JSON_FLAG)
    .action((code: string, options: Shown & { name: string; set: string[]; customer?: string }) =>
      withSite(async (site) => {
        const opened = await site.store.write(async (tx) => {
          const at = site.clock.now()
          const customer = options.customer
            ? await meetPerson(tx, { name: '', address: options.customer }, at)
            : null
          const creator = await systemPerson(tx, at)
          return openRecord(tx, await recordTypeByCode(tx, code), {
            name: options.name,
            creator,
            customer,
            values: pairs(options.set),
            at,
          })
        })
        await print(
          [{ record: referenceOf(opened), address: recordAddress(site, opened) }],
          options.json,
        )
      }),
    )
}

function setCommand(record: Command): void {
  record
    .command('set')
    .argument('<record>', 'such as T-42')
    .argument('<field=value...>', 'what changes')
    .option('--by <address>', 'who changes it; without it Postern')
    .option(...JSON_FLAG)
    .action((reference: string, values: string[], options: Shown & { by?: string }) =>
      withSite(async (site) => {
        const entry = await site.store.write(async (tx) => {
          const at = site.clock.now()
          const by = options.by
            ? mustMay(await personByAddress(tx, options.by), 'post')
            : await systemPerson(tx, at)
          return saveRecord(tx, await recordByReference(tx, reference), {
            by,
            values: pairs(values),
            at,
          })
        })
        await print(
          [
            {
              record: reference,
              message: entry?.id ?? null,
              changes: entry?.changes ? readJson(entry.changes) : [],
            },
          ],
          options.json,
        )
      }),
    )
}

function showCommands(record: Command): void {
  record
    .command('show')
    .argument('<record>', 'such as T-42')
    .option(...JSON_FLAG)
    .action((reference: string, options: Shown) =>
      withSite(async (site) => {
        const open = await site.store.read((reader) => recordByReference(reader, reference))
        const { name, stage } = open.record
        await print(
          [
            {
              record: referenceOf(open),
              type: open.type.code,
              name,
              stage,
              values: valuesOf(open.record),
              address: recordAddress(site, open),
            },
          ],
          options.json,
        )
      }),
    )

  record
    .command('list')
    .option('--type <code>', 'only records of this type')
    .option('--search <words>', 'in name, customer or reference', '')
    .option('--closed', 'closed ones too')
    .option(...JSON_FLAG)
    .action((options: Shown & { type?: string; search: string; closed?: boolean }) =>
      withSite(async (site) => {
        const rows = await site.store.read(async (reader) => {
          const type = options.type ? (await recordTypeByCode(reader, options.type)).id : 0
          return listRecords(reader, {
            type,
            search: options.search,
            closed: options.closed ?? false,
            page: 0,
          })
        })
        const lines = rows.map((row) => ({
          record: `${row.prefix}-${row.number}`,
          name: row.name,
          stage: row.stage,
          messages: row.message_count,
        }))
        await print(lines, options.json)
      }),
    )
}

function followCommands(postern: Command): void {
  postern
    .command('follow')
    .argument('<record>')
    .argument('<address>', 'who shall follow')
    .option('--subtypes <codes>', 'what they hear of, separated by commas')
    .option(...JSON_FLAG)
    .action((reference: string, address: string, options: Shown & { subtypes?: string }) =>
      withSite((site) => addFollower(site, { reference, address, options })),
    )

  postern
    .command('unfollow')
    .argument('<record>')
    .argument('<address>')
    .option(...JSON_FLAG)
    .action((reference: string, address: string, options: Shown) =>
      withSite(async (site) => {
        const left = await site.store.write(async (tx) => {
          const open = await recordByReference(tx, reference)
          const person = await personByAddress(tx, address)
          return unfollow(tx, {
            thread: open.thread.id,
            person: person.id,
            how: 'command line',
            at: site.clock.now(),
          })
        })
        if (!left) throw new Refused('not-found', `${address} does not follow ${reference}.`)
        await print([{ record: reference, unfollowed: address }], options.json)
      }),
    )

  postern
    .command('followers')
    .argument('<record>')
    .option(...JSON_FLAG)
    .action((reference: string, options: Shown) =>
      withSite(async (site) => {
        const rows = await site.store.read(async (reader) =>
          followersOf(reader, (await recordByReference(reader, reference)).thread.id),
        )
        const lines = rows.map((row) => ({
          address: row.address,
          name: row.name,
          kind: row.kind,
          reason: row.reason,
          subtypes: row.subtypes && readJson(row.subtypes),
        }))
        await print(lines, options.json)
      }),
    )
}

type Following = { reference: string; address: string; options: Shown & { subtypes?: string } }

async function addFollower(site: Site, { reference, address, options }: Following): Promise<void> {
  if (!splitAddress(address)) throw new Refused('bad-input', `${address} is not a mail address.`)
  await site.store.write(async (tx) => {
    const at = site.clock.now()
    const open = await recordByReference(tx, reference)
    const person = await meetPerson(tx, { name: '', address }, at)
    await follow(tx, { thread: open.thread.id, person: person.id, reason: 'follower_hand', at })
    const follower = (await findFollower(tx, open.thread.id, person.id))!
    if (options.subtypes !== undefined)
      await subscribe(
        tx,
        follower,
        person,
        options.subtypes.split(',').map((code) => code.trim()),
      )
  })
  await print([{ record: reference, follower: address }], options.json)
}

function postCommands(postern: Command): void {
  const verbs = { note: logNote, send: postMessage }
  for (const [name, post] of Object.entries(verbs)) {
    postern
      .command(name)
      .description(name === 'note' ? 'log an internal note' : 'send a message to the followers')
      .argument('<record>')
      .argument('<text>')
      .requiredOption('--by <address>', 'the user who writes')
      .option(...JSON_FLAG)
      .action((reference: string, text: string, options: Shown & { by: string }) =>
        withSite(async (site) => {
          const message = await site.store.write(async (tx) => {
            const author = mustMay(await personByAddress(tx, options.by), 'post')
            return post(tx, (await recordByReference(tx, reference)).thread, {
              author,
              text,
              at: site.clock.now(),
            })
          })
          await print([{ record: reference, message: message.id }], options.json)
        }),
      )
  }
}

const KINDS: TokenKind[] = ['m', 'n', 'b', 'u']

function replyAddressCommand(postern: Command): void {
  postern
    .command('reply-address')
    .description('the signed address under which somebody answers a record')
    .argument('<record>')
    .requiredOption('--for <address>', 'the person')
    .option('--kind <m|n|b|u>', 'message, note, bounce or unsubscribe', 'm')
    .option(...JSON_FLAG)
    .action((reference: string, options: Shown & { for: string; kind: string }) =>
      withSite(async (site) => {
        const kind = KINDS.find((one) => one === options.kind)
        if (!kind) throw new Refused('bad-input', `A kind is one of ${KINDS.join(', ')}.`)
        const address = await site.store.read(async (reader) => {
          const { type, record } = await recordByReference(reader, reference)
          const person = await personByAddress(reader, options.for)
          return writeToken(
            {
              address: type.settings.address,
              number: record.number,
              person: person.id,
              kind,
              domain: site.domain,
            },
            site.keys,
          )
        })
        if (options.json) await print([{ record: reference, for: options.for, address }], true)
        else process.stdout.write(`${address}\n`)
      }),
    )
}

function recordAddress(site: Site, { type, record }: OpenRecord): string {
  return `${type.settings.address}+${record.number}@${site.domain}`
}
