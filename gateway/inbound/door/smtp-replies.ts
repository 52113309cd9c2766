import type { SMTPServer } from 'smtp-server'
import { messageOf, Refused, smtpReply } from '../../lib/errors.ts'
import type { Site } from '../../store/site.ts'

/** What a client is told of a failure: a refusal's own words, or "later" for everything that is our trouble, which is logged. */
export function replyFor(site: Site, failure: unknown): Error {
  if (failure instanceof Error && 'responseCode' in failure) return failure
  if (!(failure instanceof Refused))
    site.log.error('client told to come later', { why: messageOf(failure) })
  const { code, text } = smtpReply(failure)
  return Object.assign(new Error(text), { responseCode: code })
}

/** @returns the port, once the server listens */
export function listening(server: SMTPServer, site: Site): Promise<number> {
  const { SMTP_PORT, SMTP_HOST } = site.config
  server.on('error', (failure) => site.log.warn('smtp session failed', { why: messageOf(failure) }))
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(SMTP_PORT, SMTP_HOST, () => {
      server.off('error', reject)
      const address = server.server.address()
      resolve(typeof address === 'object' && address ? address.port : SMTP_PORT)
    })
  })
}
