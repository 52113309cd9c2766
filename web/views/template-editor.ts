import { type Fault, LONGEST_SOURCE } from '../../gateway/chatter/mail-templates/language.ts'
import { type Content, faultText } from '../../gateway/chatter/mail-templates/templates.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import type {
  MailTemplateRow,
  MailTemplateVersionRow,
} from '../../gateway/store/tables/templates.ts'
import { hidden, readableSize, textField } from './fields.ts'
import { icon } from './icons.ts'

export type EditorView = {
  template: MailTemplateRow
  type: RecordType
  versions: MailTemplateVersionRow[]
  /** What stands in the fields: a version, or what was typed and refused. */
  content: Content
  faults: Fault[]
  known: string[]
  /** The record that fills the preview. */
  sample: string
  token: string
  viewer: PersonRow
}

/** One form: its buttons save, publish, show in the frame beside it, or mail it to whoever edits. */
export function editorPage(view: EditorView): SafeHtml {
  const { template, type, token } = view
  const path = `/admin/templates/${template.id}`
  return html`<p class="crumbs"><a href="/admin/templates">Templates</a></p>
<div class="page-head"><h1>${template.name}</h1><span class="quiet">${type.label} · ${template.code} · ${template.language}</span></div>
${standing(view)}${faultBar(view.faults)}
<form class="editor" method="post" action="${path}" data-previews>${hidden('token', token)}
<section class="card stack" aria-label="Template">
${textField({ name: 'subject', label: 'Subject', value: view.content.subject, required: true })}
${codeArea('layout', `Layout: MJML sections, ${readableSize(LONGEST_SOURCE)} at most`, view.content.layout, 18)}
${codeArea('words', 'Text part: what people read whose program shows no HTML', view.content.words, 12)}
${values(view.known)}
<div class="actions"><button class="button primary" type="submit">Save draft</button>
<button class="button" type="submit" name="publish" value="1">${icon('check')} Save and publish</button></div></section>
${previewCard(path, view)}</form>`
}

function standing({ template, versions }: EditorView): SafeHtml {
  const published = versions.find(({ id }) => id === template.published_id)
  const [newest] = versions
  const draft =
    newest && newest.published_at === null ? `, version ${newest.number} is a draft` : ''
  const says = published
    ? `Version ${published.number} is sent${draft}.`
    : `Nothing is published yet${draft}.`
  return html`<p class="quiet">${says} ${versions.length > 0 && html`<a href="/admin/templates/${template.id}/versions">Versions and what changed</a>`}</p>`
}

function faultBar(faults: Fault[]): SafeHtml | false {
  if (faults.length === 0) return false
  return html`<div class="trouble" role="alert">${icon('warning')}<div><p>It is not saved. Please mend this first:</p><ul>${faults.map((fault) => html`<li>${faultText(fault)}</li>`)}</ul></div></div>`
}

function codeArea(name: string, label: string, value: string, rows: number): SafeHtml {
  return html`<label class="field"><span class="label">${label}</span>
<textarea class="code" name="${name}" rows="${rows}" spellcheck="false" wrap="off" required>
${value}</textarea></label>`
}

function values(known: string[]): SafeHtml {
  return html`<details class="fold"><summary>${icon('tag')} Values and tags</summary>
<p>Values stand in double braces, and are always escaped: <code>${'{{ record.name }}'}</code>. An empty one counts as none: <code>${'{% if field.due %}…{% else %}…{% endif %}'}</code>.
All fields: <code>${'{% for field in record.fields %}{{ field.label }}: {{ field.value }}{% endfor %}'}</code>. Between elements such tags stand in <code>&lt;mj-raw&gt;</code>. <code>link.record</code> is for users only: write <code>${'{% if link.record %}…{% endif %}'}</code> around a button of it. Notes and messages cannot be named.</p>
<p class="value-names">${known.map((name) => html`<code>${name}</code> `)}</p></details>`
}

const WIDTHS = [360, 600, 900]
const SHOWS = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'text', label: 'Text' },
]

function previewCard(path: string, { sample, template, viewer }: EditorView): SafeHtml {
  return html`<section class="card stack preview" aria-label="Preview">
<div class="field-row"><fieldset class="ticks row"><legend>Width</legend>${WIDTHS.map((width) => radio('width', String(width), `${width} px`, width === 600))}</fieldset>
<fieldset class="ticks row"><legend>Show</legend>${SHOWS.map(({ value, label }) => radio('show', value, label, value === 'light'))}</fieldset></div>
<div class="filter">${textField({ name: 'sample', label: 'Filled from record', value: sample, placeholder: 'T-1' })}
<button class="button" type="submit" formaction="${path}/preview" formtarget="preview-${template.id}" formnovalidate data-preview>${icon('eye')} Show</button>
<button class="button" type="submit" formaction="${path}/test">${icon('mail')} Mail it to me</button></div>
<p class="hint">“Mail it to me” sends what stands here to you, ${viewer.name}, and saves nothing.</p>
<div class="preview-stage"><iframe class="mail-frame preview-frame" name="preview-${template.id}" sandbox="allow-popups allow-popups-to-escape-sandbox" title="Preview of the mail"></iframe></div></section>`
}

function radio(name: string, value: string, label: string, on: boolean): SafeHtml {
  return html`<label class="tick"><input type="radio" name="${name}" value="${value}" ${on && html`checked`}> <span>${label}</span></label>`
}
