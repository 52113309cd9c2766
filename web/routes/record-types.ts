import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { listSubtypes } from '../../gateway/chatter/followers/subtypes.ts'
import {
  addRecordType,
  changeRecordType,
  listRecordTypes,
  recordTypeByCode,
} from '../../gateway/chatter/records/record-types.ts'
import { answerRulesOf } from '../../gateway/chatter/records/rest.ts'
import { needed, read, ticked, wordIn } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { fieldsIn, stagesIn } from '../type-forms.ts'
import { recordTypePage, recordTypesPage } from '../views/record-types.ts'
import { visitOf } from '../visit.ts'

const NewType = z.object({
  code: needed('Code', 31).transform((code) => code.toLowerCase()),
  label: needed('Name'),
  plural: needed('Plural'),
  prefix: needed('Prefix', 6),
})
const answer = z.enum(['reopen', 'keep', 'new linked']).optional()
const Settings = z.object({
  label: needed('Name'),
  plural: needed('Plural'),
  whoMayPost: z.enum(['everyone', 'contacts', 'followers', 'users']),
  strangers: z.enum(['hold', 'new-linked']).default('hold'),
  unproved: z.enum(['hold', 'accept']).default('hold'),
  userMail: z.enum(['message', 'note']).default('message'),
  creator: ticked,
  assignee: ticked,
  customer: ticked,
  replier: ticked,
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
  return routes
}

async function showTypes({ site }: Office, request: Request, response: Response): Promise<void> {
  const types = await site.store.read(listRecordTypes)
  const content = recordTypesPage(types, { token: visitOf(response).token, domain: site.domain })
  await showPage(request, response, { title: 'Record types', content, section: 'admin' })
}

async function add({ site }: Office, request: Request, response: Response): Promise<void> {
  const wish = read(NewType, request.body)
  const type = await site.store.write((tx) => addRecordType(tx, wish, site.clock.now()))
  const notice = { text: `${type.label} is there. Now its fields and stages.` }
  await redirectWith(request, response, { path: `/admin/record-types/${type.code}`, notice })
}

async function showType({ site }: Office, request: Request, response: Response): Promise<void> {
  const content = await site.store.read(async (reader) => {
    const type = await recordTypeByCode(reader, wordIn(request, 'code'))
    const subtypes = (await listSubtypes(reader)).filter(
      (one) => one.record_type_id === null || one.record_type_id === type.id,
    )
    return recordTypePage({ type, subtypes, token: visitOf(response).token, domain: site.domain })
  })
  await showPage(request, response, { title: 'Record type', content, section: 'admin' })
}

async function change({ site }: Office, request: Request, response: Response): Promise<void> {
  const { label, plural, closed, archived, deleted, ...rest } = read(Settings, request.body)
  const { whoMayPost, strangers, unproved, userMail, ...rules } = rest
  const type = await site.store.write(async (tx) => {
    const before = await recordTypeByCode(tx, wordIn(request, 'code'))
    const was = answerRulesOf(before)
    const answers = {
      closed: closed ?? was.closed,
      archived: archived ?? was.archived,
      deleted: deleted ?? was.deleted,
    }
    return changeRecordType(tx, before, {
      label,
      plural,
      fields: fieldsIn(request.body),
      stages: stagesIn(request.body),
      settings: { whoMayPost, strangers, unproved, userMail, follow: rules, answers },
    })
  })
  await redirectWith(request, response, {
    path: `/admin/record-types/${type.code}`,
    notice: { text: `${type.label} is saved.` },
  })
}
