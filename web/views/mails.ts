import { readingIn } from '../../gateway/inbound/admission/held-mail.ts'
import type { LoggedMail } from '../../gateway/inbound/mailbag/mail-log.ts'
import type { Destination } from '../../gateway/inbound/routing/destination.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { Verdict } from '../../gateway/mail/proof/verdict.ts'
import type { AlarmRow } from '../../gateway/store/tables/alarms.ts'
import type { InboundState, TraceStep } from '../../gateway/store/tables/mailbag.ts'
import type { MessageKind } from '../../gateway/store/tables/threads.ts'
import { alarmBox } from './alarms.ts'
import { dryRunBox } from './dry-run.ts'
import { buttonForm, emptyState, hidden, readableSize } from './fields.ts'
import { type HeldList, heldForm, NO_HELD_MAIL, waitingBar } from './held.ts'
import { heldWords } from './held-words.ts'
import { icon } from './icons.ts'
import { proofWords } from './proof.ts'
import { fullTime, type Here, span } from './times.ts'
import { INBOUND_STATES, MAIL_CLASSES } from './words.ts'

export type FiledEntry = { reference: string; name: string; message: number; kind: MessageKind }
export type MailLog = {
  mails: LoggedMail[]
  alarms: AlarmRow[]
  /** Where the next page begins. */
  older: string | null
  filter: { state?: InboundState | undefined; messageId: string; address: string; before: string }
  /** Held mails that wait for too long. */
  waiting: { old: number; oldest: number | null }
  ticked: boolean
  token: string
  here: Here
}
export type MailTrace = {
  mail: LoggedMail
  entries: FiledEntry[]
  token: string
  here: Here
  /** Where it would go if it were let in; null where nobody asked. */
  wouldGo: Destination[] | null
}

export function mailsPage(log: MailLog): SafeHtml {
  const { state, messageId, address } = log.filter
  return html`<div class="page-head"><h1>Mail log</h1><div class="actions"><a class="button" href="/blocks">${icon('cross')} Blocked senders</a><a class="button" href="/deliveries">${icon('mail')} Deliveries</a></div></div>
${waitingBar(log.waiting, log.here)}
${alarmBox(log)}
<form class="filter" method="get" action="/mails" role="search">${hidden('state', state ?? '')}
<label class="field grow"><span class="label">Address</span><input name="address" type="search" value="${address}" placeholder="Of the sender or a recipient"></label>
<label class="field grow"><span class="label">Message-ID</span><input name="messageId" type="search" value="${messageId}" placeholder="abc@mail.example.com"></label>
<button class="button" type="submit">${icon('search')} Find</button></form>
${stateTabs(log)}
${log.mails.length === 0 ? nothingHere(log) : log.filter.state === 'held' ? heldForm(heldList(log)) : table(log)}
${pager(log)}`
}

function nothingHere({ older, filter }: MailLog): SafeHtml {
  if (older) return emptyState('None among these', 'Older mails have not been looked at yet.')
  const isAny = filter.address === '' && filter.messageId === ''
  if (isAny && filter.state === 'held') return NO_HELD_MAIL
  return emptyState(
    'No mails here',
    isAny
      ? 'Every mail that Postern takes is listed here, with what became of it.'
      : html`Try fewer letters, or <a href="/mails">all mails</a>.`,
  )
}

function heldList(log: MailLog): HeldList {
  const { before } = log.filter
  const otherWay = pathWith(log.filter, { before, tick: log.ticked ? '' : 'all' })
  return { ...log, otherWay }
}

function pathWith(filter: MailLog['filter'], change: Record<string, string>): string {
  const { state = '', messageId, address } = filter
  const asked = Object.entries({ state, messageId, address, ...change })
  return `/mails?${new URLSearchParams(asked.filter(([, value]) => value !== ''))}`
}

function pager({ filter, older }: MailLog): SafeHtml | false {
  if (filter.before === '' && !older) return false
  return html`<nav class="pager" aria-label="Pages">
${filter.before !== '' && html`<a class="button" href="${pathWith(filter, {})}">Newest</a>`}
${older && html`<a class="button" rel="next" href="${pathWith(filter, { before: older })}">Older</a>`}</nav>`
}

function stateTabs({ filter }: MailLog): SafeHtml {
  const states = ['', 'pending', 'filed', 'held', 'refused', 'ignored', 'failed']
  return html`<nav class="tabs" aria-label="State">${states.map(
    (one) =>
      html`<a href="${pathWith(filter, { state: one })}" ${one === (filter.state ?? '') && html`aria-current="page"`}>${one || 'All'}</a>`,
  )}</nav>`
}

function table({ mails, here }: MailLog): SafeHtml {
  return html`<div class="card flush"><table class="list">
<thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">State</th><th scope="col">Door</th><th scope="col" class="right">Size</th><th scope="col">Received</th></tr></thead>
<tbody>${mails.map(
    (
      mail,
    ) => html`<tr><th scope="row" class="break"><a class="row-link" href="/mails/${mail.id}">${sender(mail)}</a></th>
<td data-label="To" class="break">${mail.recipients.join(', ')}</td>
<td data-label="State">${inboundMark(mail.state)}${mail.reason && html`<span class="quiet">${mail.reason}</span>`}</td>
<td data-label="Door">${mail.door}</td><td data-label="Size" class="right">${readableSize(mail.size)}</td>
<td data-label="Received">${fullTime(mail.received_at, here)}</td></tr>`,
  )}</tbody></table></div>`
}

