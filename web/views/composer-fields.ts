import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { WaitingFileRow } from '../../gateway/store/tables/writing.ts'
import type { RecordView } from '../record-reading.ts'
import { readableSize, textField, tickBox } from './fields.ts'
import { icon } from './icons.ts'

type Kept = { subject: string; recipients: string; send_at: string } | undefined

/** The fields of the whole composer, folded until somebody wants them: nothing is lost when they open. */
export function moreFields(view: RecordView, kind: 'message' | 'note', kept: Kept): SafeHtml {
  const isUsed = Boolean(kept && (kept.subject || kept.recipients || kept.send_at))
  const { subject } = view.open.thread
  return html`<details class="fold more" ${isUsed && html`open`}><summary>${kind === 'message' ? 'Recipients, subject, send later' : 'Send later'}</summary>
<div class="stack">
${
  kind === 'message' &&
  html`${textField({ name: 'recipients', label: 'Recipients besides the followers', value: kept?.recipients, list: 'people', autocomplete: 'off', hint: 'Names or addresses, with commas between. They get this message, and follow only when they answer.' })}
${textField({ name: 'subject', label: 'Subject', value: kept?.subject || subject })}
${templateField(view)}`
}
${textField({ name: 'send_at', label: 'Send later', type: 'datetime-local', value: kept?.send_at, hint: `Your time, ${view.here.timeZone}. Left empty, it is sent now.` })}
</div></details>`
}

/** Where a template is loaded into the text. There are none yet: here they join the composer. */
function templateField(_view: RecordView): SafeHtml | false {
  return false
}

/** Files that wait on the server: what stays ticked stays. */
export function keptFiles(files: WaitingFileRow[]): SafeHtml | false {
  return (
    files.length > 0 &&
    html`<fieldset class="ticks"><legend>${icon('clip')} Files kept here</legend>
${files.map((file) => tickBox({ name: 'kept', value: file.id, label: `${file.filename} (${readableSize(file.size)})`, on: true }))}</fieldset>`
  )
}
