import type { OpenDraft } from '../../gateway/chatter/messages/drafts.ts'
import type { Mention } from '../../gateway/chatter/messages/mentions.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { hidden, tickBox } from './fields.ts'
import { icon } from './icons.ts'
import { prose } from './prose.ts'
import { counted } from './words.ts'

/** The one way for a note to go outside: with the names of those who would get it before one's eyes. */
export function confirmPage({
  draft,
  outsiders,
  reference,
  token,
}: {
  draft: OpenDraft
  outsiders: Mention[]
  reference: string
  token: string
}): SafeHtml {
  const files = draft.files.length
  return html`<section class="card" aria-labelledby="confirm-title"><h1 id="confirm-title">${icon('warning')} This note names people outside your team</h1>
<p>Notes stay inside. Whom you tick gets this one by mail${files > 0 && `, with ${counted(files, 'file')}`}, and may answer; they see nothing else that stays inside.</p>
<div class="preview note-preview">${prose(draft.text)}
${files > 0 && html`<ul class="file-chips">${draft.files.map((file) => html`<li class="file-chip">${icon('clip')} ${file.filename}</li>`)}</ul>`}</div>
<form class="stack" method="post" action="/records/${reference}/confirm">${hidden('token', token)}${hidden('kind', draft.kind)}
<fieldset class="ticks"><legend>Send this note to</legend>
${outsiders.map((one) => tickBox({ name: 'confirmed', value: one.id, label: `${one.name} (${one.address}), external`, on: false }))}</fieldset>
<div class="actions"><button class="button note-solid" type="submit">${icon('lock')} Log note</button>
<a class="button" href="/records/${reference}#log-note">Back to the text</a>
<span class="hint">Nobody outside gets it unless you tick them.</span></div></form></section>`
}
