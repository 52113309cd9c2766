import { type Request, Router } from 'express'
import { z } from 'zod'
import { listActivityTypes } from '../../gateway/chatter/activities/activity-types.ts'
import {
  addPlan,
  addStep,
  changePlan,
  listPlans,
  removePlan,
  removeStep,
  restorePlan,
} from '../../gateway/chatter/activities/plans.ts'
import { listRecordTypes } from '../../gateway/chatter/records/record-types.ts'
import type { Tx } from '../../gateway/store/store.ts'
import { choice, idIn, line, needed, prose, read } from '../forms.ts'
import { type Notice, redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { activeUsers } from '../users.ts'
import { activityPlansPage } from '../views/activity-plans.ts'
import { visitOf } from '../visit.ts'

const Wish = z.object({ name: needed('Name'), record_type: choice })
const Step = z.object({
  type: choice,
  summary: line(),
  note: prose(5000),
  delay_count: z.coerce.number().int().min(0).max(1000).default(0),
  delay_unit: z.enum(['days', 'weeks', 'months']).default('days'),
  delay_from: z.enum(['before', 'after']).default('after'),
  rule: z.enum(['starter', 'record', 'fixed', 'asked']).default('starter'),
  assignee: choice,
})

const PAGE = '/admin/activity-plans'

/** Plans: several activities that are started together. */
export function activityPlanRoutes(office: Office): Router {
  const { site } = office
  const routes = Router()
  const post = (path: string, verb: (tx: Tx, request: Request) => Promise<Notice>) => {
    routes.post(path, async (request, response) => {
      const notice = await site.store.write((tx) => verb(tx, request))
      await redirectWith(request, response, { path: PAGE, notice })
    })
  }
  routes.get(PAGE, async (request, response) => {
    const found = await site.store.read(async (reader) => ({
      plans: await listPlans(reader),
      types: await listActivityTypes(reader),
      recordTypes: await listRecordTypes(reader),
      users: await activeUsers(reader),
    }))
    const content = activityPlansPage({ ...found, token: visitOf(response).token })
    await showPage(request, response, { title: 'Activity plans', content, section: 'admin' })
  })
  post(PAGE, async (tx, request) => {
    const { name, record_type } = read(Wish, request.body)
    await addPlan(tx, { name, recordType: record_type })
    return { text: `${name} is there. Add its activities.` }
  })
  post(`${PAGE}/:id`, async (tx, request) => {
    const { name, record_type } = read(Wish, request.body)
    await changePlan(tx, idIn(request), { name, recordType: record_type })
    return { text: `${name} is saved.` }
  })
  post(`${PAGE}/:id/steps`, addIt)
  post(`${PAGE}/:id/steps/:step/remove`, async (tx, request) => {
    await removeStep(tx, idIn(request), idIn(request, 'step'))
    return { text: 'It is out of the plan.' }
  })
  post(`${PAGE}/:id/remove`, async (tx, request) => {
    const id = idIn(request)
    await removePlan(tx, id, site.clock.now())
    const undo = { action: `${PAGE}/${id}/restore`, fields: {} }
    return { text: 'The plan is removed.', undo }
  })
  post(`${PAGE}/:id/restore`, async (tx, request) => {
    await restorePlan(tx, idIn(request))
    return { text: 'It is back.' }
  })
  return routes
}

async function addIt(tx: Tx, request: Request): Promise<Notice> {
  const { type, rule, assignee, ...step } = read(Step, request.body)
  await addStep(tx, idIn(request), {
    ...step,
    activity_type_id: type ?? 0,
    assignee_rule: rule,
    assignee_id: assignee,
  })
  return { text: 'It is in the plan.' }
}
