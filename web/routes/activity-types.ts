import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import {
  addActivityType,
  changeActivityType,
  findActivityType,
  listActivityTypes,
  removeActivityType,
  restoreActivityType,
} from '../../gateway/chatter/activities/activity-types.ts'
import { listPeople } from '../../gateway/chatter/people/people.ts'
import { listRecordTypes } from '../../gateway/chatter/records/record-types.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Tx } from '../../gateway/store/store.ts'
import { choice, idIn, line, needed, prose, read, ticked } from '../forms.ts'
import { type Notice, redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { activityTypesPage } from '../views/activity-types.ts'
import { isIconName } from '../views/icons.ts'
import { visitOf } from '../visit.ts'

const Wish = z.object({
  name: needed('Name'),
  icon: z.string().refine(isIconName, 'There is no such icon').default('check'),
  summary: line(),
  note: prose(5000),
  delay_count: z.coerce.number().int().min(0).max(1000).default(0),
  delay_unit: z.enum(['days', 'weeks', 'months']).default('days'),
  delay_from: z.enum(['now', 'previous']).default('now'),
  assignee_id: choice,
  next_type_id: choice,
  chaining: z.enum(['suggest', 'trigger']).default('suggest'),
  record_type_id: choice,
  decoration: z.enum(['', 'warning', 'danger']).default(''),
  category: z.enum(['default', 'upload', 'phone', 'meeting']).default('default'),
  keep_done: ticked.transform((on) => (on ? (1 as const) : (0 as const))),
})

/** Activity types: the kinds of planned follow-up. */
export function activityTypeRoutes(office: Office): Router {
  const { site } = office
  const routes = Router()
  const post = (path: string, verb: (tx: Tx, request: Request) => Promise<Notice>) => {
    routes.post(path, async (request, response) => {
      const notice = await site.store.write((tx) => verb(tx, request))
      await redirectWith(request, response, { path: '/admin/activity-types', notice })
    })
  }
  routes.get('/admin/activity-types', (request, response) => showTypes(office, request, response))
  post('/admin/activity-types', async (tx, request) => {
    const type = await addActivityType(tx, read(Wish, request.body))
    return { text: `${type.name} is there.` }
  })
  post('/admin/activity-types/:id', async (tx, request) => {
    const type = await changeActivityType(tx, idIn(request), read(Wish, request.body))
    return { text: `${type.name} is saved.` }
  })
  post('/admin/activity-types/:id/remove', (tx, request) =>
    removeIt(tx, idIn(request), site.clock.now()),
  )
  post('/admin/activity-types/:id/restore', async (tx, request) => {
    await restoreActivityType(tx, idIn(request))
    return { text: 'It is back.' }
  })
  return routes
}

async function showTypes({ site }: Office, request: Request, response: Response): Promise<void> {
  const found = await site.store.read(async (reader) => ({
    types: await listActivityTypes(reader),
    recordTypes: await listRecordTypes(reader),
    users: (await listPeople(reader)).filter(
      (person) => person.kind === 'user' && person.disabled_at === null,
    ),
  }))
  const content = activityTypesPage({ ...found, token: visitOf(response).token })
  await showPage(request, response, { title: 'Activity types', content, section: 'admin' })
}

async function removeIt(tx: Tx, id: number, at: number): Promise<Notice> {
  const type = await findActivityType(tx, id)
  if (!type) throw new Refused('not-found', 'There is no such activity type.')
  await removeActivityType(tx, id, at)
  return {
    text: `${type.name} is removed.`,
    undo: { action: `/admin/activity-types/${id}/restore`, fields: {} },
  }
}
