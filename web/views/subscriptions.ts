import { offeredTo } from '../../gateway/chatter/followers/chosen-subtypes.ts'
import {
  SUBSCRIPTIONS_A_PAGE,
  type Subscription,
} from '../../gateway/chatter/followers/subscriptions.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { SubtypeRow } from '../../gateway/store/tables/threads.ts'
import { emptyState, hidden, optionTags, selectField } from './fields.ts'
import { icon } from './icons.ts'
import { kindMark } from './people-marks.ts'

export type ShownSubscription = Subscription & { offered: SubtypeRow[]; chosen: string[] }

export type SubscriptionList = {
  rows: ShownSubscription[]
  filter: { type: string; search: string; before: number | null }
  /** The subtypes of the type that is shown: their defaults stand above the rows. */
  defaults: SubtypeRow[]
  types: RecordType[]
  token: string
}

/** A matrix: people on records down, subtypes across. */
export function subscriptionsPage(list: SubscriptionList): SafeHtml {
  const { filter, types, rows } = list
  const choices = [
    { value: '', label: 'All types' },
    ...types.map((type) => ({ value: type.code, label: type.plural })),
  ]
  return html`<div class="page-head"><h1>Subscriptions</h1></div>
<form class="filter" method="get" action="/admin/subscriptions" role="search">
<label class="field"><span class="label">Type</span><select name="type">${optionTags(choices, filter.type)}</select></label>
<label class="field grow"><span class="label">Search</span><input name="search" type="search" value="${filter.search}" placeholder="Person or record"></label>
<button class="button" type="submit">${icon('search')} Show</button></form>
${rows.length === 0 ? emptyState('Nobody follows anything here', 'Followers are added on the page of a record, and by themselves when they open it or reply.') : matrix(list)}`
}

function matrix(list: SubscriptionList): SafeHtml {
  const { filter, rows, token } = list
  const columns = columnsOf(rows)
  return html`<form method="post" action="/admin/subscriptions">${hidden('token', token)}${hidden('type', filter.type)}${hidden('search', filter.search)}${hidden('before', filter.before ?? 0)}
<div class="card flush"><table class="list matrix">
<thead><tr><th scope="col"><span class="visually-hidden">Chosen</span></th><th scope="col">Follower</th><th scope="col">Record</th>${columns.map((column) => html`<th scope="col" class="cell">${column.label}</th>`)}</tr></thead>
<tbody>${list.defaults.length > 0 && defaultsRow(list, columns)}${rows.map((row) => matrixRow(row, columns))}</tbody></table></div>
<div class="actions"><button class="button primary" type="submit">Save all</button>
<span class="hint">People outside cannot have internal subtypes. “defaults”: they hear what the type says, now and later.</span></div>
<div class="filter bulk-line">${selectField({ name: 'bulk', label: 'With the chosen rows', options: bulkOptions(columns), value: '' })}
<button class="button" type="submit">Do it</button></div></form>
${rows.length === SUBSCRIPTIONS_A_PAGE && olderLink(list)}`
}

type Column = { code: string; label: string }

function bulkOptions(columns: Column[]): { value: string; label: string }[] {
  return [
    { value: '', label: 'Only save the ticks' },
    { value: 'defaults', label: 'Back to the defaults of the type' },
    ...columns.map(({ code, label }) => ({
      value: `add/${code}`,
      label: `Let them hear of: ${label}`,
    })),
    ...columns.map(({ code, label }) => ({ value: `take/${code}`, label: `No more of: ${label}` })),
    { value: 'unfollow', label: 'Take them out of the record' },
  ]
}

function olderLink({ filter, rows }: SubscriptionList): SafeHtml {
  const query = new URLSearchParams({
    type: filter.type,
    search: filter.search,
    before: String(rows.at(-1)!.id),
  })
  return html`<p class="pager"><a class="button" href="/admin/subscriptions?${query.toString()}">Older ones</a></p>`
}

/** What somebody hears of who has chosen nothing. */
function defaultsRow({ defaults, types, filter }: SubscriptionList, columns: Column[]): SafeHtml {
  const type = types.find(({ code }) => code === filter.type)
  return html`<tr class="defaults-row"><td></td><th scope="row">Defaults</th><td class="quiet">of each ${type?.label.toLowerCase()}</td>
${columns.map(({ code, label }) => {
  const subtype = defaults.find((one) => one.code === code)
  return (
    subtype &&
    html`<td class="cell">${hidden('shownDefault', subtype.id)}<label class="tick"><input type="checkbox" name="default" value="${subtype.id}" ${subtype.default_on === 1 && html`checked`}><span class="visually-hidden">By default followers hear of ${label}</span></label></td>`
  )
})}</tr>`
}

/** Each subtype once, whatever the number of record types that have one of its code. */
function columnsOf(rows: ShownSubscription[]): { code: string; label: string }[] {
  const columns = new Map<string, { code: string; label: string; position: number }>()
  for (const subtype of rows.flatMap((row) => row.offered).filter((one) => !one.hidden)) {
    const known = columns.get(subtype.code)
    const label = known && known.label !== subtype.label ? capitalised(subtype.code) : subtype.label
    columns.set(subtype.code, { code: subtype.code, label, position: subtype.position })
  }
  return [...columns.values()].sort((one, other) => one.position - other.position)
}

function capitalised(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1)
}

function matrixRow(row: ShownSubscription, columns: { code: string; label: string }[]): SafeHtml {
  const key = `${row.thread_id}/${row.person_id}`
  const offered = offeredTo(row.kind, row.offered).map((subtype) => subtype.code)
  return html`<tr><td class="cell"><label class="tick"><input type="checkbox" name="pick" value="${key}"><span class="visually-hidden">Choose ${row.name} in ${row.subject}</span></label></td><th scope="row">${hidden('row', key)}<strong>${row.name}</strong> ${kindMark(row.kind)}</th>
<td class="break"><a href="/threads/${row.thread_id}">${row.subject}</a>${row.subtypes === null && html`<span class="quiet">defaults</span>`}</td>
${columns.map(({ code, label }) =>
  offered.includes(code)
    ? html`<td class="cell"><label class="tick"><input type="checkbox" name="on" value="${key}/${code}" ${row.chosen.includes(code) && html`checked`}><span class="visually-hidden">${row.name} hears of ${label} in ${row.subject}</span></label></td>`
    : html`<td class="cell"><span class="quiet" aria-label="not offered">–</span></td>`,
)}</tr>`
}
