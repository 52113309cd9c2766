import type { Command } from 'commander'
import { logNote, postMessage } from '../chatter/messages/post.ts'
import { personByAddress } from '../chatter/people/people.ts'
import { mustMay } from '../chatter/people/roles.ts'
import { mustBeInUse } from '../chatter/records/merge.ts'
import { recordByReference } from '../chatter/records/records.ts'
import { Refused } from '../lib/errors.ts'
import { print, write } from '../lib/output.ts'
import { type TokenKind, writeToken } from '../mail/addresses.ts'
import type { Site } from '../store/site.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

const KINDS: TokenKind[] = ['m', 'n', 'b', 'u']

type Post = { reference: string; text: string; options: Shown & { by: string } }
type ReplyOptions = Shown & { for: string; kind: string }

/** What is said on a record, and under which address somebody answers. */
export function postCommands(postern: Command): void {
  noteCommand(postern)
  sendCommand(postern)
  replyAddressCommand(postern)
}

function noteCommand(postern: Command): void {
  withPostOptions(postern.command('note'))
    .description('log an internal note')
    .action((reference: string, text: string, options: Post['options']) =>
      withSite((site) => post(site, logNote, { reference, text, options })),
    )
}

function sendCommand(postern: Command): void {
  withPostOptions(postern.command('send'))
    .description('send a message to the followers')
    .action((reference: string, text: string, options: Post['options']) =>
      withSite((site) => post(site, postMessage, { reference, text, options })),
    )
}

function withPostOptions(command: Command): Command {
  return command
    .argument('<record>', 'such as T-42')
    .argument('<text>', 'what is said')
    .requiredOption('--by <address>', 'the user who writes')
    .option(...JSON_FLAG)
}

function replyAddressCommand(postern: Command): void {
  postern
    .command('reply-address')
    .description('the signed address under which somebody answers a record')
    .argument('<record>', 'such as T-42')
    .requiredOption('--for <address>', 'the person')
    .option('--kind <m|n|b|u>', 'message, note, bounce or unsubscribe', 'm')
    .option(...JSON_FLAG)
    .action((reference: string, options: ReplyOptions) =>
      withSite((site) => printReplyAddress(site, reference, options)),
    )
}

async function post(
  site: Site,
  verb: typeof logNote,
  { reference, text, options }: Post,
): Promise<void> {
  const message = await site.store.write(async (tx) => {
    const author = mustMay(await personByAddress(tx, options.by), 'post')
    const open = await recordByReference(tx, reference)
    await mustBeInUse(tx, open)
    return verb(tx, open.thread, { author, text, at: site.clock.now() })
  })
  await print([{ record: reference, message: message.id }], options.json)
}

async function printReplyAddress(
  site: Site,
  reference: string,
  options: ReplyOptions,
): Promise<void> {
  const kind = KINDS.find((one) => one === options.kind)
  if (!kind) throw new Refused('bad-input', `A kind is one of ${KINDS.join(', ')}.`)
  const token = await site.store.read(async (reader) => {
    const { type, record } = await recordByReference(reader, reference)
    const person = (await personByAddress(reader, options.for)).id
    return { address: type.settings.address, number: record.number, person }
  })
  const address = writeToken({ ...token, kind, domain: site.domain }, site.keys)
  if (options.json) await print([{ record: reference, for: options.for, address }], true)
  else await write(`${address}\n`)
}
