import { may } from '../../gateway/chatter/people/roles.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { AttachmentRow } from '../../gateway/store/tables/threads.ts'
import type { RecordView } from '../record-reading.ts'
import { buttonForm, readableSize } from './fields.ts'
import { icon } from './icons.ts'

type Viewer = Pick<RecordView, 'viewer' | 'token'>

/** The files of an entry. What may do harm is named, and nobody gets it until an operator lets it through. */
export function fileChips(list: AttachmentRow[], view: Viewer): SafeHtml | false {
  const outer = list.filter((file) => !file.inline || file.quarantine !== null)
  if (outer.length === 0) return false
  return html`<ul class="file-chips" aria-label="Files">${outer.map(
    (file) => html`<li>${file.quarantine === null ? open(file) : keptBack(file, view)}</li>`,
  )}</ul>`
}

function open(file: AttachmentRow): SafeHtml {
  return html`<a class="file-chip" href="/files/${file.id}">${icon('clip')}${named(file)}</a>`
}

function keptBack(file: AttachmentRow, { viewer, token }: Viewer): SafeHtml {
  return html`<span class="file-chip kept-back">${icon('warning')}${named(file)}<span>kept back: ${file.quarantine}</span></span>
${
  may(viewer, 'operate') &&
  buttonForm({
    action: `/files/${file.id}/let-through`,
    token,
    label: 'Let it through',
    style: 'small',
  })
}`
}

function named({ filename, size }: AttachmentRow): SafeHtml {
  return html`<span class="break">${filename}</span><span class="quiet">${readableSize(size)}</span>`
}
