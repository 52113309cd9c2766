import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { AttachmentRow } from '../../gateway/store/tables/threads.ts'
import type { RecordView } from '../record-reading.ts'
import { buttonForm, fileField, hidden, readableSize } from './fields.ts'
import { icon } from './icons.ts'

/** All files of a record: those of its entries, and those that were put to it. */
export function filesBox(view: RecordView, mayAdd: boolean): SafeHtml {
  const { files, reference, token } = view
  return html`<section class="card" aria-labelledby="files-title"><h2 id="files-title">Files <span class="count">${files.length}</span></h2>
${files.length === 0 && html`<p class="quiet">Files of messages and notes are listed here.</p>`}
<ul class="file-list">${files.map((file) => row(file, view, mayAdd))}</ul>
${
  mayAdd &&
  html`<details class="fold"><summary>${icon('plus')} Add files</summary>
<form class="stack" method="post" action="/records/${reference}/files" enctype="multipart/form-data">${hidden('token', token)}${fileField()}
<p class="hint">For the team: nobody is told, and nothing is mailed.</p><button class="button primary" type="submit">Add</button></form></details>`
}</section>`
}

function row(file: AttachmentRow, { everybody, token }: RecordView, mayAdd: boolean): SafeHtml {
  const by = everybody.find(({ id }) => id === file.added_by)?.name
  const from =
    file.message_id === null
      ? html`, put here${by && ` by ${by}`}`
      : html`, from <a href="?at=${file.message_id}#m${file.message_id}">its entry</a>`
  return html`<li>${icon('clip')} <a class="break" href="/files/${file.id}">${file.filename}</a> <span class="quiet">${readableSize(file.size)}${from}</span>
${
  mayAdd &&
  file.message_id === null &&
  buttonForm({
    action: `/files/${file.id}/remove`,
    token,
    label: html`Remove<span class="visually-hidden"> ${file.filename}</span>`,
    style: 'small',
  })
}</li>`
}
