import { may } from '../../gateway/chatter/people/roles.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { formText } from '../field-texts.ts'
import type { RecordView } from '../record-reading.ts'
import { plannedActivities } from './activities.ts'
import { composer } from './composer.ts'
import { fieldFacts, stageTimes } from './field-facts.ts'
import { fieldInput, peopleList } from './field-input.ts'
import { hidden, selectField, textField } from './fields.ts'
import { filesBox } from './files.ts'
import { filingBox, restBar, suggestionBar, takesEntries } from './filing.ts'
import { followerBox, followToggle } from './followers.ts'
import { icon } from './icons.ts'
import { templateBox } from './load-template.ts'
import { ratingBox } from './ratings.ts'
import { scheduledBox } from './scheduled.ts'
import { thread } from './thread.ts'
import { fullTime } from './times.ts'

export function recordPage(view: RecordView): SafeHtml {
  return html`${head(view)}
<div class="columns">
<div class="column-main">${restBar(view)}${suggestionBar(view)}${plannedActivities(view)}${thread(view)}${scheduledBox(view)}${mayWrite(view) && templateBox(view)}${mayWrite(view) && composer(view)}</div>
<div class="column-side">${detailsBox(view)}${followerBox(view)}${ratingBox(view.ratings, view.here)}${filesBox(view, mayWrite(view))}${filingBox(view)}</div>
</div>`
}

function head(view: RecordView): SafeHtml {
  const { open, reference } = view
  return html`<div class="record-head">
<p class="crumbs"><a href="/records">Records</a> <span aria-hidden="true">/</span> <a href="/records?type=${open.type.code}">${open.type.plural}</a></p>
<div class="record-title"><h1><span class="reference">${reference}</span> ${open.record.name}</h1>
<div class="record-actions">${mayWrite(view) && jumps(view)}${followToggle(view)}</div></div>
${stageBar(view)}${stageTimes(view)}
</div>`
}

function mayWrite(view: RecordView): boolean {
  return may(view.viewer, 'post') && takesEntries(view)
}

function jumps(view: RecordView): SafeHtml {
  return html`<a class="button message-button" href="#send-message" data-opens="send-message">${icon('mail')} Send message</a>
<a class="button note-button" href="#log-note" data-opens="log-note">${icon('lock')} Log note</a>
<a class="button" href="/records/${view.reference}/activities/new">${icon('clock')} Activity</a>`
}

function stageBar({ open, reference, token, viewer }: RecordView): SafeHtml | false {
  const { stages } = open.type
  if (stages.length === 0) return false
  const isFixed = !may(viewer, 'post')
  return html`<form class="stages" method="post" action="/records/${reference}" aria-label="Stage">${hidden('token', token)}
${stages.map((stage) => {
  const current = stage.code === open.record.stage
  return html`<button class="${current ? 'stage current' : 'stage'}" type="submit" name="value.stage" value="${stage.code}"
${current && html`aria-current="step"`} ${isFixed && html`disabled`}>${current && icon('check')}${stage.label}</button>`
})}</form>`
}

function detailsBox(view: RecordView): SafeHtml {
  const { open, customer, assignee, linkedTo, here } = view
  const facts: [string, SafeHtml | string][] = [
    ['Customer', customer?.name ?? quiet('none')],
    ['Assignee', assignee?.name ?? quiet('nobody')],
    ...fieldFacts(view),
    ['Opened', fullTime(open.record.created_at, here)],
    ...(linkedTo
      ? [['Linked to', html`<a href="/records/${linkedTo}">${linkedTo}</a>`] as [string, SafeHtml]]
      : []),
    ...(view.mergedHere.length > 0
      ? [['Merged in', links(view.mergedHere)] as [string, SafeHtml]]
      : []),
    [
      'Mail address',
      html`<a class="break" href="mailto:${view.mailAddress}">${view.mailAddress}</a>`,
    ],
  ]
  return html`<section class="card" aria-labelledby="details-title"><h2 id="details-title">Details</h2>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${may(view.viewer, 'post') && editForm(view)}</section>`
}

function links(references: string[]): SafeHtml {
  return html`${references.map((one) => html`<a href="/records/${one}">${one}</a> `)}`
}

function quiet(text: string): SafeHtml {
  return html`<span class="quiet">${text}</span>`
}

function editForm({ open, reference, token, ...view }: RecordView): SafeHtml {
  const { users, assignee, customerAddress, values, viewer, everybody, names } = view
  const nobody = { value: '0', label: 'Nobody' }
  // who has been disabled stays the assignee until somebody chooses another
  const named = assignee && users.every((user) => user.id !== assignee.id) ? [assignee] : []
  const people = [...named, ...users].map(({ id, name }) => ({ value: String(id), label: name }))
  return html`<details class="fold"><summary>${icon('pen')} Edit</summary>
<form class="stack" method="post" action="/records/${reference}">${hidden('token', token)}
${textField({ name: 'name', label: 'Name', value: open.record.name, required: true })}
${textField({ name: 'customer', label: 'Customer', type: 'email', value: customerAddress, hint: 'A mail address. Somebody new becomes a contact.' })}
${selectField({ name: 'assignee', label: 'Assignee', options: [nobody, ...people], value: open.record.assignee_id ?? 0 })}
${open.type.fields.map((field) => fieldInput(field, formText(field, values[field.code], { viewer, everybody, names })))}${peopleList(open.type, everybody)}
<button class="button primary" type="submit">Save</button>
</form></details>`
}
