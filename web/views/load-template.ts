import type { Filled } from '../../gateway/chatter/mail-templates/send-template.ts'
import { type OpenRecord, referenceOf } from '../../gateway/chatter/records/records.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { MailTemplateRow } from '../../gateway/store/tables/templates.ts'
import type { RecordView } from '../record-reading.ts'
import { buttonForm, hidden, selectField, textArea } from './fields.ts'
import { icon } from './icons.ts'

/** A select box above the composer. With script the words come into it; without, a second page shows them. */
export function templateBox({ templates, reference }: RecordView): SafeHtml | false {
  const options = namesOf(templates)
  if (options.length === 0) return false
  return html`<form class="filter load-template" method="get" action="/records/${reference}/template" data-template-words="/records/${reference}/template.json">
${selectField({ name: 'code', label: 'Load template', options })}
<button class="button" type="submit">${icon('mail')} Load</button>
<span class="hint" role="status" data-template-state></span></form>`
}

/** Languages of one template are one choice: the customer's is taken. */
function namesOf(templates: MailTemplateRow[]): { value: string; label: string }[] {
  const names = new Map(templates.map(({ code, name }) => [code, name]))
  return [...names].map(([value, label]) => ({ value, label }))
}

type Loaded = Filled & { open: OpenRecord; code: string; token: string }

export function loadedPage({ open, code, text, subject, token }: Loaded): SafeHtml {
  const reference = referenceOf(open)
  return html`<p class="crumbs"><a href="/records/${reference}">${reference} ${open.record.name}</a></p>
<div class="page-head"><h1>${subject}</h1></div>
<section class="card"><h2>${icon('pen')} Change the words, then send them</h2>
<form class="stack" method="post" enctype="multipart/form-data" action="/records/${reference}/entries">${hidden('token', token)}${hidden('kind', 'message')}
${textArea({ name: 'text', label: 'Message', value: text, rows: 12 })}
<p class="hint">It goes to everybody who follows ${reference}, and looks like any message of yours.</p>
<div class="actions"><button class="button message-solid" type="submit">${icon('mail')} Send these words</button> <a class="button" href="/records/${reference}">Cancel</a></div></form></section>
<section class="card"><h2>${icon('mail')} Or send it as it was designed</h2>
<p>Each reader gets it in their own language, in the layout of the template.</p>
${buttonForm({ action: `/records/${reference}/template`, token, label: html`${icon('mail')} Send as designed`, style: 'message-solid', fields: { code } })}</section>`
}
