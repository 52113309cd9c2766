import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { FIELD_KINDS } from '../../gateway/chatter/records/type-parts.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { Field, FieldKind, Stage } from '../../gateway/store/tables/threads.ts'
import { hidden, optionTags, selectField, textField, tickBox } from './fields.ts'
import type { SubtypeView } from './subtypes.ts'
import type { Here } from './times.ts'

const SPARE_ROWS = 2

export type TypeView = SubtypeView & {
  types: RecordType[]
  /** The last change that can be taken back. */
  last: { by: string; at: number } | null
  domain: string
  here: Here
}

/** What field kinds are called. */
export const KIND_WORDS: Record<FieldKind, string> = {
  text: 'text',
  'long-text': 'long text',
  number: 'number',
  money: 'money',
  date: 'date',
  'date-time': 'date and time',
  selection: 'selection',
  stage: 'stage',
  boolean: 'yes or no',
  person: 'person',
  link: 'link to a record',
}

export function stagesCard(view: TypeView): SafeHtml {
  const { stages, removed } = view.type
  return html`<section class="card" aria-labelledby="stages-title"><h2 id="stages-title">Stages</h2>
<p class="quiet">In the order of their places. Empty a name to remove its stage; records in it stay there. The list says as what kind of update a move to the stage is told; a template goes to the customer.</p>
<div class="rows">${[...stages, ...spare()].map((stage, index) => stageRow(stage, index, view))}</div>${removedLine(removed.stages)}</section>`
}

export function fieldsCard(view: TypeView): SafeHtml {
  const { fields, removed } = view.type
  return html`<section class="card" aria-labelledby="fields-title"><h2 id="fields-title">Fields</h2>
<p class="quiet">Empty a name to remove its field; values of records are kept, and can be read. “More” holds options, currency, where a link leads, and as what kind of update a change is told.</p>
<div class="rows">${[...fields, ...spare()].map((field, index) => fieldRow(field, index, view))}</div>${removedLine(removed.fields)}</section>`
}

function spare(): null[] {
  return Array<null>(SPARE_ROWS).fill(null)
}

function removedLine(parts: { label: string }[]): SafeHtml | false {
  if (parts.length === 0) return false
  return html`<p class="quiet">Removed: ${parts.map(({ label }) => label).join(', ')}. One added again under its old name gets its old values.</p>`
}

function stageRow(stage: Stage | null, index: number, view: TypeView): SafeHtml {
  const name = `stage.${index}`
  const label = stage?.label ?? 'new stage'
  return html`<div class="form-row stage-row">${hidden(`${name}.code`, stage?.code ?? '')}
${placeInput(name, index, label)}
<input name="${name}.label" value="${stage?.label ?? ''}" placeholder="New stage" aria-label="Name of ${label}">
${subtypeSelect(name, stage?.subtype, { view, label, none: 'Stage changed' })}
<input class="template" name="${name}.template" value="${stage?.template ?? ''}" placeholder="Template" aria-label="Template for the customer at ${label}">
${tickBox({ name: `${name}.closed`, label: 'closes it', on: stage?.closed ?? false })}</div>`
}

function fieldRow(field: Field | null, index: number, view: TypeView): SafeHtml {
  const name = `field.${index}`
  const label = field?.label ?? 'new field'
  return html`<div class="form-row field-form-row">${hidden(`${name}.code`, field?.code ?? '')}
${placeInput(name, index, label)}
<input name="${name}.label" value="${field?.label ?? ''}" placeholder="New field" aria-label="Name of ${label}">
<select name="${name}.kind" aria-label="Kind of ${label}">${optionTags(
    FIELD_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] })),
    field?.kind ?? 'text',
  )}</select>
${tickBox({ name: `${name}.tracked`, label: 'tracked', on: field?.tracked ?? true })}
${fieldDetails(field, { name, label, view })}</div>`
}

/** What only some kinds have: folded, since most fields have none of it. */
function fieldDetails(
  field: Field | null,
  { name, label, view }: { name: string; label: string; view: TypeView },
): SafeHtml {
  const types = view.types.map((type) => ({
    value: type.code,
    label: `to a ${type.label.toLowerCase()}`,
  }))
  const links = [{ value: '', label: 'to any record' }, ...types]
  return html`<details class="fold"><summary aria-label="More of ${label}">${summaryOf(field)}</summary><div class="field-row">
${textField({ name: `${name}.options`, label: 'Options of a selection', value: field?.options?.join(', '), placeholder: 'Low, High' })}
${textField({ name: `${name}.currency`, label: 'Currency of money', value: field?.currency, placeholder: view.type.settings.currency ?? 'EUR' })}
${selectField({ name: `${name}.linkTo`, label: 'A link leads', options: links, value: field?.linkTo })}
<label class="field"><span class="label">A change is told as</span>${subtypeSelect(name, field?.subtype, { view, label, none: 'Note' })}</label></div>
${tickBox({ name: `${name}.anyCurrency`, label: 'money of any currency', on: field?.anyCurrency ?? false })}</details>`
}

function summaryOf(field: Field | null): string {
  return field?.options?.join(', ') || field?.currency || field?.linkTo || 'More'
}

function placeInput(name: string, index: number, label: string): SafeHtml {
  return html`<input class="place" name="${name}.place" value="${index + 1}" inputmode="numeric" size="2" aria-label="Place of ${label}">`
}

function subtypeSelect(
  name: string,
  chosen: string | undefined,
  { view, label, none }: { view: TypeView; label: string; none: string },
): SafeHtml {
  const options = view.subtypes.map(({ code, label: word }) => ({ value: code, label: word }))
  return html`<select name="${name}.subtype" aria-label="Kind of update of ${label}">${optionTags([{ value: '', label: `${none}` }, ...options], chosen ?? '')}</select>`
}
