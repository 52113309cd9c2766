import type { Found, FoundEntry, FoundRecord } from '../../gateway/chatter/search/search.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { Piece } from '../../gateway/lib/search-marks.ts'
import type { MessageKind } from '../../gateway/store/tables/threads.ts'
import { emptyState } from './fields.ts'
import { type IconName, icon } from './icons.ts'
import { age, type Here } from './times.ts'

export type SearchView = {
  asked: { q: string; record: string; before: number | undefined }
  found: Found
  here: Here
}

const KINDS: Record<MessageKind, { icon: IconName; word: string }> = {
  message: { icon: 'mail', word: 'Message' },
  note: { icon: 'lock', word: 'Internal note' },
  change: { icon: 'swap', word: 'Change' },
}

export function searchPage(view: SearchView): SafeHtml {
  const { asked, found } = view
  return html`<div class="page-head"><h1>Search</h1></div>
${searchForm(view)}
${asked.q === '' ? howTo() : results(view)}
${found.next !== null && html`<nav class="pager" aria-label="Pages"><a class="button" rel="next" href="${pathOf({ ...asked, before: found.next })}">Older</a></nav>`}`
}

/** In the thread of one record; the page of results offers to look everywhere. */
export function threadSearch(reference: string): SafeHtml {
  return html`<form class="thread-search" method="get" action="/search" role="search"><input type="hidden" name="record" value="${reference}">
<label class="visually-hidden" for="thread-q">Search in ${reference}</label><input id="thread-q" name="q" type="search" placeholder="Search in this thread" maxlength="300">
<button class="button small" type="submit">${icon('search')} Find</button></form>`
}

function searchForm({ asked: { q, record } }: SearchView): SafeHtml {
  return html`<form class="filter" method="get" action="/search" role="search">
<label class="field grow"><span class="label">Words</span><input name="q" type="search" value="${q}" maxlength="300" ${q === '' && html`autofocus`} placeholder="broken leg, &quot;new leg&quot;, pri*, -paid"></label>
${record !== '' && html`<input type="hidden" name="record" value="${record}">`}
<button class="button primary" type="submit">${icon('search')} Search</button></form>
${record !== '' && html`<p class="quiet">In ${html`<a href="/records/${record}">${record}</a>`} only. <a href="${pathOf({ q, record: '' })}">Look everywhere</a></p>`}`
}

function howTo(): SafeHtml {
  const ways: [string, string][] = [
    ['broken leg', 'both words, in any order'],
    ['"new leg"', 'these words, one after the other'],
    ['print*', 'words that begin so'],
    ['-paid', 'without this word'],
    ['from:kim', 'written by somebody'],
    ['in:T-42', 'in one record'],
    ['is:note', 'notes only; also is:message, is:change'],
    ['has:file', 'with files'],
  ]
  return html`<section class="card"><h2>What can be written</h2>
<dl class="facts">${ways.map(([form, meaning]) => html`<div><dt><code>${form}</code></dt><dd>${meaning}</dd></div>`)}</dl></section>`
}

function results({ found, here, asked }: SearchView): SafeHtml {
  if (found.nothing !== null) return emptyState('Nothing can be found so', html`${found.nothing}`)
  if (found.records.length + found.entries.length === 0)
    return emptyState(
      'Nothing found',
      asked.before === undefined
        ? html`Try fewer words, or the beginning of one with a star: <code>print*</code>.`
        : html`There is nothing older.`,
    )
  return html`${found.records.length > 0 && html`<section aria-labelledby="found-records"><h2 id="found-records">Records</h2><ul class="hits">${found.records.map(recordHit)}</ul></section>`}
${found.entries.length > 0 && html`<section aria-labelledby="found-entries"><h2 id="found-entries">Entries</h2><ul class="hits">${found.entries.map((one) => entryHit(one, here))}</ul></section>`}`
}

function recordHit({ reference, type, isClosed, pieces }: FoundRecord): SafeHtml {
  return html`<li class="hit"><a class="row-link" href="/records/${reference}"><span class="reference">${reference}</span> ${marked(pieces)}</a>
<span class="quiet">${type}${isClosed && ', closed'}</span></li>`
}

function entryHit(one: FoundEntry, here: Here): SafeHtml {
  const { icon: sign, word } = KINDS[one.kind]
  return html`<li class="hit ${one.kind}"><p class="hit-head"><span class="kind">${icon(sign)} ${word}</span> <strong>${one.author}</strong>
<span class="quiet">${age(one.at, here)} in <span class="reference">${one.reference}</span> ${one.record}</span></p>
<p class="hit-words">${marked(one.pieces)}</p>
<p><a class="button small" href="/records/${one.reference}?at=${one.id}#m${one.id}" aria-label="Jump to the entry of ${one.author} in ${one.reference}">Jump</a></p></li>`
}

function marked(pieces: Piece[]): SafeHtml {
  return html`${pieces.map(({ text, found }) => (found ? html`<mark>${text}</mark>` : text))}`
}

function pathOf(asked: { q: string; record: string; before?: number | undefined }): string {
  const { before, ...words } = asked
  return `/search?${new URLSearchParams({ ...words, ...(before ? { before: String(before) } : {}) })}`
}
