import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { FIELD_KINDS } from '../../gateway/chatter/records/type-parts.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { Field, FieldKind, Stage, SubtypeRow } from '../../gateway/store/tables/threads.ts'
import { hidden, optionTags, tickBox } from './fields.ts'
import type { Here } from './times.ts'

const SPARE_ROWS = 2

export type TypeView = {
  type: RecordType
  types: RecordType[]
  subtypes: SubtypeRow[]
  /** The last change that can be taken back. */
  last: { by: string; at: number } | null
  token: string
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
<p class="quiet">In the order of their places. Empty a name to remove its stage; records in it stay there. A move is told as “Stage changed”, or as the kind of update that its stage names; a template goes to the customer.</p>
<div class="rows">${[...stages, ...spare()].map((stage, index) => stageRow(stage, index, view))}</div>${removedLine(removed.stages)}</section>`
}

export function fieldsCard(view: TypeView): SafeHtml {
  const { fields, removed } = view.type
  return html`<section class="card" aria-labelledby="fields-title"><h2 id="fields-title">Fields</h2>
<p class="quiet">Empty a name to remove its field; values of records are kept, and can be read. Options are for a selection, parted by commas; a currency is for money; where it leads to is for a link.</p>
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
<input name="${name}.template" value="${stage?.template ?? ''}" placeholder="Template" aria-label="Template for the customer at ${label}">
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
<input name="${name}.options" value="${field?.options?.join(', ') ?? ''}" placeholder="Options: Low, High" aria-label="Options of ${label}">
<input name="${name}.currency" value="${field?.currency ?? ''}" placeholder="EUR" aria-label="Currency of ${label}">
<select name="${name}.linkTo" aria-label="Record type that ${label} leads to">${optionTags(
    [
      { value: '', label: 'to any record' },
      ...view.types.map((type) => ({
        value: type.code,
        label: `to a ${type.label.toLowerCase()}`,
      })),
    ],
    field?.linkTo ?? '',
  )}</select>
${subtypeSelect(name, field?.subtype, { view, label, none: 'Note' })}
${tickBox({ name: `${name}.tracked`, label: 'tracked', on: field?.tracked ?? true })}
${field?.kind === 'money' && tickBox({ name: `${name}.anyCurrency`, label: 'any currency', on: field.anyCurrency ?? false })}</div>`
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
  return html`<select name="${name}.subtype" aria-label="Kind of update of ${label}">${optionTags([{ value: '', label: `told as ${none}` }, ...options], chosen ?? '')}</select>`
}
