import type { Command } from 'commander'
import { attachmentsOf } from '../chatter/messages/attachments.ts'
import { listMessages } from '../chatter/messages/thread-entries.ts'
import { findPerson } from '../chatter/people/people.ts'
import { alsoIn } from '../chatter/records/also-in.ts'
import { findByThread, recordByReference, referenceOf } from '../chatter/records/records.ts'
import { Refused } from '../lib/errors.ts'
import { print } from '../lib/output.ts'
import { messageIdFor } from '../mail/message-ids.ts'
import { readJson } from '../store/rows.ts'
import { baseUrlOf, type Site } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { MessageRow } from '../store/tables/threads.ts'
import { withSite } from './with-site.ts'

type Options = { json?: boolean; record?: string; messageId?: string; since?: string }

export function messageCommand(postern: Command): void {
  postern
    .command('messages')
    .description('stored messages, oldest first')
    .option('--record <reference>', 'only those of a record, such as T-42')
    .option('--message-id <id>', 'only those of this Message-ID')
    .option('--since <when>', 'a date, or 30m, 2h, 7d ago')
    .option('--json', 'one JSON object a line')
    .action((options: Options) => withSite((site) => printMessages(site, options)))
}

async function printMessages(site: Site, options: Options): Promise<void> {
  await site.store.read(async (reader) => {
    const thread = options.record
      ? (await recordByReference(reader, options.record)).thread.id
      : undefined
    const messageId = options.messageId?.trim().replace(/^<|>$/g, '')
    const found = await listMessages(reader, {
      thread,
      messageId,
      since: readSince(site, options.since),
    })
    for (const message of found) await print([await lineOf(site, reader, message)], options.json)
  })
}

function readSince(site: Site, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? []
  if (count && unit)
    return (
      site.clock.now() -
      Number(count) * { s: 1e3, m: 6e4, h: 36e5, d: 864e5 }[unit as 's' | 'm' | 'h' | 'd']
    )
  const at = Date.parse(text)
  if (Number.isNaN(at))
    throw new Refused(
      'bad-input',
      `"${text}" is no time. Write 2026-01-31, 2026-01-31T10:00, or 2h.`,
    )
  return at
}

async function lineOf(site: Site, reader: Reader, message: MessageRow): Promise<object> {
  const open = await findByThread(reader, message.thread_id)
  const author = await findPerson(reader, message.author_id)
  const files = await attachmentsOf(reader, [message.id])
  const base = baseUrlOf(site)
  const record = open && referenceOf(open)
  return {
    id: message.id,
    record,
    kind: message.kind,
    subtype: message.subtype,
    author: { name: message.author_name, address: message.author_address },
    authorKind: author?.kind ?? 'contact',
    verified: message.verified === 1,
    authentication: message.authentication && readJson(message.authentication),
    flaws: message.flaws ? readJson(message.flaws) : [],
    class: message.class,
    messageId: message.message_id ?? messageIdFor(message.id, 0, site.domain, site.keys),
    date: new Date(message.mail_date ?? message.created_at).toISOString(),
    subject: message.subject,
    text: message.body,
    newText: message.new_text,
    html: message.html,
    audience: message.audience,
    attachments: files.map((file) => ({
      filename: file.filename,
      contentType: file.content_type,
      size: file.size,
      url: file.quarantine === null ? `${base}/files/${file.id}` : null,
      quarantine: file.quarantine,
    })),
    ...(message.changes ? { changes: readJson(message.changes) } : {}),
    ...(message.cause ? { cause: readJson(message.cause) } : {}),
    rung: message.rung,
    evidence: message.evidence ? readJson(message.evidence) : null,
    alsoIn: (await alsoIn(reader, [message.id])).get(message.id) ?? [],
    edited: message.edited_at && new Date(message.edited_at).toISOString(),
    deleted: message.deleted_at && new Date(message.deleted_at).toISOString(),
    url: `${base}/records/${record}#m${message.id}`,
    inbound: message.inbound_id,
  }
}
