import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { messagesOfMail } from '../chatter/messages/thread-entries.ts'
import { findByThread, referenceOf } from '../chatter/records/records.ts'
import type { Mailbag } from '../inbound/mailbag/arrival.ts'
import { findInbound } from '../inbound/mailbag/received.ts'
import type { Directory } from '../inbound/routing/directory.ts'
import { print } from '../lib/output.ts'
import { type Intake, openIntake } from '../processes/intake.ts'
import type { Site } from '../store/site.ts'
import { headAddresses } from './head-addresses.ts'

const FILES_AT_ONCE = 32

type Options = { from?: string; rcpt: string[] }

/**
 * Puts raw mails into the mailbag and files them here and now. One line of JSON a file is printed, with `--json` and without, as soon as its mail is settled, so that
 * a long run shows where it is. Mails keep their line ends.
 */
export async function inject(site: Site, files: string[], options: Options): Promise<void> {
  const intake = openIntake(site)
  const names = files.length > 0 ? files : ['-']
  try {
    for (let from = 0; from < names.length; from += FILES_AT_ONCE) {
      await injectGroup(site, { intake, names: names.slice(from, from + FILES_AT_ONCE), options })
    }
  } finally {
    await intake.stop()
  }
}

async function injectGroup(
  site: Site,
  { intake, names, options }: { intake: Intake; names: string[]; options: Options },
): Promise<void> {
  const accepted = await Promise.all(
    names.map(async (name) => ({ name, id: await accept(intake, name, options) })),
  )
  for (const { id } of accepted) intake.sorter.arrived(id)
  await intake.sorter.idle()
  for (const { name, id } of accepted) await print([await lineOf(site, name, id)], true)
}

async function accept(
  { mailbag, directory }: { mailbag: Mailbag; directory: Directory },
  name: string,
  options: Options,
): Promise<string> {
  const source = name === '-' ? await buffer(process.stdin) : await readFile(name)
  const recipients = options.rcpt.length > 0 ? options.rcpt : await ownAddresses(directory, source)
  return mailbag.accept({
    door: 'pipe',
    remote: '',
    mailFrom: options.from ?? null,
    recipients,
    authenticated: null,
    size: source.length,
    source,
    file: null,
  })
}

/** A pipe may come without an envelope; then those addresses of the headers count that are ours. */
async function ownAddresses(directory: Directory, source: Buffer): Promise<string[]> {
  const own: string[] = []
  for (const address of headAddresses(source))
    if (await directory.isOurs(address)) own.push(address)
  return own
}

async function lineOf(site: Site, file: string, id: string): Promise<object> {
  return site.store.read(async (reader) => {
    const mail = await findInbound(reader, id)
    const [message] = await messagesOfMail(reader, id)
    const open = message ? await findByThread(reader, message.thread_id) : null
    const { state, reason } = mail!
    return {
      file,
      inbound: id,
      state,
      reason,
      record: open && referenceOf(open),
      message: message?.id ?? null,
    }
  })
}
