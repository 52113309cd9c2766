import type { Command } from 'commander'
import { messagesOfMail } from '../chatter/messages/thread-entries.ts'
import { findByThread, referenceOf } from '../chatter/records/records.ts'
import { actOnEach, dropMail, releaseMail, replayMail } from '../inbound/mailbag/operate.ts'
import { findInbound } from '../inbound/mailbag/received.ts'
import { authenticationOf, listInbound } from '../inbound/mailbag/received-list.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import { openIntake } from '../processes/intake.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { InboundRow, InboundState } from '../store/tables/mailbag.ts'
import { inject } from './inject.ts'
import { inspect } from './inspect.ts'
import { collect, JSON_FLAG, type Shown } from './options.ts'
import { routeOf } from './route-file.ts'
import { traceOf } from './trace.ts'
import { ending, withSite } from './with-site.ts'

/** Commands about mail that came in or goes out. */
export function mailCommands(postern: Command): void {
  intakeCommands(postern)
  inboundCommands(postern)
  operatorCommands(postern)
}

function intakeCommands(postern: Command): void {
  postern
    .command('inject')
    .description('hand raw mails to the mailbag, as a pipe from another mail server would')
    .argument('[file...]', 'raw mails; without one a mail is read from standard input')
    .option('--from <address>', "the envelope's sender")
    .option(
      '--rcpt <address>',
      'a recipient of the envelope (repeatable); without one those of the headers',
      collect,
      [],
    )
    .option(...JSON_FLAG)
    .action((files: string[], options: Shown & { from?: string; rcpt: string[] }) =>
      withSite((site) => inject(site, files, options)),
    )

  postern
    .command('inspect')
    .description('what Postern sees in raw mails; nothing is stored')
    .argument('<file...>', 'raw mails')
    .option('--jobs <n>', 'read on this many threads', Number, 1)
    .option(...JSON_FLAG)
    .action((files: string[], options: { jobs: number }) => ending(() => inspect(files, options)))

  postern
    .command('route')
    .description('where a mail would go, and why; nothing is written')
    .argument('<file>', 'a raw mail')
    .option('--from <address>', "the envelope's sender")
    .option('--rcpt <address>', 'a recipient of the envelope (repeatable)', collect, [])
    .option(...JSON_FLAG)
    .action((file: string, options: Shown & { from?: string; rcpt: string[] }) =>
      withSite(async (site) => print(await routeOf(site, file, options), options.json)),
    )
}

function inboundCommands(postern: Command): void {
  postern
    .command('inbound')
    .description('received mails, newest first')
    .option('--state <state>', 'pending, filed, held, refused, ignored or failed')
    .option('--message-id <id>', 'the mail of this Message-ID')
    .option('--limit <n>', 'at most so many', Number, 100_000)
    .option(...JSON_FLAG)
    .action((options: Shown & { state?: InboundState; messageId?: string; limit: number }) =>
      withSite(async (site) => {
        const filter = { ...options, messageId: options.messageId && bare(options.messageId) }
        const rows = await site.store.read(async (reader) => {
          const found = await listInbound(reader, filter)
          return Promise.all(found.map((mail) => inboundLine(reader, mail)))
        })
        await print(rows, options.json)
      }),
    )

  postern
    .command('trace')
    .description(
      'what happened to a mail: the id of a received mail, of a delivery, or a Message-ID',
    )
    .argument('<id>')
    .option(...JSON_FLAG)
    .action((id: string, options: Shown) =>
      withSite(async (site) => print(await traceOf(site, bare(id)), options.json)),
    )
}

function operatorCommands(postern: Command): void {
  const acts = { replay: replayMail, release: releaseMail, drop: dropMail }
  const meanings = {
    replay: 'try failed or held mails again',
    release: 'let held mails in',
    drop: 'set held or failed mails aside',
  }
  for (const [name, act] of Object.entries(acts)) {
    postern
      .command(name)
      .description(meanings[name as keyof typeof acts])
      .argument('<id...>', 'ids of received mails')
      .option(...JSON_FLAG)
      .action((ids: string[], options: Shown) =>
        withSite((site) => operate(site, { ids, act, options })),
      )
  }
}

type Operation = {
  ids: string[]
  act: (site: Site, id: string, by: string) => Promise<void>
  options: Shown
}

/** One that may not be acted on holds up no other: those done are printed, the others told at the end. */
async function operate(site: Site, { ids, act, options }: Operation): Promise<void> {
  const { done, left } = await actOnEach(ids, (id) => act(site, id, 'the command line'))
  const intake = openIntake(site)
  for (const id of done) intake.sorter.arrived(id)
  await intake.sorter.idle()
  await intake.stop()
  const rows = await site.store.read((reader) =>
    Promise.all(done.map(async (id) => inboundLine(reader, (await findInbound(reader, id))!))),
  )
  if (rows.length > 0 || left.length === 0) await print(rows, options.json)
  if (left.length > 0) throw new Refused('not-allowed', left.map(({ why }) => why).join('\n'))
}

function bare(id: string): string {
  return id.trim().replace(/^<|>$/g, '')
}

async function inboundLine(reader: Reader, mail: InboundRow): Promise<object> {
  const messages = await messagesOfMail(reader, mail.id)
  const records = await Promise.all(
    messages.map((message) => findByThread(reader, message.thread_id)),
  )
  return {
    inbound: mail.id,
    messageId: mail.message_id,
    from: mail.mail_from,
    recipients: readJson(mail.recipients),
    received: new Date(mail.received_at).toISOString(),
    state: mail.state,
    reason: mail.reason,
    class: mail.class,
    verified: mail.verified === 1,
    authentication: authenticationOf(mail),
    records: records.flatMap((open) => (open ? [referenceOf(open)] : [])),
    messages: messages.map((message) => message.id),
  }
}
