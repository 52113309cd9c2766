import type { ThreadEntry } from '../../gateway/chatter/messages/thread-page.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import { shownChange } from '../../gateway/chatter/records/field-values.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { causeText, wordsIn } from '../../gateway/outbound/words.ts'
import type { MessageKind } from '../../gateway/store/tables/threads.ts'
import type { RecordView } from '../record-reading.ts'
import { deliveryLine } from './deliveries.ts'
import {
  callsIn,
  editedMark,
  entryActs,
  signs,
  starButton,
  trace,
  waitingNames,
} from './entry-acts.ts'
import { buttonForm, hidden } from './fields.ts'
import { fileChips } from './file-chips.ts'
import { moveForm } from './filing.ts'
import { heldBar } from './held-bar.ts'
import { type IconName, icon } from './icons.ts'
import { avatar, kindMark } from './people-marks.ts'
import { proofDetails, proofMarks } from './proof.ts'
import { type Called, prose } from './prose.ts'
import { clockTime, tongueOf } from './times.ts'
import { otherRecords, whyHere } from './why-here.ts'
import { FOLDED, MAIL_CLASSES } from './words.ts'

/** Colour, icon and word tell the three kinds apart; any one of them would do. */
const KINDS: Record<MessageKind, { icon: IconName; word: string }> = {
  message: { icon: 'mail', word: 'Message' },
  note: { icon: 'lock', word: 'Internal note' },
  change: { icon: 'swap', word: 'Change' },
}

const MOST_OF_A_VALUE = 500

export function entry(one: ThreadEntry, view: RecordView): SafeHtml {
  if (one.kind === 'change') return change(one, view)
  if (one.deleted_at !== null) return trace(one, view)
  return html`<article class="entry ${one.kind} ${one.isNewcomer ? 'newcomer' : ''} ${view.writing.unread.has(one.id) ? 'unread' : ''}" id="m${one.id}" aria-label="${KINDS[one.kind].word} by ${one.author_name}">
${entryHead(one, view)}
${one.isNewcomer && newcomerBar(one, view)}${waitingNames(one, view)}
${view.held.has(one.id) && heldBar(one, view)}
<div class="entry-body">${body(one, view)}${fileChips(one.files, view)}</div>
${signs(one, view)}
${entryFoot(one, view)}
</article>`
}

function change(one: ThreadEntry, view: RecordView): SafeHtml {
  return html`<article class="entry change" id="m${one.id}" aria-label="Change by ${one.author_name}">
<div class="change-head"><span class="kind">${icon('swap')} Change</span> <strong>${one.author_name}</strong> ${clockTime(one.created_at, view.here)} ${broughtBy(one)} ${toldLink(one)}</div>
<ul class="changes">${one.changes
    .map((change) => shownChange(change, tongueOf(view.viewer), wordsIn('en')))
    .map(
      ({ label, from, to }) =>
        html`<li><span class="change-label">${label}</span> <del>${shortText(from)}</del> <span class="arrow" aria-label="became">→</span> <ins>${shortText(to)}</ins></li>`,
    )}</ul></article>`
}

/** By which door a change came, and to whom it is credited where nobody made it by hand. */
function broughtBy({ cause, authorKind, author_name }: ThreadEntry): SafeHtml | null {
  const credited = authorKind === 'system' ? author_name : null
  return (
    cause && html`<span class="quiet break">${causeText(cause, wordsIn('en'), credited)}</span>`
  )
}

/** A long text stands whole in the record; the thread shows how it begins. */
function shortText(text: string): string {
  return text.length > MOST_OF_A_VALUE ? `${text.slice(0, MOST_OF_A_VALUE)} …` : text
}

function entryHead(one: ThreadEntry, view: RecordView): SafeHtml {
  const { icon: sign, word } = KINDS[one.kind]
  return html`<header class="entry-head">${avatar({ id: one.author_id, name: one.author_name, kind: one.authorKind })}
<div class="entry-who"><span class="entry-author"><strong>${one.author_name}</strong> ${kindMark(one.authorKind)}${one.why?.forwardedBy && html` <span class="quiet">forwarded by ${one.why.forwardedBy}</span>`}${marks(one)}</span>
<span class="quiet break">${one.author_address && html`${one.author_address} · `}${one.answersGoTo.length > 0 && html`wants answers at ${one.answersGoTo.join(', ')} · `}<a class="quiet-link" href="#m${one.id}">${clockTime(one.created_at, view.here)}</a>${editedMark(one, view)}</span></div>
${starButton(one, view)}<span class="kind">${icon(sign)} ${word}</span></header>`
}