function sender(mail: LoggedMail): string {
  return mail.mail_from || '(no return path)'
}

function inboundMark(state: InboundState): SafeHtml {
  const { word, tone } = INBOUND_STATES[state]
  return html`<span class="state ${tone}">${word}</span>`
}

export function mailPage(trace: MailTrace): SafeHtml {
  const { mail, entries } = trace
  return html`<p class="crumbs"><a href="/mails">Mail log</a></p>
<div class="page-head"><h1>Mail from ${sender(mail)}</h1><div class="actions">${inboundMark(mail.state)}</div></div>
${mail.reason && html`<p class="lead">${mail.reason}</p>`}
<div class="columns"><div class="column-main"><section class="card" aria-labelledby="trace-title"><h2 id="trace-title">${icon('route')} What happened</h2>
<ol class="timeline">${step({ at: mail.received_at, step: `taken at the door: ${mail.door}`, details: { remote: mail.remote, size: readableSize(mail.size) } }, trace)}
${mail.trace.map((one) => step(one, trace))}</ol></section>
${entries.length > 0 && filedBox(entries)}</div>
<div class="column-side">${acts(trace)}${envelope(trace)}</div></div>`
}

function step({ at, step: name, details = {} }: TraceStep, { mail, here }: MailTrace): SafeHtml {
  return html`<li><strong>${name}</strong> <span class="quiet">${fullTime(at, here)}${at > mail.received_at && html`, ${span(at - mail.received_at)} after it came`}</span>
<dl class="facts">${Object.entries(details).map(fact)}</dl></li>`
}

/** `classReasons` reads "class reasons"; what is empty says nothing. */
function fact([key, value]: [string, unknown]): SafeHtml | false {
  const text = key === 'authentication' ? proofWords(value as Verdict) : said(value)
  const name = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return text !== '' && html`<div><dt>${name}</dt><dd>${text}</dd></div>`
}

function said(value: unknown): string {
  if (Array.isArray(value)) return value.map(said).join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')
}

function filedBox(entries: FiledEntry[]): SafeHtml {
  return html`<section class="card" aria-labelledby="filed-title"><h2 id="filed-title">Where it is</h2>
<ul class="file-list">${entries.map(
    ({ reference, name, message, kind }) =>
      html`<li>${icon(kind === 'note' ? 'lock' : 'mail')} <a href="/records/${reference}#m${message}">${reference} ${name}</a> <span class="quiet">as a ${kind}</span></li>`,
  )}</ul></section>`
}

function envelope({ mail, here }: MailTrace): SafeHtml {
  const facts: [string, string | SafeHtml][] = [
    ['Return path', mail.mail_from || 'none'],
    ['Recipients', mail.recipients.join(', ')],
    ['Proof', proofOf(mail)],
    ['Class', mail.class === null ? 'not read yet' : (MAIL_CLASSES[mail.class] ?? mail.class)],
    ['Message-ID', mail.message_id ?? 'none'],
    ['Received', fullTime(mail.received_at, here)],
    ['Attempts', String(mail.attempts)],
    ['Trace id', mail.id],
  ]
  return html`<section class="card" aria-labelledby="envelope-title"><h2 id="envelope-title">Envelope</h2>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p class="raw-link"><a class="button small" href="/mails/${mail.id}/raw">${icon('download')} Raw source</a></p></section>`
}

function proofOf({ verified, trace }: LoggedMail): string {
  if (verified) return 'sender verified'
  const judged = trace.some(({ details }) => details !== undefined && 'authentication' in details)
  return judged ? 'sender not verified' : 'sender not verified: nobody asked'
}

function acts({ mail, token, wouldGo }: MailTrace): SafeHtml | false {
  const isHeld = mail.state === 'held'
  if (!isHeld && mail.state !== 'failed') return false
  const act = (name: string, label: string, style: string) =>
    buttonForm({ action: `/mails/${mail.id}/${name}`, token, label, style })
  const { why, release } = heldWords(mail.reason, readingIn(mail.trace))
  return html`<section class="card" aria-labelledby="acts-title"><h2 id="acts-title">It waits for you</h2>
${isHeld ? html`<p>${why}</p><p class="quiet">${release} Try it again after you have changed a rule.</p>` : html`<p class="quiet">Try it again after the cause is gone.</p>`}
<div class="actions">${isHeld && act('release', 'Release', 'primary')}${act('replay', 'Try again', '')}${act('drop', 'Drop', 'danger')}</div>
${isHeld && (wouldGo ? dryRunBox(wouldGo) : html`<p class="raw-link"><a href="/mails/${mail.id}?where">Where would it go?</a></p>`)}
<details class="fold"><summary>Block its sender</summary><p class="quiet">Drops this mail and sets aside all that comes later; never for colleagues and our own domains.</p>
<div class="actions">${act('block', 'Block sender', 'small')}${act('block-domain', 'Block domain', 'small')}</div></details></section>`
}
