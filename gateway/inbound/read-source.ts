import type { FileToAttach } from '../chatter/messages/attachments.ts'
import { DAY } from '../lib/clock.ts'
import type { Reading } from '../mail/reading.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { InboundRow } from '../store/tables/mailbag.ts'
import { sourceOf } from './mailbag/received.ts'
import { postpone } from './postpone.ts'
import { StillProving } from './proof/prover.ts'
import type { Candidate, OnTheDesk, Receiver } from './receiver.ts'
import type { ReadMail } from './routing/case.ts'
import { leadsOf } from './routing/route.ts'
import { wantsProof } from './routing/strangers.ts'

export async function readOrPostpone(
  receiver: Receiver,
  candidate: Candidate,
): Promise<OnTheDesk | null> {
  try {
    const { mail, fresh } = candidate
    const source = await (fresh ? fresh.source() : sourceOf(receiver.site, mail.id))
    const read = await readOne(receiver, mail, source)
    return { ...candidate, source: fresh && !fresh.file ? source : null, read }
  } catch (failure) {
    const comesAgain = failure instanceof StillProving || isElsewhere(receiver, candidate, failure)
    if (!comesAgain) await postpone(receiver, candidate, failure)
    return null
  }
}

/**
 * Several hosts share a database, and each has its large originals on its own disk: that one is not here says nothing. When its
 * host has not filed it for a day, it counts as lost, and an operator is told.
 */
function isElsewhere({ site }: Receiver, { mail, fresh }: Candidate, failure: unknown): boolean {
  const missing = (failure as NodeJS.ErrnoException | null)?.code === 'ENOENT'
  const young = site.clock.now() - mail.received_at < DAY
  return missing && fresh === null && young && site.store.dialect === 'postgres'
}

async function readOne(
  { site, directory, read, prover }: Receiver,
  mail: InboundRow,
  source: Buffer,
): Promise<ReadMail> {
  const reading = await read(source, {
    mailFrom: mail.mail_from,
    ownDomains: await directory.domains(),
  })
  const leads = await leadsOf(directory, readJson(mail.recipients))
  const proof = await prover.prove({ mail, reading, source, closed: leads.some(wantsProof) })
  const flaws = [...reading.flaws, ...(await prover.doubts(reading))]
  const fromOurs = reading.from.length === 1 && (await directory.isOurs(reading.from[0]!.address))
  const files = await keepFiles(site, mail, reading, source)
  // the bytes of the files are on the disk now and need no memory any more
  return { mail, reading: { ...reading, flaws, attachments: [] }, files, leads, fromOurs, proof }
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
