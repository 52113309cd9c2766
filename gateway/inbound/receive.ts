import type { FileToAttach } from '../chatter/messages/attachments.ts'
import { MINUTE, SECOND } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import type { Reading } from '../mail/reading.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { InboundRow } from '../store/tables/mailbag.ts'
import type { ReadMail } from './case.ts'
import type { Directory } from './directory.ts'
import { fileMail } from './file-mail.ts'
import type { FreshMail, Mailbag } from './mailbag.ts'
import {
  bringIn,
  claimMails,
  knownAmong,
  pendingAmong,
  postponedRow,
  rewriteMail,
  type Settled,
  settledRow,
  settleMails,
  sourceOf,
} from './received.ts'
import { leadsOf } from './route.ts'

/** Reads raw mails off the main thread; see gateway/mail/read-pool.ts. */
export type ReadSource = (
  source: Uint8Array,
  envelope: { mailFrom: string | null; ownDomains: string[] },
) => Promise<Reading>

export type Receiver = { site: Site; directory: Directory; mailbag: Mailbag; read: ReadSource }

/** A mail that cannot be filed is tried again after these pauses; then an operator is asked. */
const PAUSES = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE]

/** A mail on its way to the desk: from the mailbag, or one that the database has and that is tried again. */
type Candidate = { mail: InboundRow; fresh: FreshMail | null }
type OnTheDesk = Candidate & { read: ReadMail; source: Buffer }

/**
 * Files kept mails: reads them with no transaction open, then files all of them in one, which brings them into the database as
 * well. It can be run twice on the same mail. One that cannot be filed does not hold up the others.
 */
export async function receiveMails(receiver: Receiver, ids: string[]): Promise<void> {
  const candidates = await candidatesOf(receiver, ids)
  const desk = (await Promise.all(candidates.map((one) => readOrPostpone(receiver, one)))).filter(
    (one) => one !== null,
  )
  if (desk.length === 0) return
  try {
    await fileTogether(receiver, desk)
  } catch (failure) {
    if (desk.length === 1) return postpone(receiver, desk[0]!, failure)
    for (const one of desk)
      await fileTogether(receiver, [one]).catch((alone) => postpone(receiver, one, alone))
  }
}

async function candidatesOf({ site, mailbag }: Receiver, ids: string[]): Promise<Candidate[]> {
  const fresh = ids.map((id) => mailbag.fresh(id)).filter((one) => one !== null)
  const others = ids.filter((id) => mailbag.fresh(id) === null)
  const pending =
    others.length > 0 ? await site.store.read((reader) => pendingAmong(reader, others)) : []
  return [
    ...fresh.map((one) => ({ mail: one.mail, fresh: one })),
    ...pending.map((mail) => ({ mail, fresh: null })),
  ]
}

async function fileTogether(
  { site, directory, mailbag }: Receiver,
  desk: OnTheDesk[],
): Promise<void> {
  const settled = await site.store.write(async (tx) => {
    const mine = await takeMine(tx, desk)
    const done: (Settled & { from: OnTheDesk })[] = []
    for (const one of mine)
      done.push({
        mail: one.mail,
        settlement: await fileMail(tx, { site, directory }, one.read),
        from: one,
      })
    await bringIn(
      tx,
      done
        .filter(({ from }) => from.fresh)
        .map((one) => ({
          mail: settledRow(one),
          source: one.from.source,
          file: one.from.fresh!.file,
        })),
    )
    await settleMails(
      tx,
      done.filter(({ from }) => !from.fresh),
    )
    return done
  })
  for (const { mail } of desk) mailbag.broughtIn(mail.id)
  for (const { mail, settlement } of settled) {
    site.log.info('mail settled', {
      inbound: mail.id,
      state: settlement.state,
      reason: settlement.reason,
    })
  }
  site.outboxBell.ring()
}

/** Leaves out what another process has, or what was filed before a crash. */
async function takeMine(tx: Tx, desk: OnTheDesk[]): Promise<OnTheDesk[]> {
  const ids = (some: OnTheDesk[]) => some.map(({ mail }) => mail.id)
  const adopted = desk.filter(({ fresh }) => fresh?.adopted)
  const known = adopted.length > 0 ? await knownAmong(tx, ids(adopted)) : new Set<string>()
  const old = desk.filter(({ fresh }) => fresh === null)
  const claimed = new Set(
    old.length > 0 ? (await claimMails(tx, ids(old))).map(({ id }) => id) : [],
  )
  return desk.filter(({ mail, fresh }) => (fresh ? !known.has(mail.id) : claimed.has(mail.id)))
}

async function readOrPostpone(receiver: Receiver, candidate: Candidate): Promise<OnTheDesk | null> {
  try {
    const { mail, fresh } = candidate
    const source = await (fresh ? fresh.source() : sourceOf(receiver.site, mail.id))
    return { ...candidate, source, read: await readOne(receiver, mail, source) }
  } catch (failure) {
    await postpone(receiver, candidate, failure)
    return null
  }
}

async function readOne(
  { site, directory, read }: Receiver,
  mail: InboundRow,
  source: Buffer,
): Promise<ReadMail> {
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

async function postpone(
  { site, mailbag }: Receiver,
  { mail, fresh }: Candidate,
  failure: unknown,
): Promise<void> {
  const why = messageOf(failure)
  const stack = failure instanceof Error ? failure.stack : undefined
  site.log.error('mail not filed', { inbound: mail.id, why, stack })
  const at = site.clock.now()
  const pause = PAUSES[mail.attempts]
  const row = postponedRow(mail, {
    dueAt: at + (pause ?? 0),
    reason: why,
    giveUp: pause === undefined,
    at,
  })
  const source = fresh && !fresh.file ? await fresh.source() : null
  await site.store.write(async (tx) => {
    if (!fresh) await rewriteMail(tx, row)
    else if (!(await knownAmong(tx, [mail.id])).has(mail.id))
      await bringIn(tx, [{ mail: row, source, file: fresh.file }])
  })
  mailbag.broughtIn(mail.id)
}
