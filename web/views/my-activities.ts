import type { ListedActivity } from '../../gateway/chatter/activities/activities.ts'
import { titleOf } from '../../gateway/chatter/activities/activities.ts'
import type { DueState } from '../../gateway/chatter/activities/due.ts'
import type { PersonWithAddress } from '../../gateway/chatter/people/people.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { type Day, daysAfter, showDay } from '../../gateway/lib/calendar.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { ActivityTypeRow } from '../../gateway/store/tables/threads.ts'
import { stateFor } from '../activity-reading.ts'
import { type ActivityPlace, activityRow, iconOf } from './activities.ts'
import { emptyState, hidden, optionTags, selectField } from './fields.ts'
import { icon } from './icons.ts'
import { clockTime } from './times.ts'
import { counted } from './words.ts'

export type ActivityQuery = { who: string; type: number; record: string; view: string; week: Day }

export type MyActivities = ActivityPlace & {
  query: ActivityQuery
  /** Whose they are: a user's id, 0 for everybody's. */
  whose: number
  activities: ListedActivity[]
  isCut: boolean
  today: Day
  types: ActivityTypeRow[]
  recordTypes: RecordType[]
  users: PersonWithAddress[]
}

const GROUPS: [DueState, string][] = [
  ['overdue', 'Overdue'],
  ['today', 'Today'],
  ['planned', 'Planned'],
]

export function myActivitiesPage(page: MyActivities): SafeHtml {
  const { query, whose, viewer, users } = page
  const name = users.find(({ id }) => id === whose)?.name
  const title =
    whose === viewer.id ? 'My activities' : name ? `Activities of ${name}` : 'Activities'
  return html`<div class="page-head"><h1>${title}</h1>
<div class="actions">${viewLinks(query)}<a class="button" href="/activities/settings">${icon('gear')} Reminders and calendar</a></div></div>
${filterForm(page)}
${query.view === 'week' ? week(page) : groups(page)}
${page.isCut && html`<p class="quiet">There are more: choose a type, or one person.</p>`}
${may(viewer, 'post') && whose !== 0 && giveForm(page)}`
}

/** The address of the page with some of its filters changed. */
function pathWith(query: ActivityQuery, changes: Partial<ActivityQuery>): string {
  const { who, type, record, view, week } = { ...query, ...changes }
  const given = {
    who,
    type: type ? String(type) : '',
    record,
    view,
    week: view === 'week' ? week : '',
  }
  const words = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ''))
  return words.size > 0 ? `/activities?${words}` : '/activities'
}

function viewLinks(query: ActivityQuery): SafeHtml {
  const isWeek = query.view === 'week'
  return html`<span class="switch"><a class="button ${!isWeek && 'on'}" href="${pathWith(query, { view: '' })}" ${!isWeek && html`aria-current="page"`}>List</a>
<a class="button ${isWeek && 'on'}" href="${pathWith(query, { view: 'week' })}" ${isWeek && html`aria-current="page"`}>Week</a></span>`
}

function filterForm({ query, types, recordTypes, users, viewer }: MyActivities): SafeHtml {
  const others = users.filter(({ id }) => id !== viewer.id)
  const people = [
    { value: '', label: 'Mine' },
    { value: 'all', label: 'Everybody’s' },
    ...others.map(({ id, name }) => ({ value: String(id), label: name })),
  ]
  const kinds = [
    { value: '0', label: 'All types' },
    ...types.map(({ id, name }) => ({ value: String(id), label: name })),
  ]
  const records = [
    { value: '', label: 'All records' },
    ...recordTypes.map(({ code, plural }) => ({ value: code, label: plural })),
  ]
  return html`<form class="filter" method="get" action="/activities">
${query.view === 'week' && html`${hidden('view', 'week')}${hidden('week', query.week)}`}
<label class="field"><span class="label">Whose</span><select name="who">${optionTags(people, query.who)}</select></label>
<label class="field"><span class="label">Type</span><select name="type">${optionTags(kinds, String(query.type))}</select></label>
<label class="field"><span class="label">Records</span><select name="record">${optionTags(records, query.record)}</select></label>
<button class="button" type="submit">${icon('search')} Show</button></form>`
}

function groups(page: MyActivities): SafeHtml {
  const { activities, here } = page
  if (activities.length === 0)
    return emptyState('Nothing is planned', 'Open a record and choose Schedule activity.')
  const place = { ...page, showRecord: true }
  return html`${GROUPS.map(([state, title]) => {
    const some = activities.filter((one) => stateFor(one, here) === state)
    return (
      some.length > 0 &&
      html`<section class="card flush" aria-labelledby="group-${state}"><div class="section-head"><h2 id="group-${state}" class="group ${state}">${title} <span class="count">${some.length}</span></h2></div>
<ul class="activity-list">${some.map((one) => activityRow(one, place))}</ul></section>`
    )
  })}`
}

function week(page: MyActivities): SafeHtml {
  const { query } = page
  const days = Array.from({ length: 7 }, (_, at) => daysAfter(query.week, at))
  const move = (by: number) => pathWith(query, { week: daysAfter(query.week, by) })
  return html`<nav class="week-nav" aria-label="Weeks"><a class="button small" href="${move(-7)}">Week before</a>
<strong>${showDay(days[0]!)} to ${showDay(days[6]!)}</strong> <a class="button small" href="${move(7)}">Week after</a></nav>
<div class="week">${days.map((day) => dayColumn(day, page))}</div>`
}

function dayColumn(day: Day, { activities, today, here }: MyActivities): SafeHtml {
  const some = activities.filter(({ due_on }) => due_on === day)
  return html`<section class="weekday ${day === today && 'is-today'}" aria-label="${showDay(day)}"><h2>${showDay(day).replace(/ \d{4}$/, '')}</h2>
${some.length === 0 && html`<p class="quiet">Nothing</p>`}
<ul>${some.map((one) => {
    const record = `${one.prefix}-${one.number}`
    return html`<li class="day-item ${stateFor(one, here)}"><a href="/records/${record}#activity-${one.id}">${icon(iconOf(one))} ${one.starts_at !== null && html`${clockTime(one.starts_at, here)} `}${titleOf(one)}</a>
<span class="quiet">${record} · ${one.assignee ?? 'nobody yet'}</span></li>`
  })}</ul></section>`
}

/** For who is away, or has left. */
function giveForm({ activities, users, whose, token, back }: MyActivities): SafeHtml | false {
  const others = users.filter(({ id, disabled_at }) => id !== whose && disabled_at === null)
  if (activities.length === 0 || others.length === 0) return false
  return html`<details class="fold"><summary>${icon('people')} Give all of these to somebody else</summary>
<form class="stack narrow-form" method="post" action="/activities/give">${hidden('token', token)}${hidden('from', whose)}${hidden('back', back)}
${selectField({ name: 'to', label: 'To', options: others.map(({ id, name }) => ({ value: String(id), label: name })) })}
<p class="hint">All that is planned for them, whatever is filtered here: ${counted(activities.length, 'activity is', 'activities are')} shown.</p>
<button class="button" type="submit">Give</button></form></details>`
}
