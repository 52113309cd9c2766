import type { SMTPServerOptions } from 'smtp-server'
import { MINUTE, SECOND } from '../../lib/clock.ts'
import type { Site } from '../../store/site.ts'
import { floodGuard } from './flood-guard.ts'

/** Bounds of the door; the reasons are in the table of limits that the best servers keep. */
const MAX_RECIPIENTS = 100
const MAX_CLIENTS = 300
const IDLE_TIMEOUT = MINUTE
const DRAIN_TIME = 10 * SECOND

/** What no client may say; signing in as well, until the line is safe (smtp-security.ts). */
export const NEVER = ['WIZ', 'SHELL', 'KILL']
const CLOSED = [...NEVER, 'AUTH']

/** What the door offers and how much it takes. */
export function boundsOf(site: Site) {
  return {
    ...floodGuard(site),
    name: site.domain,
    banner: 'Postern',
    size: site.config.SMTP_MAX_SIZE,
    rejectOversized: true,
    maxRecipients: MAX_RECIPIENTS,
    maxClients: MAX_CLIENTS,
    socketTimeout: IDLE_TIMEOUT,
    closeTimeout: DRAIN_TIME,
    disableReverseLookup: true,
    disabledCommands: CLOSED,
    logger: false,
  } satisfies SMTPServerOptions
}
