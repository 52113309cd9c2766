import { type ListedActivity, titleOf } from '../../gateway/chatter/activities/activities.ts'
import { type DueState, dueInWords } from '../../gateway/chatter/activities/due.ts'
import { mayActOn } from '../../gateway/chatter/activities/rights.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import { showDay } from '../../gateway/lib/calendar.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { type ActivityMark, stateFor, todayFor } from '../activity-reading.ts'
import type { RecordView } from '../record-reading.ts'
import { buttonForm, fileField, hidden, selectField, textArea, textField } from './fields.ts'
import { takesEntries } from './filing.ts'
import { type IconName, icon, isIconName } from './icons.ts'
import { clockTime, fullTime, type Here } from './times.ts'
import { counted } from './words.ts'

/** Who looks at activities, and where they go back to. */
export type ActivityPlace = { viewer: PersonRow; token: string; here: Here; back: string }

/** What is planned on a record, above its thread. */
export function plannedActivities(view: RecordView): SafeHtml | false {
  const { planned, done } = view.activities
  if (planned.length + done.length === 0 && !mayPlan(view)) return false
  const place = { ...view, back: `/records/${view.reference}` }
  return html`<section class="card flush activities" aria-labelledby="activities-title">
<div class="section-head"><h2 id="activities-title">${icon('clock')} Planned activities <span class="count">${planned.length}</span></h2>
${mayPlan(view) && html`<a class="button small" href="/records/${view.reference}/activities/new">${icon('plus')} Schedule activity</a>`}</div>
${planned.length > 0 && html`<ul class="activity-list">${planned.map((one) => activityRow(one, place))}</ul>`}
${done.length > 0 && html`<details class="fold section-foot"><summary>${counted(done.length, 'done activity', 'done activities')}</summary><ul class="done-list">${done.map((one) => doneRow(one, view.here))}</ul></details>`}
${mayPlan(view) && view.activities.plans.length > 0 && startForm(view)}</section>`
}

function mayPlan(view: RecordView): boolean {
  return may(view.viewer, 'post') && takesEntries(view)
}

function startForm({ activities, reference, token, users, here, viewer }: RecordView): SafeHtml {
  const today = todayFor({ assignee_zone: viewer.time_zone }, here)
  const nobody = { value: '0', label: 'Nobody' }
  return html`<details class="fold section-foot"><summary>${icon('calendar')} Start a plan</summary>
<form class="stack" method="post" action="/records/${reference}/activities/plan">${hidden('token', token)}
<div class="field-row">${selectField({
    name: 'plan',
    label: 'Plan',
    options: activities.plans.map(({ id, name, steps }) => ({
      value: String(id),
      label: `${name} (${steps.length})`,
    })),
  })}
${textField({ name: 'date', label: 'Counted from', type: 'date', value: today, required: true })}
${selectField({
  name: 'asked',
  label: 'Where the plan asks who',
  options: [nobody, ...users.map(({ id, name }) => ({ value: String(id), label: name }))],
})}</div>
<button class="button" type="submit">Start</button></form></details>`
}

/** One planned activity with all that can be done about it. */
export function activityRow(
  activity: ListedActivity,
  place: ActivityPlace & { showRecord?: boolean },
): SafeHtml {
  const { here, viewer, showRecord = false } = place
  const state = stateFor(activity, here)
  const record = `${activity.prefix}-${activity.number}`
  const whose = activity.assignee_id === viewer.id ? 'you' : (activity.assignee ?? 'nobody yet')
  return html`<li class="activity" id="activity-${activity.id}">
<div class="activity-line"><span class="due ${state}">${icon(iconOf(activity))}</span>
<div class="activity-words"><span class="activity-title"><strong>${titleOf(activity)}</strong>${decorationOf(activity)}</span>
<span class="quiet">${showRecord && html`<a href="/records/${record}">${record} ${activity.record_name}</a> · `}for ${whose} · #${activity.id}</span></div>
<span class="due-words ${state}">${dueWords(activity, state, here)}</span></div>
<div class="activity-acts">${mayActOn(viewer, activity) && acts(activity, place)}${details(activity, here)}</div></li>`
}

