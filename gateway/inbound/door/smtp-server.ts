import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Site } from '../../store/site.ts'
import { TakenOver } from '../../store/spool-segment.ts'
import type { Mailbag } from '../mailbag/arrival.ts'
import type { Directory } from '../routing/directory.ts'
import { checkRecipient } from './recipient-check.ts'
import { boundsOf } from './smtp-bounds.ts'
import { listening, replyFor } from './smtp-replies.ts'
import { securityOf } from './smtp-security.ts'
import { arrivalOf } from './submission.ts'
import { readStream } from './take-stream.ts'

export type SmtpDoor = { port: number; close(): Promise<void> }

type Door = {
  site: Site
  directory: Directory
  mailbag: Mailbag
  arrived(id: string): void
}

/**
 * The SMTP server. RCPT knows whether an address leads somewhere; the answer to DATA is 250 only when the mail is on the disk.
 * RFC 5321 sections 3.3, 4.2.5 and 6.1; RFC 1870 (SIZE); RFC 6531 (SMTPUTF8); RFC 2920 (PIPELINING).
 *
 * @param arrived called with the id of each mail kept
 */
export async function openSmtpDoor(
  site: Site,
  wiring: { directory: Directory; mailbag: Mailbag; arrived(id: string): void },
): Promise<SmtpDoor> {
  const door: Door = { site, ...wiring }
  const bounds = boundsOf(site)
  const server = new SMTPServer({
    ...bounds,
    ...securityOf(site, bounds.onConnect),
    onRcptTo: (address, session, callback) => {
      checkRecipient(door, address.address, session).then(
        () => callback(),
        (failure) => callback(replyFor(site, failure)),
      )
    },
    onData: (stream, session, callback) => {
      keepMail(door, stream, session).then(
        (id) => callback(null, `2.0.0 Kept as ${id}`),
        (failure) => callback(replyFor(site, failure)),
      )
    },
  })
  const port = await listening(server, site)
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

/** Takes the stream into memory while it is small and into a file from then on, so that memory does not grow with the mail. */
async function keepMail(
  door: Door,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string> {
  const kept = await readStream(door, stream)
  const promise = async () =>
    door.mailbag.accept(await arrivalOf(door.site, session, kept.content), kept.id)
  const id = await promise().catch(async (failure) => {
    // who took our spool over may know of this mail, and needs its file
    if (!(failure instanceof TakenOver)) await kept.abandon()
    throw failure
  })
  door.site.log.info('mail kept', {
    inbound: id,
    bytes: kept.content.size,
    remote: session.remoteAddress,
  })
  door.arrived(id)
  return id
}
