import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { chosenSubtypes } from '../../gateway/chatter/followers/chosen-subtypes.ts'
import { findFollower, subscribe } from '../../gateway/chatter/followers/follow.ts'
import { listSubscriptions } from '../../gateway/chatter/followers/subscriptions.ts'
import { subtypesOf } from '../../gateway/chatter/followers/subtypes.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import { findRecordType, listRecordTypes } from '../../gateway/chatter/records/record-types.ts'
import { findThread } from '../../gateway/chatter/threads/threads.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Reader, Tx } from '../../gateway/store/store.ts'
import type { SubtypeRow } from '../../gateway/store/tables/threads.ts'
import { line, read, several } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { type ShownSubscription, subscriptionsPage } from '../views/subscriptions.ts'
import { visitOf } from '../visit.ts'

const Filter = z.object({ type: line(31), search: line() })
/** A row is `thread/person`, a tick is `thread/person/subtype`. */
const Ticks = z.object({ row: several, on: several, type: line(31), search: line() })

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
    })
    const shown = await withSubtypes(reader, rows)
    return subscriptionsPage({
      rows: shown,
      filter,
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
  const changed = await site.store.write(async (tx) => {
    let count = 0
    for (const row of form.row) if (await saveRow(tx, row, form.on)) count++
    return count
  })
  const query = new URLSearchParams({ type: form.type, search: form.search })
  const text =
    changed === 1 ? 'One subscription is changed.' : `${changed} subscriptions are changed.`
  await redirectWith(request, response, { path: `/admin/subscriptions?${query}`, notice: { text } })
}

/** @returns whether this row differs from what was; one that does not keeps following the defaults */
async function saveRow(tx: Tx, row: string, ticks: string[]): Promise<boolean> {
  const [, threadId, personId] = /^(\d{1,15})\/(\d{1,15})$/.exec(row) ?? []
  if (!threadId || !personId) throw new Refused('bad-input')
  const follower = await findFollower(tx, Number(threadId), Number(personId))
  const person = await findPerson(tx, Number(personId))
  // whoever left while the page was open stays gone
  if (!follower || !person) return false

  const thread = await findThread(tx, follower.thread_id)
  const before = chosenSubtypes(
    { ...follower, kind: person.kind },
    await subtypesOf(tx, thread?.record_type_id ?? null),
  )
  const wanted = ticks
    .filter((tick) => tick.startsWith(`${row}/`))
    .map((tick) => tick.slice(row.length + 1))
  if (sameCodes(before, wanted)) return false
  await subscribe(tx, follower, person, wanted)
  return true
}

function sameCodes(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((code) => other.includes(code))
}