export function iconOf({ icon: name }: ListedActivity): IconName {
  return isIconName(name) ? name : 'check'
}

function decorationOf({ decoration }: ListedActivity): SafeHtml | false {
  return (
    decoration !== '' &&
    html` <span class="decoration ${decoration}">${icon('warning')} ${decoration === 'danger' ? 'Alert' : 'Attention'}</span>`
  )
}

/** In words as well as in colour. */
function dueWords(activity: ListedActivity, state: DueState, here: Here): SafeHtml {
  const { due_on, starts_at } = activity
  const words = dueInWords(due_on, todayFor(activity, here))
  return html`<span class="visually-hidden">${STATE_WORDS[state]}: </span>${words}${starts_at !== null && html`, ${clockTime(starts_at, here)}`}`
}

const STATE_WORDS: Record<DueState, string> = {
  overdue: 'Overdue',
  today: 'Today',
  planned: 'Planned',
}

function acts(activity: ListedActivity, { token, back }: ActivityPlace): SafeHtml {
  const path = `/activities/${activity.id}`
  return html`<details class="fold act" name="activity-${activity.id}"><summary>${icon(activity.category === 'upload' ? 'upload' : 'check')} Mark done</summary>
<form class="stack" method="post" enctype="multipart/form-data" action="${path}/done">${hidden('token', token)}${hidden('back', back)}
${textArea({ name: 'feedback', label: 'What came of it', rows: 2 })}${fileField()}
<div class="actions"><button class="button primary" type="submit" name="act" value="done">Done</button>
<button class="button" type="submit" name="act" value="next">Done &amp; schedule next</button></div></form></details>
<details class="fold act" name="activity-${activity.id}"><summary>${icon('clock')} Put off</summary>
<form class="stack" method="post" action="${path}/snooze">${hidden('token', token)}${hidden('back', back)}
<div class="actions"><button class="button small" type="submit" name="to" value="today">Today</button>
<button class="button small" type="submit" name="to" value="tomorrow">Tomorrow</button>
<button class="button small" type="submit" name="to" value="monday">Next Monday</button></div></form></details>
<a class="act" href="${path}?back=${encodeURIComponent(back)}">${icon('pen')} Edit</a>
${buttonForm({ action: `${path}/cancel`, token, label: html`${icon('cross')} Cancel<span class="visually-hidden"> ${titleOf(activity)}</span>`, style: 'plain', fields: { back } })}`
}

function details(activity: ListedActivity, here: Here): SafeHtml {
  const { due_on, creator, created_at, automatic, note, place, starts_at, ends_at } = activity
  const until = ends_at !== null && ends_at !== starts_at
  const facts: [string, SafeHtml | string][] = [
    ['Type', activity.type_name],
    ['Due', `${showDay(due_on)}`],
    ...(starts_at === null
      ? []
      : [
          [
            'Time',
            html`${clockTime(starts_at, here)}${until && html` to ${clockTime(ends_at, here)}`}`,
          ] as [string, SafeHtml],
        ]),
    ...(place === '' ? [] : [['Place', place] as [string, string]]),
    [
      'Planned',
      html`${fullTime(created_at, here)} by ${creator}${automatic === 1 && ', by itself'}`,
    ],
  ]
  return html`<details class="fold act" name="activity-${activity.id}"><summary aria-label="Details of ${titleOf(activity)}">${icon('eye')} Details</summary>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${note !== '' && html`<p class="activity-note">${note}</p>`}</details>`
}

function doneRow(activity: ListedActivity, here: Here): SafeHtml {
  return html`<li>${icon('check')} ${titleOf(activity)} <span class="quiet">${activity.ended_at !== null && fullTime(activity.ended_at, here)}${activity.message_id !== null && html` · <a href="#m${activity.message_id}">its entry</a>`}</span></li>`
}

/** In a list of records. */
export function activityMark(mark: ActivityMark | undefined): SafeHtml | false {
  if (!mark) return false
  return html`<span class="due-mark ${mark.state}">${icon('clock')} ${counted(mark.count, 'activity', 'activities')}, ${STATE_WORDS[mark.state].toLowerCase()}</span>`
}
