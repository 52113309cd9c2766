import type { Command } from 'commander'
import { editMessage, versionsOf } from '../chatter/messages/edit.ts'
import { deleteMessage } from '../chatter/messages/erase.ts'
import { react, star } from '../chatter/messages/reactions.ts'
import { markRead, unreadOf } from '../chatter/messages/unread.ts'
import { personByAddress } from '../chatter/people/people.ts'
import { print } from '../lib/output.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { JSON_FLAG, type Shown, wholeNumber } from './options.ts'
import { withSite } from './with-site.ts'

type Options = Shown & { by: string }

/** What a user does with an entry of a thread, by its number. */
export function entryCommands(message: Command): void {
  act(message, 'edit', 'change what it says; nobody is mailed again', ['<text>', 'its new words'])
  act(message, 'delete', 'erase its words and files; a trace stays')
  act(message, 'react', 'put a sign on it, or take it away', ['<emoji>', 'such as 👍'])
  act(message, 'star', 'star it for oneself, or take the star away')
  act(message, 'read', 'mark it as read')
  message
    .command('history')
    .description('what it said before, oldest first')
    .argument('<id>', 'its number', wholeNumber)
    .option(...JSON_FLAG)
    .action((id: number, options: Shown) => withSite((site) => history(site, id, options)))
}

/** What a user has not read. */
export function inboxCommand(postern: Command): void {
  postern
    .command('inbox')
    .description('what a user was told of and has not read, newest first')
    .requiredOption('--by <address>', 'the user')
    .option('--mentions', 'only what calls them')
    .option(...JSON_FLAG)
    .action((options: Options & { mentions?: true }) => withSite((site) => inbox(site, options)))
}

type Verb = 'edit' | 'delete' | 'react' | 'star' | 'read'

function act(message: Command, verb: Verb, says: string, word?: [string, string]): void {
  const command = message
    .command(verb)
    .description(says)
    .argument('<id>', 'its number', wholeNumber)
    .requiredOption('--by <address>', 'the user')
    .option(...JSON_FLAG)
  if (word) command.argument(...word)
  command.action((id: number, ...rest: unknown[]) => {
    const [said, options] = (word ? rest : ['', ...rest]) as [string, Options]
    return withSite((site) => run(site, { verb, id, said }, options))
  })
}

async function run(
  site: Site,
  { verb, id, said }: { verb: Verb; id: number; said: string },
  options: Options,
): Promise<void> {
  const at = site.clock.now()
  const done = await site.store.write(async (tx) =>
    VERBS[verb](tx, { id, by: await personByAddress(tx, options.by), said, at }),
  )
  await print([{ message: id, ...done }], options.json)
}

type Act = { id: number; by: PersonRow; said: string; at: number }

const VERBS: Record<Verb, (tx: Tx, act: Act) => Promise<object>> = {
  edit: async (tx, { said, ...who }) => {
    const { edited_at } = await editMessage(tx, { ...who, text: said })
    return { edited: edited_at !== null }
  },
  delete: async (tx, who) => {
    const { withdrawn, gone } = await deleteMessage(tx, who)
    return { deleted: true, withdrawn, gone }
  },
  react: async (tx, { id, by, said, at }) => ({
    reacted: await react(tx, { message: id, by, emoji: said, at }),
  }),
  star: async (tx, { id, by, at }) => ({ starred: await star(tx, { message: id, by, at }) }),
  read: async (tx, { id, by, at }) => ({
    read: (await markRead(tx, by, { what: { message: id }, at })) > 0,
  }),
}

async function history(site: Site, id: number, options: Shown): Promise<void> {
  const versions = await site.store.read((reader) => versionsOf(reader, id))
  const lines = versions.map(({ new_text, replaced_at, replacedBy }) => ({
    until: new Date(replaced_at).toISOString(),
    changedBy: replacedBy,
    text: new_text,
  }))
  await print(lines, options.json)
}

async function inbox(site: Site, options: Options & { mentions?: true }): Promise<void> {
  const entries = await site.store.read(async (reader) => {
    const { id } = await personByAddress(reader, options.by)
    const filter = { mentions: options.mentions ?? false, before: Number.MAX_SAFE_INTEGER }
    return unreadOf(reader, id, filter)
  })
  const lines = entries.map((one) => ({
    message: one.message_id,
    record: one.prefix === null ? null : `${one.prefix}-${one.number}`,
    kind: one.kind,
    reason: one.reason,
    author: one.author_name,
    text: one.changes ?? one.words,
  }))
  await print(lines, options.json)
}
