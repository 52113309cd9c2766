import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { findActivity, titleOf } from '../../gateway/chatter/activities/activities.ts'
import {
  activityTypeInUse,
  activityTypesFor,
} from '../../gateway/chatter/activities/activity-types.ts'
import {
  cancelActivity,
  changeActivity,
  dayOfLater,
} from '../../gateway/chatter/activities/change.ts'
import { type Completion, markDone } from '../../gateway/chatter/activities/complete.ts'
import { planById } from '../../gateway/chatter/activities/plans.ts'
import { mustActOn } from '../../gateway/chatter/activities/rights.ts'
import { startPlan } from '../../gateway/chatter/activities/start-plan.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import { recordByReference, referenceOf } from '../../gateway/chatter/records/records.ts'
import { readDay, showDay } from '../../gateway/lib/calendar.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { choice, idIn, line, prose, read, wordIn } from '../forms.ts'
import { localPath } from '../local-path.ts'
import { type Notice, redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { keepUploads } from '../uploads.ts'
import { activeUsers } from '../users.ts'
import { editActivityPage } from '../views/activity-form.ts'
import { userOf, visitOf } from '../visit.ts'

export const day = z
  .string()
  .default('')
  .transform((text) => readDay(text))

const Back = z.object({ back: line(300) })
const Done = z.object({ feedback: prose(5000), act: z.enum(['done', 'next']).default('done') })
const Snooze = z.object({ to: z.enum(['today', 'tomorrow', 'monday']) })
const Edit = z.object({
  type: choice,
  summary: line(),
  place: line(),
  note: prose(5000),
  due: day,
  assignee: choice,
})
const Start = z.object({ plan: choice, date: day, asked: choice })

type Act = { by: PersonRow; at: number }

/** What is planned: changing it, ending it, and starting a plan of several. */
export function activityRoutes(office: Office): Router {
  const { site } = office
  const routes = Router()
  const post = (
    path: string,
    verb: (tx: Tx, request: Request, act: Act) => Promise<{ path?: string; notice: Notice }>,
  ) => {
    routes.post(path, async (request, response) => {
      const act = { by: userOf(response), at: site.clock.now() }
      const done = await site.store.write((tx) => verb(tx, request, act))
      site.outboxBell.ring()
      const { back } = read(Back, request.body)
      await redirectWith(request, response, { path: localPath(back), ...done })
    })
  }
  routes.get('/activities/:id', (request, response) => showEdit(office, request, response))
  routes.post('/activities/:id/done', (request, response) => done(office, request, response))
  post('/activities/:id/cancel', cancel)
  post('/activities/:id/snooze', snooze)
  post('/activities/:id', edit)
  post('/records/:reference/activities/plan', start)
  return routes
}

async function showEdit({ site }: Office, request: Request, response: Response): Promise<void> {
  const user = userOf(response)
  const found = await site.store.read(async (reader) => {
    const activity = await findActivity(reader, idIn(request))
    if (!activity) throw new Refused('not-found')
    return {
      activity,
      types: await activityTypesFor(reader, activity.record_type_id),
      users: await activeUsers(reader),
    }
  })
  mustActOn(user, found.activity)
  const back = localPath(read(Back, request.query).back)
  if (found.activity.ended_at !== null) {
    const { prefix, number } = found.activity
    return response.redirect(303, `/records/${prefix}-${number}`)
  }
  const content = editActivityPage({ ...found, back, token: visitOf(response).token })
  await showPage(request, response, { title: `Activity #${found.activity.id}`, content })
}

async function edit(tx: Tx, request: Request, act: Act) {
  const { type, due, assignee, ...words } = read(Edit, request.body)
  const changed = await changeActivity(tx, idIn(request), {
    ...words,
    ...(type ? { type: await activityTypeInUse(tx, type) } : {}),
    ...(due ? { dueOn: due } : {}),
    ...(assignee ? { assignee } : {}),
    ...act,
  })
  return { notice: { text: `Saved: due ${showDay(changed.due_on)}.` } }
}

async function cancel(tx: Tx, request: Request, act: Act) {
  const { id } = await cancelActivity(tx, idIn(request), act)
  const activity = await findActivity(tx, id)
  return { notice: { text: `Cancelled: ${activity ? titleOf(activity) : `#${id}`}.` } }
}

async function snooze(tx: Tx, request: Request, act: Act) {
  const { to } = read(Snooze, request.body)
  const dueOn = dayOfLater(to, act)
  await changeActivity(tx, idIn(request), { dueOn, ...act })
  return { notice: { text: `Due ${showDay(dueOn)} now.` } }
}

async function done({ site }: Office, request: Request, response: Response): Promise<void> {
  const wish = read(Done, request.body)
  const files = await keepUploads(site, request)
  const act = { by: userOf(response), at: site.clock.now() }
  const completion = await site.store.write((tx) =>
    markDone(tx, idIn(request), { ...act, feedback: wish.feedback, files }),
  )
  site.outboxBell.ring()
  const notice = { text: wordsOf(completion) }
  const path = wish.act === 'next' ? nextPath(completion) : localPath(read(Back, request.body).back)
  await redirectWith(request, response, { path, notice })
}

export function wordsOf({ next, suggested }: Completion): string {
  if (next) return `Done. What follows is planned by itself, due ${showDay(next.due_on)}.`
  return suggested ? `Done. Usually “${suggested.name}” follows.` : 'Done.'
}

/** The form for what follows, filled in; where that is planned already, the record. */
export function nextPath({ open, activity, next, suggested }: Completion): string {
  const record = `/records/${referenceOf(open)}`
  if (next) return record
  const type = suggested ? `&type=${suggested.id}` : ''
  return `${record}/activities/new?after=${activity.id}${type}`
}

async function start(tx: Tx, request: Request, { by, at }: Act) {
  mustMay(by, 'post')
  const { plan, date, asked } = read(Start, request.body)
  if (!date) throw new Refused('bad-input', 'From which date shall it be counted?')
  const open = await recordByReference(tx, wordIn(request, 'reference'))
  const started = { plan: await planById(tx, plan ?? 0), records: [open], date, asked, by, at }
  const planned = await startPlan(tx, started)
  const path = `/records/${referenceOf(open)}`
  return { path, notice: { text: `${started.plan.name}: ${planned.length} planned.` } }
}
