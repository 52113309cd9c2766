import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { SubtypeRow } from '../../gateway/store/tables/threads.ts'
import { buttonForm, hidden, textField, tickBox } from './fields.ts'
import { icon } from './icons.ts'

/** What followers of a record type can hear of. */
export function subtypeBox({
  type,
  subtypes,
  token,
}: {
  type: RecordType
  subtypes: SubtypeRow[]
  token: string
}): SafeHtml {
  return html`<section class="card flush" aria-labelledby="subtypes-title" id="subtypes"><div class="shelf-head"><h2 id="subtypes-title">Subtypes</h2><span class="quiet">What followers can hear of</span></div>
<ul class="edit-rows">${subtypes.map((subtype) => subtypeRow(subtype, { type, token }))}
<li><form class="stack" method="post" action="/admin/subtypes">${hidden('token', token)}${hidden('type', type.code)}
<div class="field-row">${textField({ name: 'label', label: 'New subtype', required: true, placeholder: 'Contract signed' })}
${textField({ name: 'code', label: 'Code', required: true, placeholder: 'signed' })}</div>
<div class="ticks row">${flags({ internal: true, on: true })}</div>
<button class="button" type="submit">${icon('plus')} Add</button></form></li></ul></section>`
}

function subtypeRow(
  subtype: SubtypeRow,
  { type, token }: { type: RecordType; token: string },
): SafeHtml {
  const isOwn = subtype.record_type_id !== null
  return html`<li><div class="edit-line"><div><strong>${subtype.label}</strong> <span class="quiet">${subtype.code}${!isOwn && html` · of every record type`}</span></div>
<div>${subtype.internal ? html`<span class="mark inside">users only</span>` : html`<span class="mark outside">externals too</span>`} ${subtype.default_on ? html`<span class="state good">on by default</span>` : html`<span class="state calm">off by default</span>`}</div></div>
<details class="fold"><summary aria-label="Change ${subtype.label}">${icon('pen')} Change</summary>
<form class="stack" method="post" action="/admin/subtypes/${subtype.id}">${hidden('token', token)}${hidden('type', type.code)}
${textField({ name: 'label', label: 'Name', value: subtype.label, required: true })}
<div class="ticks row">${isOwn ? flags({ internal: subtype.internal === 1, on: subtype.default_on === 1 }) : tickBox({ name: 'on', label: 'on by default', on: subtype.default_on === 1 })}</div>
<button class="button" type="submit">Save</button></form>
${isOwn && html`<div class="danger-line">${buttonForm({ action: `/admin/subtypes/${subtype.id}/remove`, token, fields: { type: type.code }, label: html`${icon('trash')} Remove`, style: 'small danger' })}</div>`}
</details></li>`
}

function flags({ internal, on }: { internal: boolean; on: boolean }): SafeHtml {
  return html`${tickBox({ name: 'internal', label: 'users only', on: internal })}${tickBox({ name: 'on', label: 'on by default', on })}`
}
