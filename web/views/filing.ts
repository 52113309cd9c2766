import type { ThreadEntry } from '../../gateway/chatter/messages/thread-page.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import { answerRulesOf } from '../../gateway/chatter/records/rest.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { AnswerRule } from '../../gateway/store/tables/threads.ts'
import type { RecordView } from '../record-reading.ts'
import { buttonForm, hidden, textField, tickBox } from './fields.ts'
import { icon } from './icons.ts'

/** What an answer does, as a page says it. */
const RULES: Record<AnswerRule, string> = {
  reopen: 'an answer to it brings it back',
  keep: 'an answer to it is filed here, and no more',
  'new linked': 'an answer to it opens a new record that is linked to it',
}

/** Nobody looks for what is written in a merged or deleted record. */
export function takesEntries({ open, mergedInto }: RecordView): boolean {
  return mergedInto === null && open.record.deleted_at === null
}

/** Says above the thread that the record is not worked on any more, and where its mail goes. */
export function restBar(view: RecordView): SafeHtml | false {
  const { open, mergedInto, reference } = view
  const rules = answerRulesOf(open.type)
  if (mergedInto)
    return bar(view, 'separate', {
      what: html`Merged into <a href="/records/${mergedInto}">${mergedInto}</a>.`,
      after: html`Mail for ${reference} goes there.`,
      undo: 'Separate again',
    })
  if (open.record.deleted_at !== null)
    return bar(view, 'restore', {
      what: html`Deleted.`,
      after: html`Nothing of it is erased; ${RULES[rules.deleted]}.`,
      undo: 'Restore',
    })
  if (open.record.archived_at === null) return false
  return bar(view, 'restore', {
    what: html`Archived.`,
    after: html`Lists leave it out; ${RULES[rules.archived]}.`,
    undo: 'Restore',
  })
}

/** Another record with the same subject and customer: nothing but a person may say that the two are one. */
export function suggestionBar(view: RecordView): SafeHtml[] | false {
  const { viewer, reference, token } = view
  if (!may(viewer, 'post')) return false
  return view.mayBelongTo.map(
    (
      older,
    ) => html`<div class="rest-bar calm"><p>${icon('swap')} May belong to <a href="/records/${older.reference}">${older.reference} ${older.name}</a> (same subject, and the customer takes part there).</p>
${buttonForm({ action: `/records/${reference}/merge`, token, fields: { into: older.reference }, label: `Merge into ${older.reference}`, style: 'small' })}</div>`,
  )
}

function bar(
  { viewer, reference, token }: RecordView,
  act: string,
  { what, after, undo }: { what: SafeHtml; after: SafeHtml; undo: string },
): SafeHtml {
  return html`<div class="rest-bar" role="status"><p>${icon('warning')} <strong>${what}</strong> ${after}</p>
${may(viewer, 'post') && buttonForm({ action: `/records/${reference}/${act}`, token, label: undo, style: 'small' })}</div>`
}

/** Merging, archiving, deleting: beside the thread, folded. */
export function filingBox(view: RecordView): SafeHtml | false {
  const { open, reference, token, viewer, linkedTo } = view
  if (!may(viewer, 'post') || !takesEntries(view)) return false
  const act = (name: string, label: string, style: string) =>
    buttonForm({ action: `/records/${reference}/${name}`, token, label, style })
  return html`<section class="card" aria-label="Filing"><details class="fold"><summary>${icon('swap')} Merge, archive, delete</summary>
<form class="stack" method="post" action="/records/${reference}/merge">${hidden('token', token)}
${textField({ name: 'into', label: 'Merge into', value: linkedTo, required: true, placeholder: 'T-42', hint: `Mail for ${reference} goes there from now on, and all who follow ${reference}, customers too, follow it.` })}
<button class="button" type="submit">Merge</button></form>
<div class="actions filing-acts">${open.record.archived_at === null && act('archive', 'Archive', '')}${act('delete', 'Delete', 'danger')}</div></details></section>`
}

/** One click away at each message: it came to the wrong record. */
export function moveForm(one: ThreadEntry, { viewer, token }: RecordView): SafeHtml | false {
  if (!may(viewer, 'post')) return false
  return html`<details class="move"><summary>Move</summary><form class="stack" method="post" action="/messages/${one.id}/move">${hidden('token', token)}
${textField({ name: 'to', label: 'To', required: true, placeholder: 'T-42, or an alias such as leads', hint: 'An alias opens a new record. Answers to the message go there too; nobody is sent it again.' })}
${tickBox({ name: 'andLater', label: 'and all that came after it', on: false })}
<button class="button small" type="submit">Move</button></form></details>`
}
