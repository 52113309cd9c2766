import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { subtypesOf } from '../../gateway/chatter/followers/subtypes.ts'
import { findMessage } from '../../gateway/chatter/messages/thread-entries.ts'
import { type WhoWasTold, whoWasTold } from '../../gateway/chatter/messages/who-was-told.ts'
import { whyTold } from '../../gateway/chatter/messages/why.ts'
import { listPeople } from '../../gateway/chatter/people/people.ts'
import { findByThread, referenceOf } from '../../gateway/chatter/records/records.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Reader } from '../../gateway/store/store.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import { idIn, line, read } from '../forms.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { type ToldView, toldPage } from '../views/told.ts'
import { userOf, visitOf } from '../visit.ts'

const Filter = z.object({ search: line(100) })
/** Of people who have nothing to do with the entry, so many are looked up by a name. */
const OTHERS = 20

/** "Who was told, who was not, and why", of one entry. */
export function toldRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/messages/:id/told', (request, response) => show(office, request, response))
  return routes
}

async function show({ site }: Office, request: Request, response: Response): Promise<void> {
  const { search } = read(Filter, request.query)
  const here = { timeZone: userOf(response).time_zone, now: visitOf(response).now }
  const view = await site.store.read(async (reader): Promise<ToldView> => {
    const message = await findMessage(reader, idIn(request))
    const open = message && (await findByThread(reader, message.thread_id))
    if (!message || !open) throw new Refused('not-found')
    const told = await whoWasTold(reader, message, search)
    const offered = await subtypesOf(reader, open.type.id)
    const subtype = offered.find(({ code }) => code === message.subtype)?.label ?? message.subtype
    const others = search === '' ? [] : await othersNamed(reader, message, { search, told })
    return { ...told, message, reference: referenceOf(open), subtype, search, others, here }
  })
  await showPage(request, response, { title: 'Who was told', content: toldPage(view) })
}

async function othersNamed(
  reader: Reader,
  message: MessageRow,
  { search, told }: { search: string; told: WhoWasTold },
): Promise<ToldView['others']> {
  const known = new Set([
    ...told.told.map(({ person_id }) => person_id),
    ...told.keptOut.map(({ id }) => id),
  ])
  const found = (await listPeople(reader, search)).filter(({ id }) => !known.has(id))
  const others: ToldView['others'] = []
  for (const person of found.slice(0, OTHERS)) {
    const { why } = await whyTold(reader, message, person)
    if (why) others.push({ name: person.name, kind: person.kind, why })
  }
  return others
}
