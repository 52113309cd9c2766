import type { SMTPServer, SMTPServerOptions, SMTPServerSession } from 'smtp-server'
import { Refused } from '../../lib/errors.ts'
import type { Site } from '../../store/site.ts'
import { openSignIn } from './smtp-auth.ts'
import { NEVER } from './smtp-bounds.ts'
import { replyFor } from './smtp-replies.ts'
import { openCertificate } from './smtp-tls.ts'

type Guard = NonNullable<SMTPServerOptions['onConnect']>

/**
 * STARTTLS and AUTH: signing in is offered once the line is safe, or to this machine where SMTP_AUTH_LOCAL says so. RFC 3207, RFC 4954.
 *
 * @param guard asked at each connection, once it is known what may be said there
 * @throws ConfigFault where the certificate that is set cannot be used
 */
export function securityOf(site: Site, guard: Guard): SMTPServerOptions {
  const certificate = openCertificate(site)
  const signIn = openSignIn(site)
  return {
    ...certificate.first,
    // RFC 8996: what is older can be broken
    minVersion: 'TLSv1.2',
    authOptional: true,
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: site.config.SMTP_AUTH_LOCAL === '1',
    onConnect(this: SMTPServer, session, callback) {
      const renewed = certificate.renewed()
      if (renewed) this.updateSecureContext(renewed)
      session.disabledCommands = isSafe(site, session) ? NEVER : [...NEVER, 'AUTH']
      guard.call(this, session, callback)
    },
    onSecure(_socket, session, callback) {
      session.disabledCommands = NEVER
      callback()
    },
    onAuth(given, session, callback) {
      const safe = isSafe(site, session) ? signIn(given, session) : refuseInClear()
      safe.then(
        (user) => callback(null, { user }),
        (failure) => callback(replyFor(site, failure)),
      )
    },
  }
}

/** The library is told twice, by the session and by its options; a password in the clear is not taken a third time either. */
async function refuseInClear(): Promise<never> {
  throw new Refused('encrypt-first')
}

function isSafe(site: Site, session: SMTPServerSession): boolean {
  return (
    session.secure || (site.config.SMTP_AUTH_LOCAL === '1' && isThisMachine(session.remoteAddress))
  )
}

export function isThisMachine(address: string): boolean {
  return /^(?:::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/.test(address)
}
