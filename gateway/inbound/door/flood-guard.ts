import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server'
import { clientOf } from '../../lib/client.ts'
import { SECOND } from '../../lib/clock.ts'
import { type Meter, openMeter } from '../../lib/meter.ts'
import { addressKey } from '../../mail/addresses.ts'
import type { Site } from '../../store/site.ts'
import { clientKinds } from './clients.ts'

/**
 * Who sends more than a person or a healthy server does is told to come later (RFC 3463: 4.7.1), and never refused: an honest server
 * tries again, and nothing is lost. A sender is counted within its client: who forges Nora's address from elsewhere does not hold up
 * Nora. A burst of a minute passes; then the pace is the number a second.
 */
const OF_A_SENDER = { most: 60, every: SECOND }
const OF_A_CLIENT = { most: 300, every: SECOND / 5 }
/** A border server brings everybody's mail, and one sender's may come in heaps: a list, a shop. */
const OF_A_SENDER_BY_RELAY = { most: 600, every: SECOND / 10 }
const OF_A_RELAY = { most: 6000, every: SECOND / 100 }
/** Somebody who has signed in is known, and can be asked. */
const OF_A_USER = { most: 300, every: SECOND / 5 }
/** Of the lines that the door has in all (smtp-bounds.ts), so many to one client. */
const LINES_OF_A_CLIENT = 100

type Hooks = Required<Pick<SMTPServerOptions, 'onConnect' | 'onMailFrom' | 'onClose'>>

export function floodGuard(site: Site): Hooks {
  const kindOf = clientKinds(site.config)
  const mayMail = openCounts(site, kindOf)
  const lines = openLines(site, (session) => kindOf(session.remoteAddress) === 'stranger')
  return {
    onConnect: (session, callback) => callback(lines.open(session)),
    onClose: (session) => lines.close(session),
    onMailFrom: (address, session, callback) => callback(mayMail(address.address, session)),
  }
}

type Limit = { meter: Meter; key: string }

function openCounts(site: Site, kindOf: ReturnType<typeof clientKinds>) {
  const open = (settings: { most: number; every: number }) => openMeter(site.clock, settings)
  const users = open(OF_A_USER)
  const meters = {
    stranger: { client: open(OF_A_CLIENT), sender: open(OF_A_SENDER) },
    relay: { client: open(OF_A_RELAY), sender: open(OF_A_SENDER_BY_RELAY) },
  }
  const limitsOf = (sender: string, { remoteAddress, user }: SMTPServerSession): Limit[] => {
    const kind = kindOf(remoteAddress)
    if (user) return [{ meter: users, key: String(user) }]
    if (kind === 'uncounted') return []
    const client = clientOf(remoteAddress)
    const both = { meter: meters[kind].sender, key: `${client} ${addressKey(sender)}` }
    return [both, { meter: meters[kind].client, key: client }]
  }
  return (sender: string, session: SMTPServerSession): Error | null => {
    const full = limitsOf(sender, session).find(({ meter, key }) => !meter.take(key))
    if (!full) return null
    site.alarms.raise('mail_flood', full.key.trim(), { told: 'to come later' })
    return later(451, '4.7.1 Too many mails from you at once, please try again in a minute')
  }
}

function openLines(site: Site, isCounted: (session: SMTPServerSession) => boolean) {
  const counted = new WeakSet<object>()
  const lines = new Map<string, number>()
  return {
    open(session: SMTPServerSession): Error | null {
      if (!isCounted(session)) return null
      const client = clientOf(session.remoteAddress)
      const open = lines.get(client) ?? 0
      if (open >= LINES_OF_A_CLIENT) {
        site.alarms.raise('mail_flood', client, { lines: open })
        return later(421, '4.7.0 Too many lines from you, please try again in a moment')
      }
      counted.add(session)
      lines.set(client, open + 1)
      return null
    },
    close(session: SMTPServerSession): void {
      if (!counted.delete(session)) return
      const client = clientOf(session.remoteAddress)
      const left = (lines.get(client) ?? 1) - 1
      if (left > 0) lines.set(client, left)
      else lines.delete(client)
    },
  }
}

function later(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}
