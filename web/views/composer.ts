import type { OpenDraft } from '../../gateway/chatter/messages/drafts.ts'
import type { WouldHear } from '../../gateway/chatter/messages/who-would-hear.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { RecordView } from '../record-reading.ts'
import { keptFiles, moreFields } from './composer-fields.ts'
import { fileField, hidden } from './fields.ts'
import { type IconName, icon } from './icons.ts'
import { counted } from './words.ts'

type Mode = {
  id: 'send-message' | 'log-note'
  kind: 'message' | 'note'
  icon: IconName
  title: string
  sentence: string
  placeholder: string
  button: string
}

/** Two doors, neither open: the first click decides whether customers will read it. */
export function composer(view: RecordView): SafeHtml {
  return html`<section class="composer" aria-label="Write">
${mode(view, {
  id: 'send-message',
  kind: 'message',
  icon: 'mail',
  title: 'Send message',
  sentence: messageSentence(view),
  placeholder: 'Write to everybody who follows…',
  button: sendLabel(view),
})}
${mode(view, {
  id: 'log-note',
  kind: 'note',
  icon: 'lock',
  title: 'Log note',
  sentence: noteSentence(view),
  placeholder: 'Only your team reads this…',
  button: 'Log note for the team',
})}</section>`
}

function mode(view: RecordView, one: Mode): SafeHtml {
  const draft = view.writing.drafts.find(({ kind }) => kind === one.kind)
  return html`<details class="compose ${one.kind}" id="${one.id}" name="composer" ${draft && isLatest(draft, view) && html`open`}>
<summary>${icon(one.icon)} ${one.title}${draft && html` <span class="mark">draft</span>`}</summary>
<form class="stack" method="post" enctype="multipart/form-data" action="/records/${view.reference}/entries" data-draft="${view.viewer.id}/${view.reference}/${one.kind}" ${draft && html`data-saved="${draft.saved_at}"`}>
${hidden('token', view.token)}${hidden('kind', one.kind)}${hidden('opened', view.here.now)}
${enterKeeps()}
<p class="compose-to">${icon(one.icon)} ${one.sentence}</p>
<label class="field"><span class="label visually-hidden">${one.kind === 'note' ? 'Note' : 'Message'}</span>
<textarea name="text" rows="6" placeholder="${one.placeholder}" data-sends data-names="/records/${view.reference}/names.json">${draft?.text}</textarea></label>
${fileField()}${keptFiles(draft?.files ?? [])}
${moreFields(view, one.kind, draft)}
<div class="actions"><button class="button ${one.kind}-solid" type="submit">${icon(one.icon)} ${one.button}</button>
<button class="button" type="submit" name="act" value="draft">Keep as a draft</button>
${draft && html`<button class="button" type="submit" name="act" value="discard">${icon('trash')} Throw the draft away</button>`}
<span class="hint">“@” and a name calls somebody, “:” and a shortcut stands for a <a href="/canned">canned response</a>, a line “/help” lists the commands.</span>
<span class="hint script-only">Ctrl+Enter sends. <span data-draft-state></span></span></div>
</form></details>`
}

/** Enter in a field presses the first button of a form: that must not send. */
function enterKeeps(): SafeHtml {
  return html`<button type="submit" name="act" value="draft" tabindex="-1" hidden>Keep as a draft</button>`
}

/** One of the two can be open at a time: the one that was written in last. */
function isLatest({ saved_at }: OpenDraft, { writing }: RecordView): boolean {
  return writing.drafts.every((other) => other.saved_at <= saved_at)
}

function messageSentence(view: RecordView): string {
  const names = namesOf(view, view.hearing.message)
  return names === ''
    ? 'Nobody would be mailed: add a follower first, or write it for the record.'
    : `Goes by mail to ${names}.`
}

function noteSentence(view: RecordView): string {
  const names = namesOf(view, view.hearing.note)
  return names === ''
    ? 'Internal. Nobody is mailed.'
    : `Internal. Mailed to ${names}; to nobody outside, unless you name them and confirm it.`
}

const NAMES_SHOWN = 6

function namesOf({ followers }: RecordView, hearing: WouldHear[]): string {
  const names = hearing.map(
    ({ person }) => followers.find((follower) => follower.person_id === person)?.name ?? '',
  )
  const more = names.length - NAMES_SHOWN
  return names.slice(0, NAMES_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** "Send to 1 customer, 2 colleagues": whoever presses it knows how far it goes. */
function sendLabel({ open, hearing }: RecordView): string {
  const told = hearing.message
  const customers = told.filter(({ person }) => person === open.record.customer_id).length
  const inside = told.filter(({ kind }) => kind === 'user').length
  const others = told.length - customers - inside
  const groups = [
    customers > 0 && counted(customers, 'customer'),
    others > 0 && counted(others, 'external', 'externals'),
    inside > 0 && counted(inside, 'colleague'),
  ]
  const named = groups.filter((group) => group !== false).join(', ')
  return named === '' ? 'Post without mail' : `Send to ${named}`
}
