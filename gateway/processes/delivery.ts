import { type Courier, openCourier } from '../outbound/courier.ts'
import { openWriter } from '../outbound/outgoing.ts'
import { openTemplates } from '../outbound/templates.ts'
import { openTransport } from '../outbound/transport.ts'
import type { Site } from '../store/site.ts'
import type { Running } from './running.ts'

/** delivery: sends what is in the outbox. */
export function startDelivery(site: Site): Running & { courier: Courier } {
  const courier = openCourier(site, openWriter(site, openTemplates(site)), openTransport(site))
  return { name: 'delivery', address: null, stop: courier.stop, courier }
}
