import { mayEditCanned } from '../../gateway/chatter/messages/canned.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import type { CannedRow } from '../../gateway/store/tables/writing.ts'
import { buttonForm, emptyState, hidden, textArea, textField, tickBox } from './fields.ts'
import { icon } from './icons.ts'
import { prose } from './prose.ts'

type List = { rows: CannedRow[]; viewer: PersonRow; token: string }

export function cannedPage(list: List): SafeHtml {
  const { rows, viewer, token } = list
  return html`<div class="page-head"><h1>Canned responses</h1></div>
<p class="lead">Write “:” and the shortcut in a message or a note, here or by mail: the text takes its place.</p>
<div class="columns"><div class="column-main">
${rows.length === 0 && emptyState('None yet', 'Keep here what you write again and again.')}
${rows.length > 0 && html`<ul class="card flush edit-rows">${rows.map((row) => line(row, list))}</ul>`}
</div><div class="column-side">${may(viewer, 'post') && addCard(viewer, token)}</div></div>`
}

function addCard(viewer: PersonRow, token: string): SafeHtml {
  return html`<section class="card" aria-labelledby="add-title"><h2 id="add-title">${icon('plus')} New one</h2>
<form class="stack" method="post" action="/canned">${hidden('token', token)}${inputs(null, viewer)}
<button class="button primary" type="submit">Add</button></form></section>`
}

function line(row: CannedRow, { viewer, token }: List): SafeHtml {
  const path = `/canned/${row.id}`
  return html`<li><div class="edit-line"><div><strong>:${row.shortcut}</strong> <span class="mark ${row.owner_id === null ? 'inside' : ''}">${row.owner_id === null ? 'shared' : 'mine'}</span></div></div>
${prose(row.text)}
${
  mayEditCanned(viewer, row) &&
  html`<details class="fold"><summary aria-label="Change :${row.shortcut}">${icon('pen')} Change</summary>
<form class="stack" method="post" action="${path}">${hidden('token', token)}${inputs(row, viewer)}
<button class="button primary" type="submit">Save</button></form>
<div class="danger-line">${buttonForm({ action: `${path}/remove`, token, label: html`${icon('trash')} Remove :${row.shortcut}`, style: 'small danger' })}</div></details>`
}</li>`
}

function inputs(row: CannedRow | null, viewer: PersonRow): SafeHtml {
  return html`${textField({ name: 'shortcut', label: 'Shortcut', value: row?.shortcut, required: true, placeholder: 'thanks', hint: 'Letters, digits, - and _.' })}
${textArea({ name: 'text', label: 'Text', value: row?.text, rows: 6, required: true })}
${may(viewer, 'administer') && tickBox({ name: 'shared', label: 'Shared with every user', on: row !== null && row.owner_id === null })}`
}
