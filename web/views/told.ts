import {
  TOLD_SHOWN,
  type ToldLine,
  type WhoWasTold,
} from '../../gateway/chatter/messages/who-was-told.ts'
import type { WhyNot } from '../../gateway/chatter/messages/why.ts'
import { WHY_NOT } from '../../gateway/chatter/messages/why-words.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { emptyState } from './fields.ts'
import { icon } from './icons.ts'
import { kindMark } from './people-marks.ts'
import { fullTime, type Here } from './times.ts'
import { counted, DELIVERY_STATES, FOLLOW_REASONS, WAY_SHORT } from './words.ts'

export type ToldView = WhoWasTold & {
  message: { id: number; author_name: string; created_at: number }
  reference: string
  subtype: string
  search: string
  /** People of that name who were neither told nor kept out: they did not follow. */
  others: { name: string; kind: PersonRow['kind']; why: WhyNot }[]
  here: Here
}

/** Who was told of one entry, who was not, and why. */
export function toldPage(view: ToldView): SafeHtml {
  const { message, reference, told, keptOut, others, here, hasMore } = view
  const out = [...keptOut, ...others]
  return html`<p class="crumbs"><a href="/records/${reference}#m${message.id}">${reference}</a></p>
<div class="page-head"><h1>Who was told</h1><span class="quiet">${message.author_name}, ${fullTime(message.created_at, here)} · ${view.subtype}</span></div>
<form class="filter" method="get" action="/messages/${message.id}/told" role="search">
<label class="field grow"><span class="label">Why was this person told, or not?</span><input name="search" type="search" value="${view.search}" placeholder="A part of a name"></label>
<button class="button" type="submit">${icon('search')} Ask</button></form>
<div class="columns"><section class="card flush column-half" aria-labelledby="told-title"><div class="shelf-head"><h2 id="told-title">Told</h2><span class="quiet">${counted(told.length, 'person', 'people')}</span></div>
${told.length === 0 ? emptyState('Nobody', 'Nobody followed who wanted to hear of it.') : html`<ul class="edit-rows">${told.map((one) => toldLine(one, here))}</ul>`}</section>
<section class="card flush column-half" aria-labelledby="kept-title"><div class="shelf-head"><h2 id="kept-title">Not told</h2><span class="quiet">${counted(out.length, 'person', 'people')}</span></div>
${out.length === 0 ? emptyState('Nobody', 'Everybody who followed was told. For others, ask by name.') : html`<ul class="edit-rows">${out.map(({ name, kind, why }) => html`<li><div><strong>${name}</strong> ${kindMark(kind)}<br><span class="quiet">${WHY_NOT[why]}</span></div></li>`)}</ul>`}</section></div>
${hasMore && html`<p class="hint">${TOLD_SHOWN} of each side are shown: ask for others by name.</p>`}`
}

function toldLine(one: ToldLine, here: Here): SafeHtml {
  const state = one.state && DELIVERY_STATES[one.state]
  return html`<li><div class="edit-line"><div><strong>${one.name}</strong> ${kindMark(one.kind)}<br>
<span class="quiet">${WAY_SHORT[one.way]}, because ${FOLLOW_REASONS[one.reason]}${one.read_at !== null && html` · read ${fullTime(one.read_at, here)}`}</span>
${one.state !== 'sent' && one.response && html`<br><span class="quiet break">${one.response}</span>`}</div>
${state && html`<span class="state ${state.tone}">${state.word}</span>`}</div></li>`
}
