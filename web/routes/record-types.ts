import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { listSubtypes } from '../../gateway/chatter/followers/subtypes.ts'
import { findPerson } from '../../gateway/chatter/people/people.ts'
import {
  changeRecordType,
  lastVersion,
  removeRecordType,
  restoreRecordType,
  undoTypeChange,
} from '../../gateway/chatter/records/change-type.ts'
import {
  addRecordType,
  listRecordTypes,
  type RecordType,
  recordTypeByCode,
} from '../../gateway/chatter/records/record-types.ts'
import { type Act, answerRulesOf } from '../../gateway/chatter/records/rest.ts'
import type { SubtypeRow } from '../../gateway/store/tables/threads.ts'
import { line, needed, read, ticked, wordIn } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { fieldsIn, stagesIn } from '../type-forms.ts'
import { recordTypePage, recordTypesPage } from '../views/record-types.ts'
import type { Linkable } from '../views/subtypes.ts'
import { userOf, visitOf } from '../visit.ts'

const NewType = z.object({
  code: needed('Code', 31).transform((code) => code.toLowerCase()),
  label: needed('Name'),
  plural: needed('Plural'),
  prefix: needed('Prefix', 6),
  address: line(24).transform((address) => address.toLowerCase()),
})
const answer = z.enum(['reopen', 'keep', 'new linked']).optional()
const Settings = z.object({
  label: needed('Name'),
  plural: needed('Plural'),
  whoMayPost: z.enum(['everyone', 'contacts', 'followers', 'users']),
  strangers: z.enum(['hold', 'new-linked']).default('hold'),
  unproved: z.enum(['hold', 'accept']).default('hold'),
  userMail: z.enum(['message', 'note']).default('message'),
  subjectTag: z.enum(['', 'none']).default(''),
  currency: line(3).transform((currency) => currency.toUpperCase() || 'EUR'),
  creator: ticked,
  assignee: ticked,
  customer: ticked,
  replier: ticked,
  mentioned: ticked,
  closed: answer,
  archived: answer,
  deleted: answer,
})

/** Record types: what kinds of record there are, with their fields, stages and rules. */
export function recordTypeRoutes(office: Office): Router {
  const routes = Router()
  routes.get('/admin/record-types', (request, response) => showTypes(office, request, response))
  routes.post('/admin/record-types', (request, response) => add(office, request, response))
  routes.get('/admin/record-types/:code', (request, response) =>
    showType(office, request, response),
  )
  routes.post('/admin/record-types/:code', (request, response) => change(office, request, response))
  for (const verb of ['undo', 'remove', 'restore'] as const)
    routes.post(`/admin/record-types/:code/${verb}`, (request, response) =>
      act(office, verb, { request, response }),
    )
  return routes
}

async function showTypes({ site }: Office, request: Request, response: Response): Promise<void> {
  const types = await site.store.read(listRecordTypes)
  const content = recordTypesPage(types, { token: visitOf(response).token, domain: site.domain })
  await showPage(request, response, { title: 'Record types', content, section: 'admin' })
}

async function add({ site }: Office, request: Request, response: Response): Promise<void> {
  const { address, ...named } = read(NewType, request.body)
  const wish = { ...named, ...(address === '' ? {} : { settings: { address } }) }
  const type = await site.store.write((tx) => addRecordType(tx, wish, site.clock.now()))
  const notice = { text: `${type.label} is there. Now its fields and stages.` }
  await redirectWith(request, response, { path: `/admin/record-types/${type.code}`, notice })
}

async function showType({ site }: Office, request: Request, response: Response): Promise<void> {
  const content = await site.store.read(async (reader) => {
    const type = await recordTypeByCode(reader, wordIn(request, 'code'))
    const all = await listSubtypes(reader)
    const subtypes = all.filter((one) => (one.record_type_id ?? type.id) === type.id)
    const types = await listRecordTypes(reader)
    const version = await lastVersion(reader, type.id)
    const by = version?.changed_by ? await findPerson(reader, version.changed_by) : null
    const here = { timeZone: userOf(response).time_zone, now: site.clock.now() }
    return recordTypePage({
      ...{ type, types, subtypes, here, token: visitOf(response).token, domain: site.domain },
      linkable: linkableTo(types, all),
      last: version && { by: by?.name ?? 'somebody', at: version.changed_at },
    })
  })
  await showPage(request, response, { title: 'Record type', content, section: 'admin' })
}

/** Every subtype of every type, the common ones with each: what a subtype can stand for in linked records. */
function linkableTo(types: RecordType[], subtypes: SubtypeRow[]): Linkable[] {
  return types.flatMap((type) =>
    subtypes
      .filter((one) => (one.record_type_id ?? type.id) === type.id && one.heard_type_id === null)
      .map((subtype) => ({ type, subtype })),
  )
}

async function change({ site }: Office, request: Request, response: Response): Promise<void> {
  const { label, plural, closed, archived, deleted, ...rest } = read(Settings, request.body)
  const { whoMayPost, strangers, unproved, userMail, subjectTag, currency, ...follow } = rest
  const by = userOf(response)
  const at = site.clock.now()
  const type = await site.store.write(async (tx) => {
    const before = await recordTypeByCode(tx, wordIn(request, 'code'))
    const was = answerRulesOf(before)
    const answers = {
      closed: closed ?? was.closed,
      archived: archived ?? was.archived,
      deleted: deleted ?? was.deleted,
    }
    return changeRecordType(tx, before, {
      ...{ by, at },
      label,
      plural,
      fields: fieldsIn(request.body, before.fields),
      stages: stagesIn(request.body),
      settings: {
        ...{ whoMayPost, strangers, unproved, userMail },
        ...{ follow, answers, subjectTag, currency },
      },
    })
  })
  await redirectWith(request, response, {
    path: `/admin/record-types/${type.code}`,
    notice: { text: `${type.label} is saved.`, undo: undoOf(type) },
  })
}

const VERBS = { undo: undoTypeChange, remove: removeRecordType, restore: restoreRecordType }
const DONE = { undo: 'as it was before', remove: 'removed', restore: 'back' }

async function act(
  { site }: Office,
  verb: keyof typeof VERBS,
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  const own: Act = { by: userOf(response), at: site.clock.now() }
  const type = await site.store.write(async (tx) =>
    VERBS[verb](tx, await recordTypeByCode(tx, wordIn(request, 'code')), own),
  )
  const undo = verb === 'undo' ? {} : { undo: undoOf(type) }
  const notice = { text: `${type.label} is ${DONE[verb]}.`, ...undo }
  await redirectWith(request, response, { path: `/admin/record-types/${type.code}`, notice })
}

function undoOf({ code }: RecordType): { action: string; fields: Record<string, string> } {
  return { action: `/admin/record-types/${code}/undo`, fields: {} }
}
