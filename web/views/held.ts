import { readingIn } from '../../gateway/inbound/admission/held-mail.ts'
import type { LoggedMail } from '../../gateway/inbound/mailbag/mail-log.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { emptyState, hidden } from './fields.ts'
import { heldWords } from './held-words.ts'
import { icon } from './icons.ts'
import { age, type Here, span } from './times.ts'
import { counted } from './words.ts'

export type HeldList = {
  mails: LoggedMail[]
  here: Here
  token: string
  /** Are all boxes of this page ticked? A link does it, so that it needs no script. */
  ticked: boolean
  /** The same page with all boxes ticked, or with none. */
  otherWay: string
}

/** How many wait for too long, and since when the oldest. */
export type Waiting = { old: number; oldest: number | null }

export const NO_HELD_MAIL = emptyState(
  'Nothing waits for you',
  'Mail is held when it may not be posted by itself: it claims to be a colleague’s without proof, its sender may not post there, or its address leads nowhere. It waits here, is never lost, and you decide.',
)

/** Said at the head of the mail log, whatever is listed there. */
export function waitingBar({ old, oldest }: Waiting, here: Here): SafeHtml | false {
  if (old === 0 || oldest === null) return false
  return html`<p class="alarm" role="status">${icon('warning')}<span>${counted(old, 'held mail')} ${old === 1 ? 'has' : 'have'} waited for longer than a day; the oldest came ${span(here.now - oldest)} ago. <a href="/mails?state=held">Decide</a></span></p>`
}

export function heldForm(list: HeldList): SafeHtml {
  return html`<form method="post" action="/held/release" class="held">${hidden('token', list.token)}
<p class="quiet tick-all"><a href="${list.otherWay}">${list.ticked ? 'Tick none' : `Tick all ${list.mails.length} on this page`}</a></p>
<ul class="card flush held-list">${list.mails.map((mail) => heldRow(mail, list))}</ul>
${bulkBar()}</form>`
}

function heldRow(mail: LoggedMail, { here, ticked }: HeldList): SafeHtml {
  const reading = readingIn(mail.trace)
  const { why, release } = heldWords(mail.reason, reading)
  const author = reading.from || mail.mail_from || '(nobody)'
  return html`<li class="held-row"><label class="held-tick"><input type="checkbox" name="mail" value="${mail.id}" aria-label="Mail from ${author}: ${reading.subject || 'no subject'}" ${ticked && html`checked`}></label>
<div class="held-text"><p class="held-head"><a class="row-link" href="/mails/${mail.id}">${reading.subject || '(no subject)'}</a> <span class="quiet">${age(mail.received_at, here)}</span></p>
<p class="quiet break">says from ${author}${mail.mail_from && mail.mail_from !== author && ` · return path ${mail.mail_from}`} · to ${mail.recipients.join(', ')}</p>
${reading.words && html`<p class="held-words">${reading.words}</p>`}
<p class="held-why">${icon('lock')} ${why} <span class="quiet">${release}</span></p></div></li>`
}

const MEANINGS = [
  ['Release', 'lets the ticked mails in, as each line says.'],
  ['Drop', 'sets them aside; nobody is told, and their originals are kept.'],
  ['Block sender', 'drops them, and sets aside whatever comes from the same addresses.'],
  ['Block domain', 'the same for everybody of their domains.'],
] as const

function bulkBar(): SafeHtml {
  return html`<div class="bulk"><div class="actions" role="group" aria-label="With the ticked mails">
<button class="button primary" type="submit">Release</button>
<button class="button danger" type="submit" formaction="/held/drop">Drop</button>
<button class="button" type="submit" formaction="/held/block">Block sender</button>
<button class="button" type="submit" formaction="/held/block-domain">Block domain</button></div>
<details class="fold"><summary>What the buttons do</summary><ul class="meanings">${MEANINGS.map(([name, text]) => html`<li><strong>${name}</strong> ${text}</li>`)}
<li>Colleagues and our own domains are never blocked. <a href="/blocks">Blocked senders</a></li></ul></details></div>`
}
