import type { Version } from '../../gateway/chatter/messages/edit.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { MessageRow } from '../../gateway/store/tables/threads.ts'
import { emptyState, hidden } from './fields.ts'
import { icon } from './icons.ts'
import { prose } from './prose.ts'
import { fullTime, type Here } from './times.ts'
import { counted } from './words.ts'

/** One entry, and what its editor must know of the mails that were made of it. */
export type MessagePage = {
  message: MessageRow
  reference: string
  mailed: { sent: number; waiting: number }
  versions: Version[]
  token: string
  here: Here
}

export function editPage({ message, reference, mailed, token }: MessagePage): SafeHtml {
  const back = `/records/${reference}#m${message.id}`
  return html`<section class="card" aria-labelledby="edit-title"><h1 id="edit-title">${icon('pen')} Edit ${noun(message)} of ${message.author_name}</h1>
<p class="quiet">${mailedSentence(mailed)}</p>
<form class="stack" method="post" action="/messages/${message.id}/edit">${hidden('token', token)}${hidden('seen', message.edited_at ?? '')}
<label class="field"><span class="label">Text</span><textarea name="text" rows="12" required data-sends data-escape="${back}">${message.new_text}</textarea></label>
<div class="actions"><button class="button primary" type="submit">Save</button><a class="button" href="${back}">Discard</a>
<span class="hint script-only">Ctrl+Enter saves, Escape discards.</span></div></form></section>`
}

function mailedSentence({ sent, waiting }: MessagePage['mailed']): string {
  const gone =
    sent === 0
      ? 'Nobody has been mailed this yet.'
      : `Already mailed to ${counted(sent, 'person', 'people')}: they are not mailed again, and keep the old words. The edit changes the page.`
  return waiting === 0
    ? gone
    : `${gone} ${counted(waiting, 'mail')} still waiting will say the new words.`
}

export function deletePage({ message, reference, mailed, token }: MessagePage): SafeHtml {
  const facts = [
    'Its words, its formatted text, its earlier versions and its files are erased for good. A line stays that says that something was here, of whom, and who deleted it.',
    mailed.waiting > 0 && `${counted(mailed.waiting, 'mail')} still waiting will not be sent.`,
    mailed.sent > 0 &&
      `${counted(mailed.sent, 'person has', 'people have')} it by mail already. That cannot be called back.`,
    message.inbound_id !== null &&
      'It came by mail. That mail stays as it came in the mail log, where operators see it; it is not erased here.',
  ].filter((fact) => fact !== false)
  return html`<section class="card" aria-labelledby="delete-title"><h1 id="delete-title">${icon('trash')} Delete this ${noun(message)}?</h1>
<div class="preview">${prose(message.new_text.slice(0, 2000))}</div>
<ul class="plain-list">${facts.map((fact) => html`<li>${fact}</li>`)}</ul>
<form class="actions" method="post" action="/messages/${message.id}/delete">${hidden('token', token)}
<button class="button danger solid" type="submit">${icon('trash')} Delete</button><a class="button" href="/records/${reference}#m${message.id}">Keep it</a></form></section>`
}

export function historyPage({ message, reference, versions, here }: MessagePage): SafeHtml {
  return html`<section class="card" aria-labelledby="history-title"><h1 id="history-title">${icon('clock')} What this ${noun(message)} said before</h1>
<p><a href="/records/${reference}#m${message.id}">Back to ${reference}</a></p>
${versions.length === 0 && emptyState('No earlier version', 'It says what it has always said.')}
<ol class="versions">${versions.map(
    (version) =>
      html`<li><p class="quiet">Until ${fullTime(version.replaced_at, here)}, when ${version.replacedBy} changed it:</p>${prose(version.new_text)}</li>`,
  )}
${versions.length > 0 && html`<li class="now"><p class="quiet">Now:</p>${prose(message.new_text)}</li>`}</ol></section>`
}

function noun({ kind }: MessageRow): string {
  return kind === 'note' ? 'note' : 'message'
}
