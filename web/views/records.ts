import type { PersonWithAddress } from '../../gateway/chatter/people/people.ts'
import type { ListedRecord } from '../../gateway/chatter/records/record-list.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { ActivityMark } from '../activity-reading.ts'
import { activityMark } from './activities.ts'
import { fieldInput, peopleList } from './field-input.ts'
import { emptyState, hidden, optionTags, textField, tickBox } from './fields.ts'
import { icon } from './icons.ts'
import { age, type Here } from './times.ts'
import { counted } from './words.ts'

type RecordFilter = { type: string; search: string; closed: boolean; page: number }

export type RecordList = {
  filter: RecordFilter
  types: RecordType[]
  records: ListedRecord[]
  /** What is planned on them, by thread. */
  activities: Map<number, ActivityMark>
  hasMore: boolean
  mayPost: boolean
  here: Here
}

export function recordsPage(list: RecordList): SafeHtml {
  return html`<div class="page-head"><h1>Records</h1>
${list.mayPost && html`<a class="button primary" href="/records/new${list.filter.type && `?type=${list.filter.type}`}">${icon('plus')} New record</a>`}</div>
${filterForm(list)}
${list.records.length === 0 ? nothingFound(list) : table(list)}
${pager(list)}`
}

function filterForm({ filter, types }: RecordList): SafeHtml {
  const choices = [
    { value: '', label: 'All types' },
    ...types.map((type) => ({ value: type.code, label: type.plural })),
  ]
  return html`<form class="filter" method="get" action="/records" role="search">
<label class="field"><span class="label">Type</span><select name="type">${optionTags(choices, filter.type)}</select></label>
<label class="field grow"><span class="label">Search</span><input name="search" type="search" value="${filter.search}" placeholder="Name, customer or T-42"></label>
${tickBox({ name: 'closed', label: 'Closed too', on: filter.closed })}
<button class="button" type="submit">${icon('search')} Show</button>
</form>`
}

function table(list: RecordList): SafeHtml {
  return html`<div class="card flush"><table class="list">
<thead><tr><th scope="col">Record</th><th scope="col">Stage</th><th scope="col">Customer</th><th scope="col">Assignee</th><th scope="col" class="right">Last entry</th></tr></thead>
<tbody>${list.records.map((record) => row(record, list))}</tbody></table></div>`
}

function row(record: ListedRecord, { types, here, activities }: RecordList): SafeHtml {
  const reference = `${record.prefix}-${record.number}`
  const type = types.find((one) => one.id === record.record_type_id)
  const stage = type?.stages.find((one) => one.code === record.stage)?.label ?? record.stage
  return html`<tr class="${record.closed_at ? 'closed' : ''}">
<th scope="row"><a class="row-link" href="/records/${reference}"><span class="reference">${reference}</span> ${record.name}</a>
<span class="quiet">${record.type_label} · ${counted(record.message_count, 'entry', 'entries')}</span> ${activityMark(activities.get(record.thread_id))}</th>
<td data-label="Stage">${stage && html`<span class="chip">${stage}</span>`}</td>
<td data-label="Customer">${record.customer ?? html`<span class="quiet">none</span>`}</td>
<td data-label="Assignee">${record.assignee ?? html`<span class="quiet">nobody</span>`}</td>
<td data-label="Last entry" class="right">${age(record.last_message_at, here)}</td></tr>`
}

function nothingFound({ filter, types, mayPost }: RecordList): SafeHtml {
  if (filter.search !== '' || filter.page > 0) {
    return emptyState(
      'Nothing found',
      html`Try fewer words, or <a href="/records?closed=1">all records, closed ones too</a>.`,
    )
  }
  const type = types.find((one) => one.code === filter.type)
  const how = html`A mail to an alias opens one${mayPost && html`, and so does <a href="/records/new">New record</a>`}.`
  return emptyState(type ? `No open ${type.plural.toLowerCase()}` : 'No open records yet', how)
}

function pager({ filter, hasMore }: RecordList): SafeHtml | false {
  if (filter.page === 0 && !hasMore) return false
  const to = (page: number) =>
    `/records?${new URLSearchParams({ type: filter.type, search: filter.search, ...(filter.closed ? { closed: '1' } : {}), page: String(page) })}`
  return html`<nav class="pager" aria-label="Pages">
${filter.page > 0 && html`<a class="button" rel="prev" href="${to(filter.page - 1)}">Newer</a>`}
${hasMore && html`<a class="button" rel="next" href="${to(filter.page + 1)}">Older</a>`}</nav>`
}

export function chooseTypePage(types: RecordType[]): SafeHtml {
  return html`<div class="page-head"><h1>New record</h1></div>
<p class="lead">What kind of record is it?</p>
<ul class="tiles">${types.map((type) => html`<li><a class="tile" href="/records/new?type=${type.code}"><strong>${type.label}</strong><span class="quiet">${type.prefix}-…</span></a></li>`)}</ul>`
}

export function newRecordPage(
  type: RecordType,
  { token, everybody }: { token: string; everybody: PersonWithAddress[] },
): SafeHtml {
  return html`<div class="page-head"><h1>New ${type.label.toLowerCase()}</h1></div>
<form class="card stack" method="post" action="/records">${hidden('token', token)}${hidden('type', type.code)}
${textField({ name: 'name', label: 'Name', required: true })}
${textField({ name: 'customer', label: 'Customer', type: 'email', hint: 'A mail address. Somebody new becomes a contact.' })}
<div class="field-row">${type.fields.map((field) => fieldInput(field, ''))}</div>${peopleList(type, everybody)}
<div class="actions"><button class="button primary" type="submit">Open the ${type.label.toLowerCase()}</button> <a class="button" href="/records">Cancel</a></div>
</form>`
}
