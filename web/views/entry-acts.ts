import { mayChange } from '../../gateway/chatter/messages/edit.ts'
import { OFFERED_EMOJI } from '../../gateway/chatter/messages/reactions.ts'
import type { ThreadEntry } from '../../gateway/chatter/messages/thread-page.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { RecordView } from '../record-reading.ts'
import { buttonForm, hidden } from './fields.ts'
import { icon } from './icons.ts'
import type { Called } from './prose.ts'
import { clockTime, fullTime } from './times.ts'

/** What stays of an entry that was deleted. */
export function trace(one: ThreadEntry, view: RecordView): SafeHtml {
  const by = view.everybody.find(({ id }) => id === one.deleted_by)?.name
  return html`<article class="entry trace" id="m${one.id}" aria-label="Deleted entry of ${one.author_name}">
<p class="quiet">${icon('trash')} ${one.kind === 'note' ? 'A note' : 'A message'} of <strong>${one.author_name}</strong>, ${clockTime(one.created_at, view.here)}, was deleted${by && ` by ${by}`} ${fullTime(one.deleted_at!, view.here)}. Its words and files are erased.
${one.inbound_id !== null && (may(view.viewer, 'operate') ? html`The mail by which it came stays in the <a href="/mails/${one.inbound_id}">mail log</a>.` : 'The mail by which it came stays in the mail log, for operators.')}</p></article>`
}

export function editedMark(one: ThreadEntry, { here }: RecordView): SafeHtml | false {
  if (one.edited_at === null) return false
  return html` · <a class="quiet-link" href="/messages/${one.id}/history">edited ${clockTime(one.edited_at, here)}</a>`
}

/** The words that call somebody, the longest first: a name may be the beginning of another. */
export function callsIn(one: ThreadEntry, { writing }: RecordView): Called[] {
  return writing.mentions
    .filter(({ message_id }) => message_id === one.id)
    .map(({ said, kind }) => ({ said, isOutside: kind !== 'user' }))
    .sort((first, second) => second.said.length - first.said.length)
}

/** People outside whom a note names, and who wait for somebody's word. */
export function waitingNames(one: ThreadEntry, view: RecordView): SafeHtml | false {
  const waiting = view.writing.mentions.filter(
    (mention) => mention.message_id === one.id && mention.told_at === null,
  )
  if (waiting.length === 0) return false
  return html`${waiting.map(
    ({
      person_id,
      name,
    }) => html`<div class="newcomer-bar"><p>${icon('lock')} <strong>${name}</strong> is outside, is named here, and has not got this note.</p>
${
  may(view.viewer, 'post') &&
  buttonForm({
    action: `/messages/${one.id}/tell`,
    token: view.token,
    label: html`${icon('mail')} Send this note to ${name}`,
    style: 'small',
    fields: { person: person_id },
  })
}</div>`,
  )}`
}

export function starButton(one: ThreadEntry, { writing, token }: RecordView): SafeHtml {
  const isOn = writing.starred.has(one.id)
  return html`<form class="inline-form" method="post" action="/messages/${one.id}/star">${hidden('token', token)}
<button class="star" type="submit" aria-pressed="${isOn ? 'true' : 'false'}" aria-label="Star this entry of ${one.author_name}">${isOn ? '★' : '☆'}</button></form>`
}

/** The signs on an entry: a press puts one's own there, or takes it away. */
export function signs(one: ThreadEntry, { writing, token, viewer }: RecordView): SafeHtml | false {
  const all = writing.reactions.filter(({ message_id }) => message_id === one.id)
  if (all.length === 0) return false
  const shown = [...new Set(all.map(({ emoji }) => emoji))]
  return html`<div class="signs">${shown.map((emoji) => {
    const by = all.filter((reaction) => reaction.emoji === emoji)
    const isMine = by.some(({ person_id }) => person_id === viewer.id)
    const names = by.map(({ name }) => name).join(', ')
    return signForm(one, token, {
      emoji,
      label: html`${emoji} ${by.length}`,
      title: `${names} put ${emoji} here`,
      style: isMine ? 'sign mine' : 'sign',
    })
  })}</div>`
}

/** The signs that are offered, and a place for any other. */
function addSign(one: ThreadEntry, token: string): SafeHtml {
  return html`<details class="menu add-sign"><summary class="sign" aria-label="Add a sign to the entry of ${one.author_name}">☺+</summary><div class="menu-list signs-offered">
${OFFERED_EMOJI.map((emoji) => signForm(one, token, { emoji, label: emoji, title: `Put ${emoji} here`, style: 'sign' }))}
<form class="own-sign" method="post" action="/messages/${one.id}/react">${hidden('token', token)}<label><span class="visually-hidden">Another emoji</span><input name="emoji" maxlength="30" required placeholder="another"></label>
<button class="button small" type="submit">Put</button></form></div></details>`
}

function signForm(
  one: ThreadEntry,
  token: string,
  sign: { emoji: string; label: SafeHtml | string; title: string; style: string },
): SafeHtml {
  return html`<form class="inline-form" method="post" action="/messages/${one.id}/react">${hidden('token', token)}
<button class="${sign.style}" type="submit" name="emoji" value="${sign.emoji}" aria-label="${sign.title}" title="${sign.title}">${sign.label}</button></form>`
}

/** Edit, delete, put back among the unread. */
export function entryActs(one: ThreadEntry, view: RecordView): SafeHtml {
  const mine = mayChange(view.viewer, one)
  return html`<span class="entry-acts">${addSign(one, view.token)}
${
  mine &&
  html`<a class="quiet-link" href="/messages/${one.id}/edit">${icon('pen')} Edit</a>
<a class="quiet-link" href="/messages/${one.id}/delete">${icon('trash')} Delete</a>`
}
${
  !view.writing.unread.has(one.id) &&
  one.author_id !== view.viewer.id &&
  buttonForm({
    action: `/messages/${one.id}/unread`,
    token: view.token,
    label: 'Mark unread',
    style: 'link',
  })
}</span>`
}
