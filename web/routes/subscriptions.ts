import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { chosenSubtypes } from '../../gateway/chatter/followers/chosen-subtypes.ts'
import { listSubscriptions } from '../../gateway/chatter/followers/subscriptions.ts'
import { subtypesOf } from '../../gateway/chatter/followers/subtypes.ts'
import { findRecordType, listRecordTypes } from '../../gateway/chatter/records/record-types.ts'
import type { Reader } from '../../gateway/store/store.ts'
import type { SubtypeRow } from '../../gateway/store/tables/threads.ts'
import { choice, line, read, several } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { saveMatrix } from '../save-subscriptions.ts'
import { type ShownSubscription, subscriptionsPage } from '../views/subscriptions.ts'
import { userOf, visitOf } from '../visit.ts'

const Filter = z.object({ type: line(31), search: line(), before: choice })
const Ticks = Filter.extend({
  row: several,
  on: several,
  pick: several,
  bulk: line(40),
  shownDefault: several,
  default: several,
})

/** Who follows what, and what they hear of, all in one table. */
export function subscriptionRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/admin/subscriptions', (request, response) =>
    showSubscriptions(office, request, response),
  )
  routes.post('/admin/subscriptions', (request, response) => save(office, request, response))
  return routes
}

async function showSubscriptions(
  { site }: Office,
  request: Request,
  response: Response,
): Promise<void> {
  const filter = read(Filter, request.query)
  const content = await site.store.read(async (reader) => {
    const type = filter.type === '' ? null : await findRecordType(reader, filter.type)
    const rows = await listSubscriptions(reader, {
      recordType: type?.id ?? null,
      search: filter.search,
      ...(filter.before ? { before: filter.before } : {}),
    })
    const shown = await withSubtypes(reader, rows)
    return subscriptionsPage({
      rows: shown,
      filter,
      defaults: type ? await subtypesOf(reader, type.id) : [],
      types: await listRecordTypes(reader),
      token: visitOf(response).token,
    })
  })
  await showPage(request, response, {
    title: 'Subscriptions',
    content,
    section: 'admin',
    wide: true,
  })
}

async function withSubtypes(
  reader: Reader,
  rows: Awaited<ReturnType<typeof listSubscriptions>>,
): Promise<ShownSubscription[]> {
  const byType = new Map<number | null, SubtypeRow[]>()
  for (const type of new Set(rows.map((row) => row.record_type_id)))
    byType.set(type, await subtypesOf(reader, type))
  return rows.map((row) => {
    const offered = byType.get(row.record_type_id) ?? []
    return { ...row, offered, chosen: chosenSubtypes(row, offered) }
  })
}

async function save({ site }: Office, request: Request, response: Response): Promise<void> {
  const form = read(Ticks, request.body)
  const by = { by: userOf(response), at: site.clock.now() }
  const changed = await site.store.write((tx) => saveMatrix(tx, form, by))
  const { type, search, before } = form
  const query = new URLSearchParams({ type, search, ...(before ? { before: String(before) } : {}) })
  const text =
    changed === 1 ? 'One subscription is changed.' : `${changed} subscriptions are changed.`
  await redirectWith(request, response, { path: `/admin/subscriptions?${query}`, notice: { text } })
}
