import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { retryDelivery } from '../../gateway/chatter/notifications/deliveries.ts'
import {
  DELIVERIES_A_PAGE,
  listDeliveryPage,
} from '../../gateway/chatter/notifications/delivery-list.ts'
import { idIn, read } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { deliveriesPage } from '../views/deliveries.ts'
import { userOf, visitOf } from '../visit.ts'

const Filter = z.object({
  state: z
    .enum(['queued', 'sending', 'sent', 'deferred', 'failed', 'withdrawn'])
    .nullable()
    .catch(null),
  before: z.coerce.number().int().positive().catch(Number.MAX_SAFE_INTEGER),
})

/** Outgoing mails, and sending one again. */
export function deliveryRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/deliveries', (request, response) => showDeliveries(office, request, response))
  routes.post('/deliveries/:id/retry', (request, response) => retry(office, request, response))
  return routes
}

async function showDeliveries(
  { site }: Office,
  request: Request,
  response: Response,
): Promise<void> {
  const filter = read(Filter, request.query)
  const deliveries = await site.store.read((reader) => listDeliveryPage(reader, filter))
  const content = deliveriesPage({
    deliveries,
    state: filter.state,
    hasMore: deliveries.length === DELIVERIES_A_PAGE,
    token: visitOf(response).token,
    here: { timeZone: userOf(response).time_zone, now: site.clock.now() },
  })
  await showPage(request, response, { title: 'Deliveries', content, section: 'mails' })
}

async function retry({ site }: Office, request: Request, response: Response): Promise<void> {
  const delivery = await site.store.write((tx) =>
    retryDelivery(tx, idIn(request), site.clock.now()),
  )
  site.outboxBell.ring()
  const notice = { text: `The mail to ${delivery.address} is sent again.` }
  await redirectWith(request, response, { path: '/deliveries', notice })
}