function marks(one: ThreadEntry): SafeHtml {
  return html`${one.inbound_id !== null && html` <span class="mark">via mail</span>`}
${proofMarks(one)}
${one.class !== 'human' && html` <span class="mark">${MAIL_CLASSES[one.class] ?? one.class}</span>`}`
}

function newcomerBar(one: ThreadEntry, view: RecordView): SafeHtml {
  return html`<div class="newcomer-bar"><p>${icon('eye')} <strong>Seen by users only.</strong> ${one.author_name} is new to this thread.</p>
${
  may(view.viewer, 'post') &&
  buttonForm({
    action: `/messages/${one.id}/let-in`,
    token: view.token,
    label: html`${icon('check')} Let in`,
    style: 'small',
  })
}</div>`
}

/** What a machine wrote is folded whole: it is kept, and in nobody's way. */
function body(one: ThreadEntry, view: RecordView): SafeHtml {
  const content = html`${words(one, callsIn(one, view))}${rest(one)}${original(one, view)}`
  if (one.class === 'human') return content
  return html`<details class="quoted"><summary>Show this ${MAIL_CLASSES[one.class] ?? one.class}</summary>${content}</details>`
}

/** What is new stands open; quotes and signatures are folded, in their place. Nothing is left out. */
function words(one: ThreadEntry, called: Called[]): SafeHtml {
  if (one.parts.length === 0) return prose(one.body, called)
  return html`${one.parts
    .filter((part) => part.text.trim() !== '')
    .map((part) =>
      part.kind === 'new'
        ? prose(part.text, called)
        : html`<details class="quoted"><summary>${FOLDED[part.kind] ?? part.kind}</summary>${prose(part.text)}</details>`,
    )}`
}

function rest(one: ThreadEntry): SafeHtml | false {
  return (
    one.isCut &&
    html`<p><a class="button small" href="/messages/${one.id}/text">${icon('eye')} Show the whole message</a></p>`
  )
}

function original(one: ThreadEntry, { token }: RecordView): SafeHtml | false {
  if (!one.hasHtml) return false
  return html`<details class="original"><summary>${icon('eye')} Formatted original</summary>
${
  one.hasRemotePictures &&
  html`<form class="pictures" method="post" action="/messages/${one.id}/html" target="mail-${one.id}">${hidden('token', token)}
<p class="hint">Pictures from other servers are blocked: they would tell the sender that somebody has read this. If you want them, Postern asks for them: nobody learns who you are.</p>
<button class="button small" type="submit">${icon('eye')} Show the pictures</button></form>`
}
<iframe class="mail-frame" sandbox="allow-popups allow-popups-to-escape-sandbox" name="mail-${one.id}" loading="lazy" src="/messages/${one.id}/html" title="Formatted original of the message by ${one.author_name}"></iframe></details>`
}

function entryFoot(one: ThreadEntry, view: RecordView): SafeHtml | false {
  const pieces = [
    whyHere(one),
    otherRecords(view.alsoIn.get(one.id)),
    proofDetails(one),
    deliveryLine(one.deliveries, view.here),
    toldLink(one),
    traceLink(one, view),
    moveForm(one, view),
    entryActs(one, view),
  ].filter((piece) => piece !== false)
  return pieces.length > 0 && html`<footer class="entry-foot">${pieces}</footer>`
}

function toldLink({ id }: ThreadEntry): SafeHtml {
  return html`<a class="quiet-link" href="/messages/${id}/told">${icon('bell')} Who was told</a>`
}

function traceLink(one: ThreadEntry, view: RecordView): SafeHtml | false {
  if (one.inbound_id === null || !may(view.viewer, 'operate')) return false
  return html`<a class="quiet-link" href="/mails/${one.inbound_id}">${icon('route')} Trace</a>`
}
