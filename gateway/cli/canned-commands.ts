import type { Command } from 'commander'
import {
  addCanned,
  cannedByShortcut,
  listCanned,
  removeCanned,
} from '../chatter/messages/canned.ts'
import { personByAddress } from '../chatter/people/people.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { CannedRow } from '../store/tables/writing.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

type Options = Shown & { by: string; shared?: true }

/** Canned responses: what `:shortcut` stands for. */
export function cannedCommands(canned: Command): void {
  of(canned.command('add'))
    .description('add a canned response')
    .argument('<shortcut>', 'such as thanks')
    .argument('<text>', 'what it stands for')
    .option('--shared', 'for every user; admins may')
    .action((shortcut: string, text: string, options: Options) =>
      withSite((site) => add(site, { shortcut, text }, options)),
    )
  of(canned.command('list'))
    .description('those that a user has: their own and the shared ones')
    .action((options: Options) => withSite((site) => list(site, options)))
  of(canned.command('remove'))
    .description('remove one; a user’s own one comes before a shared one')
    .argument('<shortcut>', 'such as thanks')
    .action((shortcut: string, options: Options) =>
      withSite((site) => remove(site, shortcut, options)),
    )
}

function of(command: Command): Command {
  return command.requiredOption('--by <address>', 'the user').option(...JSON_FLAG)
}

async function add(
  site: Site,
  wish: { shortcut: string; text: string },
  options: Options,
): Promise<void> {
  const row = await site.store.write(async (tx) => {
    const by = await personByAddress(tx, options.by)
    const shared = options.shared ?? false
    return addCanned(tx, { wish: { ...wish, shared }, by, at: site.clock.now() })
  })
  await print([lineOf(row)], options.json)
}

async function list(site: Site, options: Options): Promise<void> {
  const rows = await site.store.read(async (reader) =>
    listCanned(reader, await personByAddress(reader, options.by)),
  )
  await print(rows.map(lineOf), options.json)
}

async function remove(site: Site, shortcut: string, options: Options): Promise<void> {
  const removed = await site.store.write(async (tx) => {
    const by = await personByAddress(tx, options.by)
    return removeCanned(tx, (await cannedByShortcut(tx, shortcut, by)).id, by)
  })
  await print([{ removed: removed.shortcut }], options.json)
}

function lineOf({ shortcut, text, owner_id }: CannedRow): object {
  return { shortcut, shared: owner_id === null, text }
}
