import type { ListedActivity } from '../../gateway/chatter/activities/activities.ts'
import type { Proposal } from '../../gateway/chatter/activities/schedule.ts'
import type { PersonWithAddress } from '../../gateway/chatter/people/people.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { ActivityTypeRow } from '../../gateway/store/tables/threads.ts'
import { fileField, hidden, selectField, textArea, textField } from './fields.ts'
import { icon, isIconName } from './icons.ts'

export type NewActivity = {
  reference: string
  name: string
  types: ActivityTypeRow[]
  type: ActivityTypeRow
  proposal: Proposal
  users: PersonWithAddress[]
  /** The one that it follows; 0 for none. */
  after: number
  token: string
}

/** The type comes first: the rest is filled in as it says. */
export function newActivityPage(view: NewActivity): SafeHtml {
  const { reference, type, proposal, users, after, token } = view
  return html`<div class="page-head"><h1>Schedule an activity</h1></div>
<p class="lead">For <a href="/records/${reference}">${reference} ${view.name}</a></p>
<nav class="type-choice" aria-label="Type">${view.types.map((one) => typeLink(one, view))}</nav>
<form class="card stack" method="post" enctype="multipart/form-data" action="/records/${reference}/activities">${hidden('token', token)}${hidden('type', type.id)}${hidden('after', after)}
${textField({ name: 'summary', label: 'Summary', value: proposal.summary, placeholder: 'Talk about the renewal' })}
<div class="field-row">${textField({ name: 'due', label: 'Due', type: 'date', value: proposal.dueOn, required: true })}
${assigneeField(users, proposal.assignee)}</div>
${textArea({ name: 'note', label: 'Note', value: proposal.note, rows: 3 })}
${fileField(type.category === 'upload' ? 'The document, where you have it already' : 'Files, which come with the entry when it is done')}
<div class="actions"><button class="button primary" type="submit" name="act" value="schedule">Schedule</button>
<button class="button" type="submit" name="act" value="done">Mark as done</button>
<button class="button" type="submit" name="act" value="next">Done &amp; schedule next</button>
<a class="button" href="/records/${reference}">Discard</a></div></form>`
}

function typeLink(one: ActivityTypeRow, { reference, type, after }: NewActivity): SafeHtml {
  const query = new URLSearchParams({
    type: String(one.id),
    ...(after ? { after: String(after) } : {}),
  })
  return html`<a class="type-link" href="/records/${reference}/activities/new?${query.toString()}" ${one.id === type.id && html`aria-current="true"`}>${icon(isIconName(one.icon) ? one.icon : 'check')} ${one.name}</a>`
}

function assigneeField(users: PersonWithAddress[], assignee: number | null): SafeHtml {
  return selectField({
    name: 'assignee',
    label: 'Assigned to',
    options: users.map(({ id, name }) => ({ value: String(id), label: name })),
    value: assignee ?? 0,
  })
}

export type EditedActivity = {
  activity: ListedActivity
  types: ActivityTypeRow[]
  users: PersonWithAddress[]
  back: string
  token: string
}

export function editActivityPage({
  activity,
  types,
  users,
  back,
  token,
}: EditedActivity): SafeHtml {
  const reference = `${activity.prefix}-${activity.number}`
  const isThere = users.some(({ id }) => id === activity.assignee_id)
  const missing = activity.assignee_id === null ? 'Nobody yet' : (activity.assignee ?? '')
  const options = users.map(({ id, name }) => ({ value: String(id), label: name }))
  return html`<div class="page-head"><h1>Activity #${activity.id}</h1></div>
<p class="lead">In <a href="/records/${reference}">${reference} ${activity.record_name}</a></p>
<form class="card stack" method="post" action="/activities/${activity.id}">${hidden('token', token)}${hidden('back', back)}
<div class="field-row">${selectField({
    name: 'type',
    label: 'Type',
    options: types.map(({ id, name }) => ({ value: String(id), label: name })),
    value: activity.activity_type_id,
  })}
${textField({ name: 'due', label: 'Due', type: 'date', value: activity.due_on, required: true })}
${selectField({
  name: 'assignee',
  label: 'Assigned to',
  options: isThere ? options : [{ value: '0', label: missing }, ...options],
  value: isThere ? activity.assignee_id : 0,
})}</div>
${textField({ name: 'summary', label: 'Summary', value: activity.summary })}
${textField({ name: 'place', label: 'Place', value: activity.place })}
${textArea({ name: 'note', label: 'Note', value: activity.note, rows: 4 })}
<div class="actions"><button class="button primary" type="submit">Save</button> <a class="button" href="${back}">Discard</a></div></form>`
}
