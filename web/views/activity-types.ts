import type { PersonWithAddress } from '../../gateway/chatter/people/people.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { ActivityTypeRow } from '../../gateway/store/tables/threads.ts'
import {
  buttonForm,
  emptyState,
  hidden,
  selectField,
  textArea,
  textField,
  tickBox,
} from './fields.ts'
import { ICON_NAMES, icon, isIconName } from './icons.ts'
import { counted } from './words.ts'

export type ActivityTypeList = {
  types: ActivityTypeRow[]
  recordTypes: RecordType[]
  users: PersonWithAddress[]
  token: string
}

export function activityTypesPage(list: ActivityTypeList): SafeHtml {
  const { types, token } = list
  return html`<div class="page-head"><h1>Activity types</h1></div>
${types.length === 0 && emptyState('No activity types', 'Add one: it is what people choose when they plan a follow-up.')}
<section class="card flush" aria-label="Activity types"><ul class="edit-rows">${types.map((type) => typeRow(type, list))}</ul></section>
<section class="card" aria-labelledby="add-title"><h2 id="add-title">${icon('plus')} Add an activity type</h2>
<form class="stack" method="post" action="/admin/activity-types">${hidden('token', token)}${inputs(null, list)}
<button class="button primary" type="submit">Add</button></form></section>`
}

function typeRow(type: ActivityTypeRow, list: ActivityTypeList): SafeHtml {
  const path = `/admin/activity-types/${type.id}`
  return html`<li><div class="edit-line"><div>${icon(isIconName(type.icon) ? type.icon : 'check')} <strong>${type.name}</strong> ${type.summary && html`<span class="quiet">${type.summary}</span>`}</div>
<span class="quiet">${dueText(type)}</span></div>
<p class="quiet">${details(type, list).join(' · ')}</p>
<details class="fold"><summary aria-label="Change ${type.name}">${icon('pen')} Change</summary>
<form class="stack" method="post" action="${path}">${hidden('token', list.token)}${inputs(type, list)}
<button class="button primary" type="submit">Save</button></form>
${type.code === null && html`<div class="danger-line">${buttonForm({ action: `${path}/remove`, token: list.token, label: html`${icon('trash')} Remove ${type.name}`, style: 'small danger' })}</div>`}
</details></li>`
}

function dueText(type: ActivityTypeRow): string {
  if (type.delay_count === 0)
    return type.delay_from === 'now' ? 'due on the day' : 'due with the one before'
  const delay = counted(type.delay_count, type.delay_unit.slice(0, -1))
  return `due ${delay} after ${type.delay_from === 'now' ? 'it is planned' : 'the one before was due'}`
}

function details(type: ActivityTypeRow, { users, types, recordTypes }: ActivityTypeList): string[] {
  const next = types.find((one) => one.id === type.next_type_id)
  const recordType = recordTypes.find((one) => one.id === type.record_type_id)
  return [
    recordType ? `on ${recordType.plural.toLowerCase()}` : 'on every record type',
    `assignee: ${users.find((user) => user.id === type.assignee_id)?.name ?? 'who plans it'}`,
    ...(next
      ? [`then ${next.name} is ${type.chaining === 'trigger' ? 'planned by itself' : 'suggested'}`]
      : []),
  ]
}

function inputs(
  type: ActivityTypeRow | null,
  { users, types, recordTypes }: ActivityTypeList,
): SafeHtml {
  const named = (none: string, rows: { id: number; name: string }[]) => [
    { value: '0', label: none },
    ...rows.map((row) => ({ value: String(row.id), label: row.name })),
  ]
  const others = types.filter((one) => one.id !== type?.id)
  const kinds = recordTypes.map((one) => ({ id: one.id, name: one.label }))
  return html`<div class="field-row">
${textField({ name: 'name', label: 'Name', value: type?.name, required: true })}
${selectField({ name: 'icon', label: 'Icon', options: ICON_NAMES.map((name) => ({ value: name, label: name })), value: type?.icon ?? 'check' })}
${selectField({ name: 'record_type_id', label: 'Record type', options: named('Every type', kinds), value: type?.record_type_id ?? 0 })}</div>
<div class="field-row">
${textField({ name: 'delay_count', label: 'Due after', type: 'number', value: type?.delay_count ?? 0 })}
${selectField({ name: 'delay_unit', label: 'Unit', options: plain('days', 'weeks', 'months'), value: type?.delay_unit })}
${selectField({
  name: 'delay_from',
  label: 'From',
  options: [
    { value: 'now', label: 'when it is planned' },
    { value: 'previous', label: 'when the one before was due' },
  ],
  value: type?.delay_from,
})}</div>
<div class="field-row">
${selectField({ name: 'assignee_id', label: 'Assignee', options: named('Who plans it', users), value: type?.assignee_id ?? 0 })}
${selectField({ name: 'next_type_id', label: 'Next type', options: named('None', others), value: type?.next_type_id ?? 0 })}
${selectField({
  name: 'chaining',
  label: 'The next one',
  options: [
    { value: 'suggest', label: 'is suggested' },
    { value: 'trigger', label: 'is planned by itself' },
  ],
  value: type?.chaining,
})}</div>
<div class="field-row">
${selectField({
  name: 'category',
  label: 'What it is',
  options: [
    { value: 'default', label: 'anything' },
    { value: 'upload', label: 'a document to bring' },
    { value: 'phone', label: 'a call' },
    { value: 'meeting', label: 'a meeting' },
  ],
  value: type?.category,
})}
${selectField({
  name: 'decoration',
  label: 'Marked as',
  options: [
    { value: '', label: 'nothing special' },
    { value: 'warning', label: 'attention' },
    { value: 'danger', label: 'alert' },
  ],
  value: type?.decoration,
})}</div>
${tickBox({ name: 'keep_done', label: 'Done ones stay listed with the record', on: type?.keep_done === 1 })}
${textField({ name: 'summary', label: 'Default summary', value: type?.summary })}
${textArea({ name: 'note', label: 'Default note', value: type?.note, rows: 2 })}`
}

function plain(...values: string[]): { value: string; label: string }[] {
  return values.map((value) => ({ value, label: value }))
}
