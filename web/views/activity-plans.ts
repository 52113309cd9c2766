import type { Plan } from '../../gateway/chatter/activities/plans.ts'
import type { PersonWithAddress } from '../../gateway/chatter/people/people.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { ActivityPlanStepRow, AssigneeRule } from '../../gateway/store/tables/activities.ts'
import type { ActivityTypeRow } from '../../gateway/store/tables/threads.ts'
import { buttonForm, emptyState, hidden, selectField, textArea, textField } from './fields.ts'
import { icon, isIconName } from './icons.ts'
import { counted } from './words.ts'

export type PlanList = {
  plans: Plan[]
  types: ActivityTypeRow[]
  recordTypes: RecordType[]
  users: PersonWithAddress[]
  token: string
}

const PAGE = '/admin/activity-plans'

export function activityPlansPage(list: PlanList): SafeHtml {
  const { plans, token } = list
  return html`<div class="page-head"><h1>Activity plans</h1></div>
<p class="lead">A plan is started on a record, counted from a date, and plans all of its activities at once.</p>
${plans.length === 0 && emptyState('No plan yet', 'Add one, such as Onboarding, and then its activities.')}
${plans.map((plan) => planCard(plan, list))}
<section class="card" aria-labelledby="add-title"><h2 id="add-title">${icon('plus')} Add a plan</h2>
<form class="stack" method="post" action="${PAGE}">${hidden('token', token)}${planInputs(null, list)}
<button class="button primary" type="submit">Add</button></form></section>`
}

function planCard(plan: Plan, list: PlanList): SafeHtml {
  const path = `${PAGE}/${plan.id}`
  const recordType = list.recordTypes.find(({ id }) => id === plan.record_type_id)
  return html`<section class="card" aria-labelledby="plan-${plan.id}"><h2 id="plan-${plan.id}">${plan.name} <span class="quiet">on ${recordType ? recordType.plural.toLowerCase() : 'every record type'}</span></h2>
${plan.steps.length === 0 && html`<p class="quiet">It has no activities yet.</p>`}
<ul class="plan-steps">${plan.steps.map((step) => stepRow(step, list, path))}</ul>
<details class="fold"><summary>${icon('plus')} Add an activity to ${plan.name}</summary>
<form class="stack" method="post" action="${path}/steps">${hidden('token', list.token)}${stepInputs(list)}
<button class="button primary" type="submit">Add to the plan</button></form></details>
<details class="fold"><summary>${icon('pen')} Change ${plan.name}</summary>
<form class="stack" method="post" action="${path}">${hidden('token', list.token)}${planInputs(plan, list)}
<button class="button" type="submit">Save</button></form>
<div class="danger-line">${buttonForm({ action: `${path}/remove`, token: list.token, label: html`${icon('trash')} Remove ${plan.name}`, style: 'small danger' })}</div></details></section>`
}

function stepRow(
  step: ActivityPlanStepRow,
  { types, users, token }: PlanList,
  path: string,
): SafeHtml {
  const type = types.find(({ id }) => id === step.activity_type_id)
  const name = type?.name ?? 'To Do'
  const who = users.find(({ id }) => id === step.assignee_id)?.name
  return html`<li class="edit-line"><div>${icon(type && isIconName(type.icon) ? type.icon : 'check')} <strong>${name}</strong>${step.summary !== '' && `: ${step.summary}`}
<span class="quiet">${whenOf(step)} · ${step.assignee_rule === 'fixed' ? (who ?? 'somebody who has left') : RULES[step.assignee_rule]}</span></div>
${buttonForm({ action: `${path}/steps/${step.id}/remove`, token, label: html`${icon('cross')}<span class="visually-hidden"> Take ${name} out of the plan</span>`, style: 'small' })}</li>`
}

function whenOf({ delay_count, delay_unit, delay_from }: ActivityPlanStepRow): string {
  if (delay_count === 0) return 'on the day'
  return `${counted(delay_count, delay_unit.slice(0, -1))} ${delay_from}`
}

const RULES: Record<AssigneeRule, string> = {
  starter: 'who starts the plan',
  record: 'who has the record',
  fixed: 'somebody fixed',
  asked: 'asked when it starts',
}

function planInputs(plan: Plan | null, { recordTypes }: PlanList): SafeHtml {
  const kinds = [
    { value: '0', label: 'Every type' },
    ...recordTypes.map(({ id, label }) => ({ value: String(id), label })),
  ]
  return html`<div class="field-row">${textField({ name: 'name', label: 'Name', value: plan?.name, required: true })}
${selectField({ name: 'record_type', label: 'Record type', options: kinds, value: plan?.record_type_id ?? 0 })}</div>`
}

function stepInputs({ types, users }: PlanList): SafeHtml {
  const named = (rows: { id: number; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: String(id), label: name }))
  return html`<div class="field-row">${selectField({ name: 'type', label: 'Type', options: named(types) })}
${textField({ name: 'summary', label: 'Summary', hint: 'Without one: what the type says.' })}</div>
<div class="field-row">${textField({ name: 'delay_count', label: 'Days, weeks or months', type: 'number', value: 0 })}
${selectField({ name: 'delay_unit', label: 'Unit', options: ['days', 'weeks', 'months'].map((unit) => ({ value: unit, label: unit })) })}
${selectField({
  name: 'delay_from',
  label: 'Counted',
  options: [
    { value: 'after', label: 'after the date' },
    { value: 'before', label: 'before the date' },
  ],
})}</div>
<div class="field-row">${selectField({
    name: 'rule',
    label: 'Who gets it',
    options: Object.entries(RULES).map(([value, label]) => ({ value, label })),
  })}
${selectField({ name: 'assignee', label: 'Who, if fixed', options: [{ value: '0', label: 'Nobody' }, ...named(users)] })}</div>
${textArea({ name: 'note', label: 'Note', rows: 2 })}`
}
