import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { SubtypeRow } from '../../gateway/store/tables/threads.ts'
import { buttonForm, hidden, selectField, textField, tickBox } from './fields.ts'
import { icon } from './icons.ts'

export type SubtypeView = {
  type: RecordType
  subtypes: SubtypeRow[]
  token: string
  /** Subtypes of records that may be linked to one of this type. */
  linkable: Linkable[]
}

/** A subtype of another record type; `by`: the link fields of that type. */
export type Linkable = { type: RecordType; subtype: SubtypeRow }

/** What followers of a record type can hear of. */
export function subtypeBox({ type, subtypes, token, linkable }: SubtypeView): SafeHtml {
  return html`<section class="card flush" aria-labelledby="subtypes-title" id="subtypes"><div class="shelf-head"><h2 id="subtypes-title">Subtypes</h2><span class="quiet">What followers can hear of</span></div>
<ul class="edit-rows">${subtypes.map((subtype) => subtypeRow(subtype, { type, subtypes, token, linkable }))}
<li><form class="stack" method="post" action="/admin/subtypes">${hidden('token', token)}${hidden('type', type.code)}
<div class="field-row">${textField({ name: 'label', label: 'New subtype', required: true, placeholder: 'Contract signed' })}
${textField({ name: 'code', label: 'Code', required: true, placeholder: 'signed' })}</div>
<div class="ticks row">${flags({ internal: true, on: true, hidden: false })}</div>
${heardFields(null, linkable)}
<button class="button" type="submit">${icon('plus')} Add</button></form></li></ul></section>`
}

function subtypeRow(subtype: SubtypeRow, { type, token, linkable }: SubtypeView): SafeHtml {
  const isOwn = subtype.record_type_id !== null
  return html`<li><div class="edit-line"><div><strong>${subtype.label}</strong> <span class="quiet">${subtype.code}${!isOwn && html` · of every record type`}</span></div>
<div>${subtype.internal ? html`<span class="mark inside">users only</span>` : html`<span class="mark outside">externals too</span>`} ${subtype.default_on ? html`<span class="state good">on by default</span>` : html`<span class="state calm">off by default</span>`}${subtype.hidden === 1 && html` <span class="state calm">hidden</span>`}${heardMark(subtype, linkable)}</div></div>
<details class="fold"><summary aria-label="Change ${subtype.label}">${icon('pen')} Change</summary>
<form class="stack" method="post" action="/admin/subtypes/${subtype.id}">${hidden('token', token)}${hidden('type', type.code)}
${textField({ name: 'label', label: 'Name', value: subtype.label, required: true })}
<div class="ticks row">${isOwn ? flags({ internal: subtype.internal === 1, on: subtype.default_on === 1, hidden: subtype.hidden === 1 }) : html`${tickBox({ name: 'on', label: 'on by default', on: subtype.default_on === 1 })}${tickBox({ name: 'hidden', label: 'hidden', on: subtype.hidden === 1 })}`}</div>
${isOwn && heardFields(subtype, linkable)}
<button class="button" type="submit">Save</button></form>
${isOwn && html`<div class="danger-line">${buttonForm({ action: `/admin/subtypes/${subtype.id}/remove`, token, fields: { type: type.code }, label: html`${icon('trash')} Remove`, style: 'small danger' })}</div>`}
</details></li>`
}

function flags({
  internal,
  on,
  hidden: isHidden,
}: {
  internal: boolean
  on: boolean
  hidden: boolean
}): SafeHtml {
  return html`${tickBox({ name: 'internal', label: 'users only', on: internal })}${tickBox({ name: 'on', label: 'on by default', on })}${tickBox({ name: 'hidden', label: 'hidden from followers', on: isHidden })}`
}

/** "Task: Stage changed": who follows a project and hears of this hears of that in its tasks. */
function heardFields(subtype: SubtypeRow | null, linkable: Linkable[]): SafeHtml {
  const nothing = { value: '', label: 'Only what happens in the record itself' }
  const options = linkable.map(({ type, subtype: one }) => ({
    value: `${type.code}/${one.code}`,
    label: `${type.label}: ${one.label}`,
  }))
  const chosen = linkable.find(
    ({ type, subtype: one }) =>
      type.id === subtype?.heard_type_id && one.code === subtype.heard_code,
  )
  const value = chosen ? `${chosen.type.code}/${chosen.subtype.code}` : ''
  return html`<div class="field-row">${selectField({ name: 'hears', label: 'Stands for, in linked records', options: [nothing, ...options], value })}
${textField({ name: 'by', label: 'Linked by the field', value: subtype?.heard_by ?? '', placeholder: 'code of a link field', hint: 'Empty: the record’s own link.' })}</div>`
}

function heardMark(subtype: SubtypeRow, linkable: Linkable[]): SafeHtml | false {
  const heard = linkable.find(
    ({ type, subtype: one }) =>
      type.id === subtype.heard_type_id && one.code === subtype.heard_code,
  )
  return (
    heard !== undefined && html` <span class="state calm">of linked: ${heard.type.label}</span>`
  )
}
