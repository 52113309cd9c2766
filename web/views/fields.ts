import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { icon } from './icons.ts'

/** Parts of forms. Each input stands inside its label, so that no page needs ids for them. */
export type Option = { value: string; label: string }

type Field = {
  name: string
  label: string
  value?: string | number | null | undefined
  hint?: string
}

type TextField = Field & {
  type?: string
  required?: boolean
  /** The id of a list of proposals. */
  list?: string
  placeholder?: string
  autocomplete?: string
}

export function textField(field: TextField): SafeHtml {
  return html`<label class="field"><span class="label">${field.label}</span>
<input name="${field.name}" type="${field.type ?? 'text'}" value="${field.value ?? ''}"
${field.required && html`required`} ${field.list && html`list="${field.list}"`} ${field.placeholder && html`placeholder="${field.placeholder}"`}
${field.autocomplete && html`autocomplete="${field.autocomplete}"`}>${hint(field)}</label>`
}

export function textArea(
  field: Field & { rows?: number; placeholder?: string; required?: boolean },
): SafeHtml {
  return html`<label class="field"><span class="label">${field.label}</span>
<textarea name="${field.name}" rows="${field.rows ?? 4}" ${field.required && html`required`}
${field.placeholder && html`placeholder="${field.placeholder}"`}>
${field.value ?? ''}</textarea>${hint(field)}</label>`
}

export function selectField(field: Field & { options: Option[] }): SafeHtml {
  return html`<label class="field"><span class="label">${field.label}</span>
<select name="${field.name}">${optionTags(field.options, String(field.value ?? ''))}</select>${hint(field)}</label>`
}

function hint(field: Field): SafeHtml | false {
  return field.hint !== undefined && html`<span class="hint">${field.hint}</span>`
}

export function optionTags(options: Option[], chosen: string): SafeHtml {
  return html`${options.map(({ value, label }) => html`<option value="${value}" ${value === chosen && html`selected`}>${label}</option>`)}`
}

export function tickBox(box: {
  name: string
  label: string
  value?: string | number
  on: boolean
}): SafeHtml {
  return html`<label class="tick"><input type="checkbox" name="${box.name}" value="${box.value ?? '1'}"
${box.on && html`checked`}> <span>${box.label}</span></label>`
}

export function fileField(label = 'Attach files'): SafeHtml {
  return html`<label class="field file-field"><span class="label">${label}</span><input type="file" name="files" multiple></label>`
}

export function hidden(name: string, value: string | number): SafeHtml {
  return html`<input type="hidden" name="${name}" value="${value}">`
}

/** What was wrong with a form, above it. */
export function troubleBar(text: string): SafeHtml {
  return html`<p class="trouble" role="alert">${icon('warning')}<span>${text}</span></p>`
}

/** A form of one button, for a verb. */
export function buttonForm(form: {
  action: string
  token: string
  label: SafeHtml | string
  style?: string
  fields?: Record<string, string | number>
}): SafeHtml {
  return html`<form class="inline-form" method="post" action="${form.action}">${hidden('token', form.token)}
${Object.entries(form.fields ?? {}).map(([name, value]) => hidden(name, value))}
<button class="button ${form.style ?? ''}" type="submit">${form.label}</button></form>`
}

export function readableSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1_000_000
    ? `${Math.round(bytes / 1000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** What stands where a list is empty: it says what to do. */
export function emptyState(title: string, text: string | SafeHtml): SafeHtml {
  return html`<div class="empty"><p class="empty-title">${title}</p><p>${text}</p></div>`
}
