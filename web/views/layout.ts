import { unreadLabel } from '../../gateway/chatter/messages/unread.ts'
import { may } from '../../gateway/chatter/people/roles.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { publicPath } from '../public-files.ts'
import type { Notice } from '../session.ts'
import type { Visit } from '../visit.ts'
import { icon } from './icons.ts'
import { avatar } from './people-marks.ts'

type Section = 'inbox' | 'records' | 'activities' | 'search' | 'mails' | 'admin' | 'none'

export type Page = { title: string; content: SafeHtml; section?: Section; wide?: boolean }

const ADMIN_PAGES = [
  ['/admin/aliases', 'Aliases'],
  ['/admin/record-types', 'Record types'],
  ['/admin/subscriptions', 'Subscriptions'],
  ['/admin/activity-types', 'Activity types'],
  ['/admin/activity-plans', 'Activity plans'],
  ['/admin/imports', 'Import'],
  ['/canned', 'Canned responses'],
  ['/admin/templates', 'Templates'],
  ['/admin/rules', 'Rules'],
  ['/ratings', 'Ratings'],
  ['/admin/people', 'People'],
] as const

/** The frame of every page: head, top bar, notice, content. */
export function layout(visit: Visit, page: Page): SafeHtml {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · Postern</title>
<link rel="icon" href="${publicPath('favicon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${publicPath('style.css')}">
<script src="${publicPath('postern.js')}" defer></script>
${visit.person && html`<script src="${publicPath('composer.js')}" type="module"></script>`}
<script src="${publicPath('templates.js')}" type="module"></script>
</head>
<body class="${page.wide ? 'is-wide' : ''}">
<a class="skip" href="#content">Skip to content</a>
${topBar(visit, page)}
<main id="content" class="content">
${visit.notice && noticeBar(visit.notice, visit.token)}
${page.content}
</main>
</body>
</html>
`
}

function topBar(visit: Visit, page: Page): SafeHtml {
  const { person } = visit
  return html`<header class="top">
<div class="top-inner">
<a class="brand" href="/">${logo()}<span>Postern</span></a>
<nav class="top-nav" aria-label="Main">
${person && inboxLink(visit, page)}
${person && link('/records', 'Records', page.section === 'records')}
${person && link('/activities', 'Activities', page.section === 'activities')}
${person && link('/search', 'Search', page.section === 'search')}
${may(person, 'operate') && link('/mails', 'Mail log', page.section === 'mails')}
${may(person, 'administer') && adminMenu(visit, page)}
${visit.hasDevInbox && link('/dev/inbox', 'Dev inbox', visit.path === '/dev/inbox')}
</nav>
${person ? account(person, visit) : html`<a class="top-link" href="/sign-in">Sign in</a>`}
</div>
</header>`
}

function link(href: string, label: string, current: boolean): SafeHtml {
  return html`<a class="top-link" href="${href}" ${current && html`aria-current="page"`}>${label}</a>`
}

function inboxLink({ unread }: Visit, page: Page): SafeHtml {
  return html`<a class="top-link" href="/inbox" ${page.section === 'inbox' && html`aria-current="page"`}>Inbox${unread > 0 && html` <span class="count">${unreadLabel(unread)}<span class="visually-hidden"> unread</span></span>`}</a>`
}

function adminMenu(visit: Visit, page: Page): SafeHtml {
  return html`<details class="menu" name="top">
<summary class="${page.section === 'admin' ? 'top-link current' : 'top-link'}">Admin</summary>
<ul class="menu-list">
${ADMIN_PAGES.map(([href, label]) => html`<li><a href="${href}" ${visit.path === href && html`aria-current="page"`}>${label}</a></li>`)}
</ul>
</details>`
}

function account(person: PersonRow, { token, path }: Visit): SafeHtml {
  const current = path === '/account'
  return html`<details class="menu account" name="top">
<summary aria-label="Account of ${person.name}">${avatar(person)}<span class="account-name">${person.name}</span></summary>
<div class="menu-list">
<p class="menu-note">${person.name}<br><span class="quiet">${person.role}</span></p>
<a href="/account" ${current && html`aria-current="page"`}>${icon('gear')} My settings</a>
<a href="/canned">${icon('pen')} Canned responses</a>
<form method="post" action="/sign-out"><input type="hidden" name="token" value="${token}">
<button class="menu-button" type="submit">${icon('door')} Sign out</button></form>
</div>
</details>`
}

function noticeBar(notice: Notice, token: string): SafeHtml {
  const { lines = [], warns = false } = notice
  return html`<div class="notice${warns && ' warn'}" role="status">${icon(warns ? 'warning' : 'check')}<span>${notice.text}${lines.map((line) => html`<span class="notice-line">${line}</span>`)}</span>
${
  notice.undo &&
  html`<form method="post" action="${notice.undo.action}">
<input type="hidden" name="token" value="${token}">
${Object.entries(notice.undo.fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="button small" type="submit">${icon('undo')} Undo</button></form>`
}</div>`
}

function logo(): SafeHtml {
  return html`<svg class="logo" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
<path class="logo-wall" d="M3 22V11a9 9 0 0 1 18 0v11z"/><path class="logo-door" d="M8 22v-9.5a4 4 0 0 1 8 0V22z"/></svg>`
}
