import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { findActivity } from '../../gateway/chatter/activities/activities.ts'
import {
  activityTypeInUse,
  activityTypesFor,
} from '../../gateway/chatter/activities/activity-types.ts'
import { markDone } from '../../gateway/chatter/activities/complete.ts'
import {
  type ActivityWish,
  planActivity,
  proposalFor,
  scheduleActivity,
} from '../../gateway/chatter/activities/schedule.ts'
import { mustMay } from '../../gateway/chatter/people/roles.ts'
import { mustBeInUse } from '../../gateway/chatter/records/merge.ts'
import {
  type OpenRecord,
  recordByReference,
  referenceOf,
} from '../../gateway/chatter/records/records.ts'
import { showDay } from '../../gateway/lib/calendar.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import type { Reader, Tx } from '../../gateway/store/store.ts'
import type { ActivityRow } from '../../gateway/store/tables/activities.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { choice, line, prose, read, wordIn } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { keepUploads } from '../uploads.ts'
import { activeUsers } from '../users.ts'
import { newActivityPage } from '../views/activity-form.ts'
import { userOf, visitOf } from '../visit.ts'
import { day, nextPath, wordsOf } from './activities.ts'

const Query = z.object({ type: choice, after: choice })
const Wish = z.object({
  type: choice,
  after: choice,
  summary: line(),
  note: prose(5000),
  due: day,
  assignee: choice,
  act: z.enum(['schedule', 'done', 'next']).default('schedule'),
})

/** Scheduling an activity on a record, or marking it as done at once. */
export function newActivityRoutes(office: Office): Router {
  const routes = Router()
  const path = '/records/:reference/activities'
  routes.get(`${path}/new`, (request, response) => showForm(office, request, response))
  routes.post(path, (request, response) => schedule(office, request, response))
  return routes
}

async function showForm({ site }: Office, request: Request, response: Response): Promise<void> {
  const by = mustMay(userOf(response), 'post')
  const at = site.clock.now()
  const { type: wanted, after } = read(Query, request.query)
  const content = await site.store.read(async (reader) => {
    const open = await recordByReference(reader, wordIn(request, 'reference'))
    await mustBeInUse(reader, open)
    const types = await activityTypesFor(reader, open.type.id)
    const type = types.find(({ id }) => id === wanted) ?? types[0]
    if (!type) throw new Refused('not-found', 'There is no activity type: an admin adds one.')
    const previous = await previousOf(reader, open, after)
    const proposal = await proposalFor(reader, open, { type, by, at, ...previous })
    return newActivityPage({
      reference: referenceOf(open),
      name: open.record.name,
      types,
      type,
      proposal,
      users: await activeUsers(reader),
      after: after ?? 0,
      token: visitOf(response).token,
    })
  })
  await showPage(request, response, { title: 'Schedule an activity', content, section: 'records' })
}

/** The one that it follows, where that is of the same record. */
async function previousOf(
  reader: Reader,
  { thread }: OpenRecord,
  after: number | null,
): Promise<{ previous?: ActivityRow }> {
  const found = after === null ? null : await findActivity(reader, after)
  return found?.thread_id === thread.id ? { previous: found } : {}
}

async function schedule({ site }: Office, request: Request, response: Response): Promise<void> {
  const by = mustMay(userOf(response), 'post')
  const files = await keepUploads(site, request)
  const wish = read(Wish, request.body)
  const at = site.clock.now()
  const done = await site.store.write(async (tx) => {
    const open = await recordByReference(tx, wordIn(request, 'reference'))
    const asked = {
      type: await activityTypeInUse(tx, wish.type ?? 0),
      summary: wish.summary,
      note: wish.note,
      ...(wish.due ? { dueOn: wish.due } : {}),
      ...(wish.assignee ? { assignee: wish.assignee } : {}),
      ...(await previousOf(tx, open, wish.after)),
      files: files.map((file) => ({ ...file, content_type: file.contentType })),
      by,
      at,
    }
    return wish.act === 'schedule'
      ? planned(tx, open, asked)
      : doneAtOnce(tx, open, asked, wish.act)
  })
  site.outboxBell.ring()
  await redirectWith(request, response, { path: done.path, notice: { text: done.text } })
}

type Asked = ActivityWish & { by: PersonRow; at: number }

async function planned(tx: Tx, open: OpenRecord, asked: Asked) {
  const activity = await scheduleActivity(tx, open, asked)
  return {
    path: `/records/${referenceOf(open)}#activity-${activity.id}`,
    text: `${asked.type.name} is planned, due ${showDay(activity.due_on)}.`,
  }
}

/** It was done before anybody had planned it: nobody is told to do it. */
async function doneAtOnce(tx: Tx, open: OpenRecord, asked: Asked, act: 'done' | 'next') {
  const { id } = await planActivity(tx, open, asked)
  const { by, at } = asked
  const completion = await markDone(tx, id, { by, at })
  const path = act === 'next' ? nextPath(completion) : `/records/${referenceOf(open)}`
  return { path, text: wordsOf(completion) }
}
