import type { DueActivity } from '../../gateway/chatter/messages/needs-me.ts'
import { type InboxEntry, unreadLabel } from '../../gateway/chatter/messages/unread.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { readJson } from '../../gateway/store/rows.ts'
import type { QuestionRow } from '../../gateway/store/tables/mailbag.ts'
import { buttonForm, emptyState } from './fields.ts'
import { type IconName, icon } from './icons.ts'
import { avatar } from './people-marks.ts'
import { age, type Here } from './times.ts'
import { TOLD_REASONS } from './words.ts'

type Show = 'all' | 'mentions' | 'starred'

export type InboxView = {
  entries: InboxEntry[]
  unread: number
  questions: (QuestionRow & { token: string })[]
  activities: DueActivity[]
  show: Show
  hasMore: boolean
  token: string
  here: Here
}

const TABS: [Show, string][] = [
  ['all', 'Unread'],
  ['mentions', 'Mentions'],
  ['starred', 'Starred'],
]

export function inboxPage(view: InboxView): SafeHtml {
  const { entries, show, token } = view
  const newest = entries[0]
  return html`<div class="page-head"><h1>Inbox <span class="count">${unreadLabel(view.unread)}</span></h1>
${show !== 'starred' && newest && buttonForm({ action: '/inbox/read', token, label: html`${icon('check')} Mark all as read`, fields: { upTo: newest.id } })}</div>
${questions(view)}${activities(view)}
<nav class="tabs" aria-label="What is shown">${TABS.map(([value, label]) => html`<a href="/inbox${value === 'all' ? '' : `?show=${value}`}" ${value === show && html`aria-current="page"`}>${label}</a>`)}</nav>
${entries.length === 0 && nothing(show)}
<ul class="inbox-list">${entries.map((one) => line(one, view))}</ul>
${view.hasMore && html`<p class="pager"><a class="button" href="/inbox?show=${show}&amp;before=${entries.at(-1)!.id}">Earlier ones</a></p>`}`
}

function nothing(show: Show): SafeHtml {
  if (show === 'starred')
    return emptyState('Nothing starred', 'Press the star of an entry to find it here again.')
  return show === 'mentions'
    ? emptyState('Nobody waits for you', 'What calls you with @ and your name stands here.')
    : emptyState('All read', 'What you are told of and have not read stands here.')
}

function questions({ questions: asked, here }: InboxView): SafeHtml | false {
  if (asked.length === 0) return false
  return html`<section class="card" aria-labelledby="asked-title"><h2 id="asked-title">${icon('warning')} Did you write this?</h2>
<ul class="stack">${asked.map((one) => {
    const facts = readJson(one.facts)
    return html`<li class="edit-line"><div><strong>${facts.subject || '(no subject)'}</strong> <span class="quiet">a mail in your name, ${age(one.asked_at, here)}: nothing shows that it is yours</span></div>
<a class="button small" href="/q/${one.token}/mine">Look at it</a></li>`
  })}</ul></section>`
}

function activities({ activities: due, here }: InboxView): SafeHtml | false {
  if (due.length === 0) return false
  return html`<section class="card" aria-labelledby="due-title"><h2 id="due-title">${icon('calendar')} Due</h2>
<ul class="stack">${due.map((one) => html`<li><a href="/records/${one.record}">${one.record}</a> ${one.label} <span class="${one.isOverdue ? 'flaws' : 'quiet'}">${age(one.due, here)}</span></li>`)}</ul></section>`
}

const SIGNS: Record<InboxEntry['kind'], { icon: IconName; word: string }> = {
  message: { icon: 'mail', word: 'Message' },
  note: { icon: 'lock', word: 'Internal note' },
  change: { icon: 'swap', word: 'Change' },
}

function line(one: InboxEntry, { token, here, show }: InboxView): SafeHtml {
  const reference = one.prefix === null ? null : `${one.prefix}-${one.number}`
  const href = reference
    ? `/records/${reference}?at=${one.message_id}#m${one.message_id}`
    : `/threads/${one.thread_id}`
  const sign = SIGNS[one.kind]
  const fields = { back: show === 'all' ? '/inbox' : `/inbox?show=${show}` }
  return html`<li class="inbox-line ${one.kind}">${avatar({ id: one.author_id, name: one.author_name, kind: 'user' })}
<div class="inbox-words"><p><a class="row-link" href="${href}">${reference && html`<span class="reference">${reference}</span> `}${one.name}</a>
<span class="kind">${icon(sign.icon)} ${sign.word}</span>${one.reason === 'mention' && html` <span class="mark warn">calls you</span>`}</p>
<p class="snippet"><strong>${one.author_name}</strong> ${(one.changes ?? one.words).replace(/\s+/g, ' ').trim()}</p>
<p class="quiet">${age(one.created_at, here)}${one.reason && html` · because ${TOLD_REASONS[one.reason]}`}</p></div>
<div class="inbox-acts"><span>${buttonForm({ action: `/messages/${one.message_id}/star`, token, label: html`<span aria-hidden="true">${one.starred ? '★' : '☆'}</span><span class="visually-hidden">${one.starred ? 'Take the star away' : 'Star'}</span>`, style: 'small', fields })}</span>
${show !== 'starred' && buttonForm({ action: `/inbox/messages/${one.message_id}/read`, token, label: html`${icon('check')} Read`, style: 'small' })}</div></li>`
}
