import type { DiffLine } from '../../gateway/chatter/mail-templates/diff.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type {
  MailTemplateRow,
  MailTemplateVersionRow,
} from '../../gateway/store/tables/templates.ts'
import { buttonForm, emptyState, hidden, selectField, textField } from './fields.ts'
import { icon } from './icons.ts'
import { fullTime, type Here } from './times.ts'

export type TemplateList = { templates: MailTemplateRow[]; types: RecordType[]; token: string }

export function templatesPage(list: TemplateList): SafeHtml {
  const { templates, types, token } = list
  return html`<div class="page-head"><h1>Templates</h1></div>
${templates.length === 0 ? emptyState('No templates yet', 'Add one: it can be loaded into a message, sent by a rule, or by a line “/template name” in a mail.') : html`<section class="card flush" aria-label="Templates"><ul class="edit-rows">${templates.map((one) => row(one, list))}</ul></section>`}
<section class="card" aria-labelledby="add-title"><h2 id="add-title">${icon('plus')} Add a template</h2>
<form class="stack" method="post" action="/admin/templates">${hidden('token', token)}<div class="field-row">
${textField({ name: 'name', label: 'Name', required: true, placeholder: 'Order confirmation' })}
${selectField({ name: 'type', label: 'Record type', options: types.map(({ code, label }) => ({ value: code, label })) })}
${textField({ name: 'code', label: 'Code', required: true, placeholder: 'confirmation', hint: 'For commands and rules.' })}
${textField({ name: 'language', label: 'Language', value: 'en', required: true, hint: 'The same code in another language is the same template.' })}</div>
<button class="button primary" type="submit">Add</button></form></section>`
}

function row(one: MailTemplateRow, { types, token }: TemplateList): SafeHtml {
  const type = types.find(({ id }) => id === one.record_type_id)
  return html`<li><div class="edit-line"><div><a href="/admin/templates/${one.id}"><strong>${one.name}</strong></a> <span class="quiet">${type?.label} · ${one.code} · ${one.language}</span></div>
<div class="actions">${one.published_id === null ? html`<span class="state warn">draft</span>` : html`<span class="state good">published</span>`}
${buttonForm({ action: `/admin/templates/${one.id}/remove`, token, label: html`${icon('trash')} Remove <span class="visually-hidden">${one.name} in ${one.language}</span>`, style: 'small danger' })}</div></div></li>`
}

export type VersionsView = {
  template: MailTemplateRow
  versions: MailTemplateVersionRow[]
  chosen: MailTemplateVersionRow
  before: MailTemplateVersionRow | undefined
  parts: { part: string; lines: DiffLine[] }[]
  here: Here
  token: string
}

export function versionsPage(view: VersionsView): SafeHtml {
  const { template, versions, chosen, before, parts } = view
  return html`<p class="crumbs"><a href="/admin/templates">Templates</a> / <a href="/admin/templates/${template.id}">${template.name}</a></p>
<div class="page-head"><h1>Versions</h1></div>
<section class="card flush" aria-label="Versions"><ul class="edit-rows">${versions.map((one) => versionRow(one, view))}</ul></section>
<section class="card" aria-labelledby="diff-title"><h2 id="diff-title">Version ${chosen.number}${before ? `, beside version ${before.number}` : ''}</h2>
${parts.map(({ part, lines }) => html`<h3>${part[0]!.toUpperCase()}${part.slice(1)}</h3><pre class="raw diff">${lines.map(diffLine)}</pre>`)}</section>`
}

const SIGNS = { '=': ' ', '-': '−', '+': '+' } as const

/** The sign says what the colour says. */
function diffLine({ sign, text }: DiffLine): SafeHtml {
  const words = html`${SIGNS[sign]} ${text}\n`
  if (sign === '=') return words
  return sign === '+' ? html`<ins>${words}</ins>` : html`<del>${words}</del>`
}

function versionRow(
  one: MailTemplateVersionRow,
  { template, token, here }: VersionsView,
): SafeHtml {
  const isSent = one.id === template.published_id
  const path = `/admin/templates/${template.id}`
  const state = isSent
    ? html`<span class="state good">sent</span>`
    : one.published_at === null && html`<span class="state warn">draft</span>`
  return html`<li><div class="edit-line"><div><a href="${path}/versions?number=${one.number}">Version ${one.number}</a> ${state} <span class="quiet">saved ${fullTime(one.saved_at, here)}</span></div>
${!isSent && buttonForm({ action: `${path}/publish`, token, label: one.published_at === null ? html`${icon('check')} Publish version ${one.number}` : html`${icon('undo')} Go back to version ${one.number}`, style: 'small', fields: { number: one.number } })}</div></li>`
}
