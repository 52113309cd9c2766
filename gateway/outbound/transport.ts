import { keepMail } from '../chatter/notifications/deliveries.ts'
import type { Site } from '../store/site.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import type { OutgoingMail } from './compose.ts'
import { openRelay } from './relay.ts'

/** The way out: a relay, or the shelf of the dev inbox. Throws as nodemailer does, with the relay's code and words. */
export type Transport = {
  /** @returns the other side's answer, in its words */
  send(mail: OutgoingMail, delivery: DeliveryRow): Promise<string>
  close(): void
}

export function openTransport(site: Site): Transport {
  return site.config.RELAY_URL ? openWayOut(site.config.RELAY_URL) : openShelf(site)
}

function openWayOut(url: string): Transport {
  const { protocol, hostname, port, username, password } = new URL(url)
  const relay = openRelay({
    host: hostname,
    port: Number(port) || (protocol === 'smtps:' ? 465 : 587),
    secure: protocol === 'smtps:',
    auth: username
      ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
      : null,
  })
  return { send: (mail) => relay.send(mail), close: () => relay.close() }
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
