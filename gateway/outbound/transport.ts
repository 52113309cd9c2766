import { createTransport } from 'nodemailer'
import { keepMail } from '../chatter/notifications/deliveries.ts'
import type { Site } from '../store/site.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import type { OutgoingMail } from './compose.ts'

/** The way out: a relay, or the shelf of the dev inbox. Throws as nodemailer does, with the relay's code and words. */
export type Transport = {
  /** @returns the other side's answer, in its words */
  send(mail: OutgoingMail, delivery: DeliveryRow): Promise<string>
  close(): void
}

const CONNECTIONS = 5
const MAILS_A_CONNECTION = 1000
const TIMEOUT = 60_000

export function openTransport(site: Site): Transport {
  return site.config.RELAY_URL ? openRelay(site.config.RELAY_URL) : openShelf(site)
}

function openRelay(url: string): Transport {
  const { protocol, hostname, port, username, password } = new URL(url)
  const pool = createTransport({
    pool: true,
    host: hostname,
    port: Number(port) || (protocol === 'smtps:' ? 465 : 587),
    secure: protocol === 'smtps:',
    ...(username
      ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }
      : {}),
    maxConnections: CONNECTIONS,
    maxMessages: MAILS_A_CONNECTION,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(mail) {
      const { response } = await pool.sendMail({
        envelope: { from: oneAddress(mail.from), to: [oneAddress(mail.to)] },
        raw: mail.source,
      })
      return response
    },
    close: () => pool.close(),
  }
}

/** As an object: nodemailer reads a text as a list, and an address may hold what parts a list. */
function oneAddress(address: string): { name: string; address: string } {
  return { name: '', address }
}

/** With no relay nothing leaves this machine: mails are kept as they would have been sent. */
function openShelf(site: Site): Transport {
  return {
    async send(mail, delivery) {
      await site.store.write((tx) => keepMail(tx, delivery, mail.source, site.clock.now()))
      return 'kept for the dev inbox'
    },
    close() {},
  }
}
