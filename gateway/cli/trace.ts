import { messagesOfMail } from '../chatter/messages/thread-entries.ts'
import { deliveriesOf, findDelivery } from '../chatter/notifications/deliveries.ts'
import { findInbound } from '../inbound/mailbag/received.ts'
import { listInbound } from '../inbound/mailbag/received-list.ts'
import { Refused } from '../lib/errors.ts'
import { readOwnId } from '../mail/message-ids.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { Reader } from '../store/store.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import type { InboundRow } from '../store/tables/mailbag.ts'

export type TraceLine = { at: string; id: string; step: string; details: object }

/**
 * What happened to a mail, in and out joined: how it came, what was decided and why, what it caused.
 * @throws Refused where nothing has this id
 */
export async function traceOf(site: Site, id: string): Promise<TraceLine[]> {
  const lines = await site.store.read(async (reader) => {
    if (/^\d{1,15}$/.test(id)) return deliveryTrace(await findDelivery(reader, Number(id)))
    const own = readOwnId(id, site.keys)
    if (own?.kind === 'message') return sentTrace(reader, own.message, own.person)
    const mails = id.includes('@')
      ? await listInbound(reader, { messageId: id, limit: 20 })
      : [await findInbound(reader, id)]
    return (await Promise.all(mails.map((mail) => (mail ? inboundTrace(reader, mail) : [])))).flat()
  })
  if (lines.length === 0) throw new Refused('not-found', `Nothing here has the id ${id}.`)
  return lines
}

async function inboundTrace(reader: Reader, mail: InboundRow): Promise<TraceLine[]> {
  const line = (at: number, step: string, details: object): TraceLine => ({
    at: new Date(at).toISOString(),
    id: mail.id,
    step,
    details,
  })
  const envelope = {
    door: mail.door,
    remote: mail.remote,
    from: mail.mail_from,
    to: readJson(mail.recipients),
    bytes: mail.size,
  }
  const messages = await messagesOfMail(reader, mail.id)
  const deliveries =
    messages.length > 0
      ? await deliveriesOf(
          reader,
          messages.map((message) => message.id),
        )
      : []
  return [
    line(mail.received_at, 'kept', envelope),
    ...readJson(mail.trace).map(({ at, step, details }) => line(at, step, details ?? {})),
    ...(mail.settled_at ? [line(mail.settled_at, mail.state, { reason: mail.reason })] : []),
    ...deliveries.flatMap(deliveryTrace),
  ]
}

async function sentTrace(reader: Reader, message: number, person: number): Promise<TraceLine[]> {
  const deliveries = await deliveriesOf(reader, [message])
  return deliveries.filter((delivery) => delivery.person_id === person).flatMap(deliveryTrace)
}

function deliveryTrace(delivery: DeliveryRow | null): TraceLine[] {
  if (!delivery) return []
  const line = (at: number, step: string, details: object): TraceLine => ({
    at: new Date(at).toISOString(),
    id: String(delivery.id),
    step,
    details,
  })
  const { address, reason, message_id } = delivery
  return [
    line(delivery.created_at, 'put in the outbox', { to: address, reason, message: message_id }),
    ...readJson(delivery.history).map(({ at, state, response }) =>
      line(at, state, { to: address, response }),
    ),
  ]
}
