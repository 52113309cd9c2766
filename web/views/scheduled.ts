import type { ScheduledMessage } from '../../gateway/chatter/commands/scheduled.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { ScheduledRow, WaitingFileRow } from '../../gateway/store/tables/writing.ts'
import type { RecordView } from '../record-reading.ts'
import { keptFiles } from './composer-fields.ts'
import { buttonForm, hidden, textArea, textField } from './fields.ts'
import { icon } from './icons.ts'
import { prose } from './prose.ts'
import { fullTime, type Here, wallTime } from './times.ts'

/** What waits on the record for its hour. */
export function scheduledBox(view: RecordView): SafeHtml | false {
  const { scheduled } = view.writing
  if (scheduled.length === 0) return false
  return html`<section class="scheduled" id="scheduled" aria-labelledby="scheduled-title"><h2 id="scheduled-title">${icon('clock')} Scheduled <span class="count">${scheduled.length}</span></h2>
<ul>${scheduled.map((one) => line(one, view))}</ul></section>`
}

function line(one: ScheduledMessage, view: RecordView): SafeHtml {
  const { viewer, token, here } = view
  const isMine = one.author_id === viewer.id || may(viewer, 'administer')
  const path = `/scheduled/${one.id}`
  return html`<li class="scheduled-line ${one.kind}"><p><span class="kind">${icon(one.kind === 'note' ? 'lock' : 'mail')} ${one.kind === 'note' ? 'Note' : 'Message'}</span>
<strong>${one.author}</strong> <span class="quiet">${one.trouble === null ? html`is sent ${fullTime(one.send_at, here)}, to who follows then` : html`was to be sent ${fullTime(one.send_at, here)}`}</span></p>
${one.trouble !== null && html`<p class="flaws">${icon('warning')} Not sent: ${one.trouble}</p>`}
${prose(one.text.slice(0, 1000))}
${one.files.length > 0 && html`<p class="quiet">${icon('clip')} ${one.files.map(({ filename }) => filename).join(', ')}</p>`}
${
  isMine &&
  html`<div class="form-buttons"><a class="button small" href="${path}">${icon('pen')} Edit</a>
${buttonForm({ action: `${path}/send`, token, label: html`${icon('mail')} Send now`, style: 'small' })}
${buttonForm({ action: `${path}/cancel`, token, label: html`${icon('cross')} Cancel`, style: 'small danger' })}</div>`
}</li>`
}

export function scheduledPage({
  row,
  files,
  reference,
  token,
  here,
}: {
  row: ScheduledRow
  files: WaitingFileRow[]
  reference: string
  token: string
  here: Here
}): SafeHtml {
  const isMessage = row.kind === 'message'
  return html`<section class="card" aria-labelledby="scheduled-title"><h1 id="scheduled-title">${icon('clock')} Scheduled ${row.kind} in ${reference}</h1>
<form class="stack" method="post" action="/scheduled/${row.id}">${hidden('token', token)}
${textField({ name: 'send_at', label: 'Send at', type: 'datetime-local', value: wallTime(row.send_at, here), required: true, hint: `Your time, ${here.timeZone}.` })}
${isMessage && textField({ name: 'subject', label: 'Subject', value: row.subject })}
${isMessage && textField({ name: 'recipients', label: 'Recipients besides the followers', value: row.recipients, hint: 'Names or addresses, with commas between.' })}
${textArea({ name: 'text', label: 'Text', value: row.text, rows: 10, required: true })}
${keptFiles(files)}
<div class="actions"><button class="button primary" type="submit">Save</button><a class="button" href="/records/${reference}#scheduled">Discard</a></div></form></section>`
}
