import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import {
  type ActivityFilter,
  listActivities,
  MOST_LISTED,
} from '../../gateway/chatter/activities/activities.ts'
import { listActivityTypes } from '../../gateway/chatter/activities/activity-types.ts'
import { giveAll } from '../../gateway/chatter/activities/change.ts'
import {
  changeHabits,
  endFeed,
  habitsOf,
  makeFeed,
} from '../../gateway/chatter/activities/habits.ts'
import { listPeople } from '../../gateway/chatter/people/people.ts'
import { findRecordType, listRecordTypes } from '../../gateway/chatter/records/record-types.ts'
import { type Day, dayAt, daysAfter, weekdayOf } from '../../gateway/lib/calendar.ts'
import { baseUrlOf } from '../../gateway/store/site.ts'
import type { Reader } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { choice, line, read, several, ticked } from '../forms.ts'
import { localPath } from '../local-path.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'
import { showPage } from '../pages.ts'
import { activitySettingsPage, newFeedPage } from '../views/activity-settings.ts'
import { type ActivityQuery, myActivitiesPage } from '../views/my-activities.ts'
import { userOf, visitOf } from '../visit.ts'
import { day } from './activities.ts'

const Query = z.object({
  who: line(20),
  type: choice,
  record: line(31),
  view: z.enum(['', 'week']).default(''),
  week: day,
})
const Give = z.object({ from: choice, to: choice, back: line(300) })
const Settings = z.object({
  hour: z.coerce.number().int().min(0).max(23),
  days: several,
  digest: ticked,
})

const SETTINGS = '/activities/settings'

/** What a user has planned, over all records, and how they hear of it. */
export function myActivityRoutes(office: Office): Router {
  const { site } = office
  const routes = Router()
  routes.get('/activities', (request, response) => showMine(office, request, response))
  routes.get(SETTINGS, (request, response) => showSettings(office, request, response))
  routes.post(SETTINGS, (request, response) => saveSettings(office, request, response))
  routes.post('/activities/give', (request, response) => give(office, request, response))
  routes.post('/activities/calendar', async (request, response) => {
    const at = site.clock.now()
    const secret = await site.store.write((tx) => makeFeed(tx, userOf(response), at))
    const content = newFeedPage(`${baseUrlOf(site)}/calendar/${secret}.ics`)
    await showPage(request, response, { title: 'Address of your calendar', content })
  })
  routes.post('/activities/calendar/end', async (request, response) => {
    await site.store.write((tx) => endFeed(tx, userOf(response)))
    const notice = { text: 'The address of your calendar works no more.' }
    await redirectWith(request, response, { path: SETTINGS, notice })
  })
  return routes
}

async function showMine({ site }: Office, request: Request, response: Response): Promise<void> {
  const viewer = userOf(response)
  const now = site.clock.now()
  const today = dayAt(now, viewer.time_zone)
  const { week, type, ...asked } = read(Query, request.query)
  const query = { ...asked, type: type ?? 0, week: mondayOf(week ?? today) }
  const whose = whoseIn(query, viewer)
  const found = await site.store.read(async (reader) => ({
    activities: await listActivities(reader, await filterOf(reader, query, whose)),
    types: await listActivityTypes(reader),
    recordTypes: await listRecordTypes(reader),
    users: (await listPeople(reader)).filter(({ kind }) => kind === 'user'),
  }))
  const content = myActivitiesPage({
    ...found,
    viewer,
    whose,
    query,
    today,
    isCut: found.activities.length === MOST_LISTED,
    token: visitOf(response).token,
    here: { timeZone: viewer.time_zone, now },
    back: localPath(request.originalUrl),
  })
  await showPage(request, response, { title: 'Activities', content, section: 'activities' })
}

function whoseIn({ who }: ActivityQuery, viewer: PersonRow): number {
  if (who === 'all') return 0
  return /^[1-9]\d{0,14}$/.test(who) ? Number(who) : viewer.id
}

async function filterOf(
  reader: Reader,
  { type, record, view, week }: ActivityQuery,
  assignee: number,
): Promise<ActivityFilter> {
  const recordType = record === '' ? null : await findRecordType(reader, record)
  const days = view === 'week' ? { from: week, to: daysAfter(week, 6) } : {}
  return { assignee, type, recordType: recordType?.id ?? 0, ...days }
}

function mondayOf(day: Day): Day {
  return daysAfter(day, 1 - weekdayOf(day))
}

async function give({ site }: Office, request: Request, response: Response): Promise<void> {
  const { from, to, back } = read(Give, request.body)
  const wish = { from: from ?? 0, to: to ?? 0, by: userOf(response), at: site.clock.now() }
  const count = await site.store.write((tx) => giveAll(tx, wish))
  site.outboxBell.ring()
  const notice = { text: `${count} given.` }
  await redirectWith(request, response, { path: localPath(back), notice })
}

async function showSettings({ site }: Office, request: Request, response: Response): Promise<void> {
  const viewer = userOf(response)
  const habits = await site.store.read((reader) => habitsOf(reader, viewer.id))
  const here = { timeZone: viewer.time_zone, now: site.clock.now() }
  const { token } = visitOf(response)
  const content = activitySettingsPage({ habits, zone: viewer.time_zone, token, here })
  await showPage(request, response, { title: 'Reminders', content, section: 'activities' })
}

async function saveSettings({ site }: Office, request: Request, response: Response): Promise<void> {
  const { hour, days, digest } = read(Settings, request.body)
  const habits = {
    hour,
    working_days: [...days].sort().join(''),
    digest: digest ? (1 as const) : (0 as const),
    at: site.clock.now(),
  }
  await site.store.write((tx) => changeHabits(tx, userOf(response), habits))
  await redirectWith(request, response, { path: SETTINGS, notice: { text: 'Saved.' } })
}
