import type { Command } from 'commander'
import { sendThisHeld } from '../chatter/commands/held-notes.ts'
import type { Named } from '../chatter/commands/naming.ts'
import { schedule } from '../chatter/commands/scheduled.ts'
import { postWritten, type Writing } from '../chatter/commands/written.ts'
import { personByAddress } from '../chatter/people/people.ts'
import { mustMay } from '../chatter/people/roles.ts'
import { mustBeInUse } from '../chatter/records/merge.ts'
import { recordByReference, referenceOf } from '../chatter/records/records.ts'
import { Refused } from '../lib/errors.ts'
import { readMoment } from '../lib/moments.ts'
import { print, write } from '../lib/output.ts'
import { type TokenKind, writeToken } from '../mail/addresses.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import { JSON_FLAG, type Shown } from './options.ts'
import { withSite } from './with-site.ts'

const KINDS: TokenKind[] = ['m', 'n', 'b', 'u']

type Post = { reference: string; text: string; options: PostOptions }
type PostOptions = Shown & {
  by: string
  later?: string
  tell?: string
  to?: string
  subject?: string
}
type ReplyOptions = Shown & { for: string; kind: string }

/** What is said on a record, and under which address somebody answers. */
export function postCommands(postern: Command): void {
  noteCommand(postern)
  sendCommand(postern)
  sendHeldCommand(postern)
  replyAddressCommand(postern)
}

function noteCommand(postern: Command): void {
  withPostOptions(postern.command('note'))
    .description('log an internal note; “@name” calls somebody')
    .option('--tell <addresses>', 'people outside whom it names and who shall get it', '')
    .action((reference: string, text: string, options: Post['options']) =>
      withSite((site) => post(site, 'note', { reference, text, options })),
    )
}

function sendCommand(postern: Command): void {
  withPostOptions(postern.command('send'))
    .description('send a message to the followers')
    .option('--to <people>', 'others who get it, names or addresses with commas between', '')
    .option('--subject <text>', 'another subject than the thread has', '')
    .action((reference: string, text: string, options: Post['options']) =>
      withSite((site) => post(site, 'message', { reference, text, options })),
    )
}

function sendHeldCommand(postern: Command): void {
  postern
    .command('send-held')
    .description('send a note that was kept internal because its author’s wish was in doubt')
    .argument('<message>', 'the number of the note, as messages prints it')
    .requiredOption('--by <address>', 'its author')
    .option(...JSON_FLAG)
    .action((id: string, options: Post['options']) =>
      withSite((site) => sendHeldNote(site, Number(id), options)),
    )
}

async function sendHeldNote(site: Site, id: number, options: Post['options']): Promise<void> {
  const note = Number.isSafeInteger(id) ? id : 0
  const { open, message } = await site.store.write(async (tx) => {
    const by = mustMay(await personByAddress(tx, options.by), 'post')
    return sendThisHeld(tx, { note, by, at: site.clock.now() })
  })
  await print([{ record: referenceOf(open), message: message.id }], options.json)
}

function withPostOptions(command: Command): Command {
  return command
    .argument('<record>', 'such as T-42')
    .argument('<text>', 'what is said')
    .requiredOption('--by <address>', 'the user who writes')
    .option('--later <when>', 'tomorrow, fri 14:00, 3d or 2026-01-31 09:00, in the writer’s zone')
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
  kind: Writing['kind'],
  { reference, text, options }: Post,
): Promise<void> {
  const at = site.clock.now()
  const done = await site.store.write(async (tx) => {
    const author = mustMay(await personByAddress(tx, options.by), 'post')
    const open = await recordByReference(tx, reference)
    await mustBeInUse(tx, open)
    const confirmed = await idsOf(tx, options.tell ?? '')
    const { to: recipients = '', subject = '' } = options
    const writing = { kind, text, subject, recipients, files: [], confirmed }
    if (options.later === undefined)
      return answerOf(await postWritten(tx, open, { ...writing, author, undo: 0, at }))
    const { at: sendAt } = readMoment(options.later, { now: at, zone: author.time_zone })
    const row = await schedule(tx, open, { by: author, typed: writing, sendAt, at })
    return { scheduled: row.id, sendAt: new Date(sendAt).toISOString() }
  })
  await print([{ record: reference, ...done }], options.json)
}

function answerOf({ message, remarks }: Named): object {
  const notes = remarks.map(({ says }) => says)
  return { message: message.id, ...(notes.length > 0 ? { remarks: notes } : {}) }
}

async function idsOf(tx: Tx, addresses: string): Promise<number[]> {
  const all = addresses.split(/[\s,]+/).filter((one) => one !== '')
  return Promise.all(all.map(async (one) => (await personByAddress(tx, one)).id))
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
