import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { answerRulesOf, type Rest } from '../../gateway/chatter/records/rest.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { AnswerRule, Field, Stage, SubtypeRow } from '../../gateway/store/tables/threads.ts'
import { FIELD_KINDS } from '../type-forms.ts'
import { hidden, optionTags, selectField, textField, tickBox } from './fields.ts'
import { icon } from './icons.ts'
import { subtypeBox } from './subtypes.ts'
import { counted, STRANGERS, UNPROVED, WHO_MAY_POST } from './words.ts'

const SPARE_ROWS = 2

const USER_MAIL = [
  { value: 'message', label: 'a message to the followers' },
  { value: 'note', label: 'a note, for the team' },
]

export function recordTypesPage(
  types: RecordType[],
  { token, domain }: { token: string; domain: string },
): SafeHtml {
  return html`<div class="page-head"><h1>Record types</h1></div>
<div class="columns"><div class="column-main"><div class="card flush"><table class="list">
<thead><tr><th scope="col">Type</th><th scope="col">Prefix</th><th scope="col">Record addresses</th><th scope="col">Made of</th></tr></thead>
<tbody>${types.map(
    (
      type,
    ) => html`<tr><th scope="row"><a class="row-link" href="/admin/record-types/${type.code}">${type.label}</a></th>
<td data-label="Prefix">${type.prefix}-…</td><td data-label="Address" class="break">${type.settings.address}+1@${domain}</td>
<td data-label="Made of">${counted(type.stages.length, 'stage')}, ${counted(type.fields.length, 'field')}</td></tr>`,
  )}</tbody></table></div></div>
<div class="column-side"><section class="card" aria-labelledby="add-title"><h2 id="add-title">${icon('plus')} Add a record type</h2>
<form class="stack" method="post" action="/admin/record-types">${hidden('token', token)}
${textField({ name: 'label', label: 'Name', required: true, placeholder: 'Contract' })}
${textField({ name: 'plural', label: 'Plural', required: true, placeholder: 'Contracts' })}
${textField({ name: 'code', label: 'Code', required: true, placeholder: 'contract', hint: 'Small letters. It is the address of its records, contract+1@, and stays.' })}
${textField({ name: 'prefix', label: 'Prefix', required: true, placeholder: 'C', hint: 'Its references are C-1, C-2 and so on.' })}
<button class="button primary" type="submit">Add</button></form></section></div></div>`
}

export type TypeView = { type: RecordType; subtypes: SubtypeRow[]; token: string; domain: string }

export function recordTypePage(view: TypeView): SafeHtml {
  const { type, token, domain } = view
  return html`<p class="crumbs"><a href="/admin/record-types">Record types</a></p>
<div class="page-head"><h1>${type.label}</h1><span class="quiet">${type.code} · ${type.prefix}-… · ${type.settings.address}+1@${domain}</span></div>
<form method="post" action="/admin/record-types/${type.code}">${hidden('token', token)}
${settingsCard(type)}
<section class="card" aria-labelledby="stages-title"><h2 id="stages-title">Stages</h2><p class="quiet">In this order. Empty a name to remove its stage.</p>
<div class="rows">${[...type.stages, ...Array<null>(SPARE_ROWS).fill(null)].map(stageRow)}</div></section>
<section class="card" aria-labelledby="fields-title"><h2 id="fields-title">Fields</h2><p class="quiet">Empty a name to remove its field; values of records are kept.</p>
<div class="rows">${[...type.fields, ...Array<null>(SPARE_ROWS).fill(null)].map(fieldRow)}</div></section>
<p class="save-line"><button class="button primary" type="submit">Save ${type.label.toLowerCase()}</button></p></form>
${subtypeBox(view)}`
}

function settingsCard(type: RecordType): SafeHtml {
  const { follow } = type.settings
  const answers = answerRulesOf(type)
  return html`<section class="card stack" aria-label="Settings"><div class="field-row">
${textField({ name: 'label', label: 'Name', value: type.label, required: true })}
${textField({ name: 'plural', label: 'Plural', value: type.plural, required: true })}
${selectField({ name: 'whoMayPost', label: 'Who may post', options: [...WHO_MAY_POST], value: type.settings.whoMayPost })}
${selectField({ name: 'strangers', label: 'Strangers, where only followers may', options: [...STRANGERS], value: type.settings.strangers })}
${selectField({ name: 'unproved', label: 'Known senders without proof', options: [...UNPROVED], value: type.settings.unproved ?? 'hold' })}
${selectField({ name: 'userMail', label: 'A user’s mail is', options: [...USER_MAIL], value: type.settings.userMail ?? 'message' })}</div>
<div class="field-row">${answerField('closed', 'An answer to a closed one', answers.closed)}
${answerField('archived', 'An answer to an archived one', answers.archived)}
${answerField('deleted', 'An answer to a deleted one', answers.deleted)}</div>
<fieldset class="ticks row"><legend>Follow by themselves</legend>
${tickBox({ name: 'creator', label: 'who opens it', on: follow.creator })}
${tickBox({ name: 'assignee', label: 'the assignee', on: follow.assignee })}
${tickBox({ name: 'customer', label: 'the customer', on: follow.customer })}
${tickBox({ name: 'replier', label: 'who replies by mail', on: follow.replier })}</fieldset></section>`
}

const ANSWERS: { value: AnswerRule; label: string }[] = [
  { value: 'reopen', label: 'brings it back' },
  { value: 'keep', label: 'is filed there, no more' },
  { value: 'new linked', label: 'opens a linked record' },
]

function answerField(rest: Rest, label: string, value: AnswerRule): SafeHtml {
  // what is kept in a deleted record is seen by nobody
  const options = ANSWERS.filter((one) => rest !== 'deleted' || one.value !== 'keep')
  return selectField({ name: rest, label, options, value })
}

function stageRow(stage: Stage | null, index: number): SafeHtml {
  const name = `stage.${index}`
  const label = stage?.label ?? 'new stage'
  return html`<div class="form-row">${hidden(`${name}.code`, stage?.code ?? '')}
<input name="${name}.label" value="${stage?.label ?? ''}" placeholder="New stage" aria-label="Name of ${label}">
${tickBox({ name: `${name}.closed`, label: 'closes the record', on: stage?.closed ?? false })}</div>`
}

function fieldRow(field: Field | null, index: number): SafeHtml {
  const name = `field.${index}`
  const label = field?.label ?? 'new field'
  return html`<div class="form-row wide-row">${hidden(`${name}.code`, field?.code ?? '')}
<input name="${name}.label" value="${field?.label ?? ''}" placeholder="New field" aria-label="Name of ${label}">
<select name="${name}.kind" aria-label="Kind of ${label}">${optionTags(
    FIELD_KINDS.map((kind) => ({ value: kind, label: kind })),
    field?.kind ?? 'text',
  )}</select>
<input name="${name}.options" value="${field?.options?.join(', ') ?? ''}" placeholder="Options: Low, High" aria-label="Options of ${label}">
<input name="${name}.currency" value="${field?.currency ?? ''}" placeholder="EUR" aria-label="Currency of ${label}">
${tickBox({ name: `${name}.tracked`, label: 'tracked', on: field?.tracked ?? true })}</div>`
}
