import type { FileToAttach } from '../chatter/messages/attachments.ts'
import { MINUTE, SECOND } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import type { Reading } from '../mail/reading.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { InboundRow } from '../store/tables/mailbag.ts'
import type { ReadMail } from './case.ts'
import type { Directory } from './directory.ts'
import { fileMail } from './file-mail.ts'
import {
  claimMails,
  findInbound,
  type Mailbag,
  pendingAmong,
  postponeMail,
  type Settlement,
  settleMails,
  sourceOf,
} from './mailbag.ts'
import { leadsOf } from './route.ts'

/** Reads raw mails off the main thread; see gateway/mail/read-pool.ts. */
export type ReadSource = (
  source: Uint8Array,
  envelope: { mailFrom: string | null; ownDomains: string[] },
) => Promise<Reading>

export type Receiver = { site: Site; directory: Directory; mailbag: Mailbag; read: ReadSource }

/** A mail that cannot be filed is tried again after these pauses; then an operator is asked. */
const PAUSES = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE]

/**
 * Files kept mails: reads them with no transaction open, then files all of them in one. It can be run twice on the same mail: each
 * must still be pending when the transaction has it. One that cannot be filed does not hold up the others.
 */
export async function receiveMails(receiver: Receiver, ids: string[]): Promise<void> {
  const mails = await receiver.site.store.read((reader) => pendingAmong(reader, ids))
  const read = (await Promise.all(mails.map((mail) => readOrPostpone(receiver, mail)))).filter(
    (mail) => mail !== null,
  )
  if (read.length === 0) return
  try {
    await fileTogether(receiver, read)
  } catch (failure) {
    if (read.length === 1) return postpone(receiver.site, read[0]!.mail.id, failure)
    for (const mail of read)
      await fileTogether(receiver, [mail]).catch((alone) =>
        postpone(receiver.site, mail.mail.id, alone),
      )
  } finally {
    for (const { mail } of read) receiver.mailbag.recent.delete(mail.id)
  }
}

async function fileTogether({ site, directory }: Receiver, mails: ReadMail[]): Promise<void> {
  const settled = await site.store.write(async (tx) => {
    const claimed = new Set(
      (
        await claimMails(
          tx,
          mails.map(({ mail }) => mail.id),
        )
      ).map(({ id }) => id),
    )
    const done: { mail: InboundRow; settlement: Settlement }[] = []
    for (const read of mails.filter(({ mail }) => claimed.has(mail.id))) {
      done.push({ mail: read.mail, settlement: await fileMail(tx, { site, directory }, read) })
    }
    await settleMails(tx, done)
    return done
  })
  for (const { mail, settlement } of settled) {
    site.log.info('mail settled', {
      inbound: mail.id,
      state: settlement.state,
      reason: settlement.reason,
    })
  }
  site.outboxBell.ring()
}

async function readOrPostpone(receiver: Receiver, mail: InboundRow): Promise<ReadMail | null> {
  try {
    return await readOne(receiver, mail)
  } catch (failure) {
    await postpone(receiver.site, mail.id, failure)
    return null
  }
}

async function readOne(
  { site, directory, mailbag, read }: Receiver,
  mail: InboundRow,
): Promise<ReadMail> {
  const source = mailbag.recent.get(mail.id) ?? (await sourceOf(site, mail.id))
  const reading = await read(source, {
    mailFrom: mail.mail_from,
    ownDomains: await directory.domains(),
  })
  const leads = await leadsOf(directory, readJson(mail.recipients))
  const fromOurs = reading.from.length === 1 && (await directory.isOurs(reading.from[0]!.address))
  return { mail, reading, files: await keepFiles(site, mail, reading, source), leads, fromOurs }
}

/** Attachments are on the disk before the message that names them exists. */
async function keepFiles(
  site: Site,
  mail: InboundRow,
  reading: Reading,
  source: Buffer,
): Promise<FileToAttach[]> {
  const files = await Promise.all(
    reading.attachments.map(async ({ content, ...file }) => ({
      ...file,
      sha256: await site.files.keepContent(content, file.sha256),
    })),
  )
  if (reading.unparsed === null) return files
  const sha256 = await site.files.keepContent(source)
  const original = {
    filename: `original-${mail.id}.eml`,
    contentType: 'message/rfc822',
    size: source.length,
    inline: false,
    contentId: null,
  }
  return [...files, { ...original, sha256 }]
}

async function postpone(site: Site, id: string, failure: unknown): Promise<void> {
  const why = messageOf(failure)
  site.log.error('mail not filed', {
    inbound: id,
    why,
    stack: failure instanceof Error ? failure.stack : undefined,
  })
  const at = site.clock.now()
  await site.store.write(async (tx) => {
    const mail = await findInbound(tx, id)
    if (!mail || mail.state !== 'pending') return
    const pause = PAUSES[mail.attempts]
    await postponeMail(tx, mail, {
      dueAt: at + (pause ?? 0),
      reason: why,
      giveUp: pause === undefined,
      at,
    })
  })
}
