import { columnsFor } from '../../gateway/chatter/records/import-columns.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import type { Sheet } from '../../gateway/lib/csv.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { Trial } from '../../gateway/processes/import-records.ts'
import { readJson } from '../../gateway/store/rows.ts'
import type { ImportRow } from '../../gateway/store/tables/types.ts'
import { emptyState, fileField, hidden, optionTags, selectField, tickBox } from './fields.ts'
import { icon } from './icons.ts'
import { age, type Here } from './times.ts'
import { counted } from './words.ts'

/** Letters of a cell that a preview shows. */
const CELL_SHOWN = 60

const MARKS = [
  { value: '', label: 'what is clear only' },
  { value: '.', label: 'a dot: 1234.50' },
  { value: ',', label: 'a comma: 1234,50' },
]

export type ImportsView = {
  types: RecordType[]
  all: RecordType[]
  imports: ImportRow[]
  token: string
  here: Here
}

export function importsPage({ types, all, imports, token, here }: ImportsView): SafeHtml {
  return html`<div class="page-head"><h1>Import records</h1></div>
<div class="columns"><div class="column-main">${imports.length === 0 ? emptyState('No imports yet', 'A CSV file opens records, or changes those that it names by their reference.') : pastImports({ all, imports, here })}</div>
<div class="column-side"><section class="card" aria-labelledby="import-title"><h2 id="import-title">${icon('plus')} A file of records</h2>
<form class="stack" method="post" action="/admin/imports" enctype="multipart/form-data">${hidden('token', token)}
${selectField({ name: 'type', label: 'Of record type', options: types.map(({ code, label }) => ({ value: code, label })) })}
${fileField('CSV file')}
<p class="hint">Its first line names the columns, by codes or labels of fields. Nothing is taken yet: next come its first lines.</p>
<button class="button primary" type="submit">Look at it</button></form></section></div></div>`
}

function pastImports({
  all,
  imports,
  here,
}: Pick<ImportsView, 'all' | 'imports' | 'here'>): SafeHtml {
  return html`<div class="card flush"><table class="list">
<thead><tr><th scope="col">File</th><th scope="col">Type</th><th scope="col">Outcome</th><th scope="col" class="right">When</th></tr></thead>
<tbody>${imports.map(
    (
      row,
    ) => html`<tr><th scope="row"><a class="row-link break" href="/admin/imports/${row.id}">${row.file_name}</a></th>
<td data-label="Type">${all.find(({ id }) => id === row.record_type_id)?.label}</td>
<td data-label="Outcome">${outcomeOf(row)}</td><td data-label="When" class="right">${age(row.created_at, here)}</td></tr>`,
  )}</tbody></table></div>`
}

function outcomeOf(row: ImportRow): string {
  if (row.ended_at === null && row.lines_done === 0) return 'not begun'
  const counts = `${row.created} created, ${row.updated} changed, ${row.faulty} not taken`
  return row.ended_at === null ? `${counts}; not finished` : counts
}

export type ImportView = {
  row: ImportRow
  type: RecordType
  sheet: Sheet
  codes: string[]
  token: string
}

export function importPage(view: ImportView & { trials: Trial[] }): SafeHtml {
  const { row, type, sheet, token, trials } = view
  const hasBegun = row.lines_done > 0
  const left = sheet.lines.length - row.lines_done
  return html`${head(view)}
<form method="post" action="/admin/imports/${row.id}">${hidden('token', token)}
${trials.length === 0 && html`<p class="trouble" role="alert">${icon('warning')}<span>Say which column is the name, or the reference of records that are there. Then choose “Try it”.</span></p>`}
<div class="card flush scroll"><table class="list matrix preview">
<thead><tr><th scope="col">Line</th><th scope="col">What it would do</th>${sheet.columns.map((name, index) => html`<th scope="col">${columnSelect(name, index, view)}</th>`)}</tr></thead>
<tbody>${sheet.lines.slice(0, 10).map((line, index) => html`<tr><th scope="row">${line.number}</th><td class="outcome">${trialWords(trials[index])}</td>${sheet.columns.map((_, at) => html`<td>${short(line.cells[at] ?? '')}</td>`)}</tr>`)}</tbody></table></div>
<section class="card stack" aria-label="How it is read"><div class="field-row">
${selectField({ name: 'mark', label: 'Decimals are parted by', options: MARKS, value: row.decimal_mark })}</div>
<div class="ticks row">${tickBox({ name: 'tell', label: 'tell the followers of each record', on: row.tell === 1 })}</div>
<p class="quiet">An empty cell changes nothing, “none” empties a field. A line with a reference changes that ${type.label.toLowerCase()}, one without opens a new one. Changes are credited to Postern, with this import as their cause.</p>
<div class="actions">${!hasBegun && html`<button class="button" type="submit">Try it</button>`}
<button class="button primary" type="submit" name="run" value="1">${hasBegun ? 'Go on with' : 'Import'} ${counted(left, 'line')}</button> <a class="button" href="/admin/imports">Cancel</a></div></section></form>`
}

export function importReport(view: ImportView): SafeHtml {
  const { row } = view
  const faults = readJson(row.faults)
  return html`${head(view)}
<dl class="facts card"><div><dt>Created</dt><dd>${row.created}</dd></div><div><dt>Changed</dt><dd>${row.updated}</dd></div>
<div><dt>As they were</dt><dd>${row.unchanged}</dd></div><div><dt>Not taken</dt><dd>${row.faulty}</dd></div></dl>
${
  faults.length > 0 &&
  html`<section class="card flush" aria-labelledby="faults-title"><div class="shelf-head"><h2 id="faults-title">Lines that were not taken</h2><span class="quiet">Nothing of them is saved</span></div>
<table class="list"><thead><tr><th scope="col">Line</th><th scope="col">Why</th></tr></thead>
<tbody>${faults.map(({ line, why }) => html`<tr><th scope="row">Line ${line}</th><td>${why}</td></tr>`)}</tbody></table></section>`
}
<p><a class="button" href="/records?type=${view.type.code}&amp;closed=1">${view.type.plural}</a> <a class="button" href="/admin/imports">Another file</a></p>`
}

function head({ row, type, sheet }: ImportView): SafeHtml {
  return html`<p class="crumbs"><a href="/admin/imports">Import records</a></p>
<div class="page-head"><h1 class="break">${row.file_name}</h1><span class="quiet">${counted(sheet.lines.length, 'line')} · ${type.plural}</span></div>`
}

function columnSelect(name: string, index: number, { type, codes }: ImportView): SafeHtml {
  const options = [
    { value: '', label: 'left out' },
    ...columnsFor(type).map(({ code, label }) => ({ value: code, label })),
  ]
  return html`<label class="field"><span class="label">${short(name)}</span><select name="column.${index}" aria-label="What the column ${name} is">${optionTags(options, codes[index] ?? '')}</select></label>`
}

function trialWords(trial: Trial | undefined): SafeHtml | string {
  if (!trial) return ''
  if (trial.why) return html`<span class="state bad">${trial.why}</span>`
  const words = { created: 'opens one', updated: 'changes', unchanged: 'changes nothing of' }
  const { did, reference } = trial.outcome!
  return html`<span class="state good">${words[did]}${did !== 'created' && ` ${reference}`}</span>`
}

function short(text: string): string {
  return text.length > CELL_SHOWN ? `${text.slice(0, CELL_SHOWN)} …` : text
}
