import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { meetPerson } from '../../gateway/chatter/people/people.ts'
import { may, mustMay } from '../../gateway/chatter/people/roles.ts'
import { listRecords, RECORDS_A_PAGE } from '../../gateway/chatter/records/record-list.ts'
import {
  findRecordType,
  listRecordTypes,
  recordTypeByCode,
} from '../../gateway/chatter/records/record-types.ts'
import {
  findByReference,
  findByThread,
  openRecord,
  recordByReference,
  referenceOf,
} from '../../gateway/chatter/records/records.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { splitAddress } from '../../gateway/mail/addresses.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { choice, fieldsUnder, idIn, line, needed, read, ticked, wordIn } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { readRecordPage } from '../record-reading.ts'
import { recordPage } from '../views/record.ts'
import { chooseTypePage, newRecordPage, recordsPage } from '../views/records.ts'
import { userOf, visitOf } from '../visit.ts'

const Filter = z.object({
  type: line(31),
  search: line(200),
  closed: ticked,
  page: z.coerce.number().int().min(0).max(10_000).default(0),
})
const NewRecord = z.object({ type: needed('Type', 31), name: needed('Name'), customer: line(320) })
const Edit = z.object({
  name: z.string().max(200).optional(),
  assignee: choice.optional(),
  customer: z.string().trim().max(320).optional(),
})
const Where = z.object({
  before: z.coerce.number().int().positive().optional(),
  at: z.coerce.number().int().positive().optional(),
})

/** Records: the list, one with its thread, a new one, and saving one. */
export function recordRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/', (_request, response) => response.redirect(303, '/records'))
  routes.get('/records', (request, response) => showRecords(office, request, response))
  routes.get('/records/new', (request, response) => showNew(office, request, response))
  routes.post('/records', (request, response) => open(office, request, response))
  routes.get('/records/:reference', (request, response) => showRecord(office, request, response))
  routes.post('/records/:reference', (request, response) => save(office, request, response))
  routes.get('/threads/:id', async (request, response) => {
    const found = await office.site.store.read((reader) => findByThread(reader, idIn(request)))
    if (!found) throw new Refused('not-found')
    response.redirect(303, `/records/${referenceOf(found)}`)
  })
  return routes
}

async function showRecords({ site }: Office, request: Request, response: Response): Promise<void> {
  const filter = read(Filter, request.query)
  const user = userOf(response)
  const exact =
    filter.search && (await site.store.read((reader) => findByReference(reader, filter.search)))
  if (exact) return response.redirect(303, `/records/${referenceOf(exact)}`)

  const found = await site.store.read(async (reader) => {
    const type = filter.type === '' ? null : await findRecordType(reader, filter.type)
    const records = await listRecords(reader, { ...filter, type: type?.id ?? 0 })
    return { types: await listRecordTypes(reader), records }
  })
  const here = { timeZone: user.time_zone, now: site.clock.now() }
  const hasMore = found.records.length === RECORDS_A_PAGE
  const content = recordsPage({ ...found, filter, hasMore, here, mayPost: may(user, 'post') })
  await showPage(request, response, { title: 'Records', content, section: 'records' })
}

async function showNew({ site }: Office, request: Request, response: Response): Promise<void> {
  mustMay(userOf(response), 'post')
  const wanted = read(Filter, request.query).type
  const content = await site.store.read(async (reader) => {
    if (wanted === '') return chooseTypePage(await listRecordTypes(reader))
    return newRecordPage(await recordTypeByCode(reader, wanted), visitOf(response).token)
  })
  await showPage(request, response, { title: 'New record', content, section: 'records' })
}

async function open({ site }: Office, request: Request, response: Response): Promise<void> {
  const creator = mustMay(userOf(response), 'post')
  const wish = read(NewRecord, request.body)
  const at = site.clock.now()
  const opened = await site.store.write(async (tx) => {
    const type = await recordTypeByCode(tx, wish.type)
    const customer = await customerOf(tx, wish.customer, at)
    const values = fieldsUnder('value', request.body)
    return openRecord(tx, type, {
      name: wish.name,
      creator,
      customer,
      owner: creator.id,
      values,
      at,
    })
  })
  const path = `/records/${referenceOf(opened)}`
  await redirectWith(request, response, {
    path,
    notice: { text: `${referenceOf(opened)} is open.` },
  })
}

async function customerOf(tx: Tx, address: string, at: number): Promise<PersonRow | null> {
  if (address === '') return null
  if (!splitAddress(address)) throw new Refused('bad-input', `${address} is not a mail address.`)
  return meetPerson(tx, { name: '', address }, at)
}

async function showRecord({ site }: Office, request: Request, response: Response): Promise<void> {
  const { before, at } = read(Where, request.query)
  const viewer = userOf(response)
  const now = site.clock.now()
  const wanted = { reference: wordIn(request, 'reference'), before, at, viewer, now }
  const reading = await site.store.read((reader) => readRecordPage(reader, wanted))
  const content = recordPage({
    ...reading,
    viewer,
    token: visitOf(response).token,
    here: { timeZone: viewer.time_zone, now },
    mailAddress: `${reading.open.type.settings.address}+${reading.open.record.number}@${site.domain}`,
    isPaged: before !== undefined || reading.hasLater,
  })
  await showPage(request, response, {
    title: `${reading.reference} ${reading.open.record.name}`,
    content,
    section: 'records',
  })
}

async function save({ site }: Office, request: Request, response: Response): Promise<void> {
  const by = mustMay(userOf(response), 'post')
  const { name, assignee, customer } = read(Edit, request.body)
  const at = site.clock.now()
  const saved = await site.store.write(async (tx) => {
    const found = await recordByReference(tx, wordIn(request, 'reference'))
    const changes = {
      values: fieldsUnder('value', request.body),
      ...(name === undefined ? {} : { name }),
      ...(request.body.assignee === undefined ? {} : { assignee: assignee ?? null }),
      ...(customer === undefined
        ? {}
        : { customer: (await customerOf(tx, customer, at))?.id ?? null }),
    }
    const entry = await saveRecord(tx, found, { by, at, ...changes })
    return { reference: referenceOf(found), entry }
  })
  site.outboxBell.ring()
  const text = saved.entry ? 'Saved. The change stands in the thread.' : 'Nothing has changed.'
  await redirectWith(request, response, { path: `/records/${saved.reference}`, notice: { text } })
}
