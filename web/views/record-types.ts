import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { buttonForm, hidden, textField } from './fields.ts'
import { icon } from './icons.ts'
import { subtypeBox } from './subtypes.ts'
import { age } from './times.ts'
import { fieldsCard, stagesCard, type TypeView } from './type-rows.ts'
import { settingsCard } from './type-settings.ts'
import { counted } from './words.ts'

export function recordTypesPage(
  types: RecordType[],
  { token, domain }: { token: string; domain: string },
): SafeHtml {
  return html`<div class="page-head"><h1>Record types</h1> <a class="button" href="/admin/imports">${icon('plus')} Import records</a></div>
<div class="columns"><div class="column-main"><div class="card flush"><table class="list">
<thead><tr><th scope="col">Type</th><th scope="col">Prefix</th><th scope="col">Record addresses</th><th scope="col">Made of</th></tr></thead>
<tbody>${types.map(
    (
      type,
    ) => html`<tr class="${type.removed_at === null ? '' : 'closed'}"><th scope="row"><a class="row-link" href="/admin/record-types/${type.code}">${type.label}</a>${type.removed_at !== null && html` <span class="quiet">removed</span>`}</th>
<td data-label="Prefix">${type.prefix}-…</td><td data-label="Address" class="break">${type.settings.address}+1@${domain}</td>
<td data-label="Made of">${counted(type.stages.length, 'stage')}, ${counted(type.fields.length, 'field')}</td></tr>`,
  )}</tbody></table></div></div>
<div class="column-side"><section class="card" aria-labelledby="add-title"><h2 id="add-title">${icon('plus')} Add a record type</h2>
<form class="stack" method="post" action="/admin/record-types">${hidden('token', token)}
${textField({ name: 'label', label: 'Name', required: true, placeholder: 'Contract' })}
${textField({ name: 'plural', label: 'Plural', required: true, placeholder: 'Contracts' })}
${textField({ name: 'code', label: 'Code', required: true, placeholder: 'contract', hint: 'Small letters. It stays.' })}
${textField({ name: 'address', label: 'Mail address', placeholder: 'contract', hint: 'Before the + of its records, as in contract+1@. Without one: the code. It stays.' })}
${textField({ name: 'prefix', label: 'Prefix', required: true, placeholder: 'C', hint: 'Its references are C-1, C-2 and so on.' })}
<button class="button primary" type="submit">Add</button></form></section></div></div>`
}

export function recordTypePage(view: TypeView): SafeHtml {
  const { type, token, domain } = view
  return html`<p class="crumbs"><a href="/admin/record-types">Record types</a></p>
<div class="page-head"><h1>${type.label}</h1><span class="quiet">${type.code} · ${type.prefix}-… · ${type.settings.address}+1@${domain}</span></div>
${undoBar(view)}
<form method="post" action="/admin/record-types/${type.code}">${hidden('token', token)}
${settingsCard(type)}
${stagesCard(view)}
${fieldsCard(view)}
<p class="save-line"><button class="button primary" type="submit">Save ${type.label.toLowerCase()}</button></p></form>
${subtypeBox(view)}
${removalCard(view)}`
}

function undoBar({ type, last, token, here }: TypeView): SafeHtml | false {
  if (!last) return false
  const undo = buttonForm({
    action: `/admin/record-types/${type.code}/undo`,
    token,
    label: html`${icon('undo')} Undo`,
    style: 'small',
  })
  return html`<div class="last-change"><span class="quiet">Last changed by ${last.by}, ${age(last.at, here)}.</span> ${undo}</div>`
}

function removalCard({ type, token }: TypeView): SafeHtml {
  const isGone = type.removed_at !== null
  const action = `/admin/record-types/${type.code}/${isGone ? 'restore' : 'remove'}`
  const label = `${isGone ? 'Restore' : 'Remove'} this record type`
  const says = isGone
    ? 'It was removed: no new records of it can be opened.'
    : 'No new records can be opened then. Those there are stay, with their threads and their mail, and it can be restored.'
  return html`<section class="card" aria-label="Removal"><p class="quiet">${says}</p>${buttonForm({ action, token, label })}</section>`
}
