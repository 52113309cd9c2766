import type { ListedDelivery } from '../../gateway/chatter/notifications/delivery-list.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { DeliveryState } from '../../gateway/store/tables/followers.ts'
import { buttonForm, emptyState } from './fields.ts'
import { icon } from './icons.ts'
import { fullTime, type Here } from './times.ts'
import { counted, DELIVERY_STATES, FOLLOW_REASONS } from './words.ts'

/** One line under an entry: how its mails fare, in words; each recipient on a click. */
export function deliveryLine(deliveries: ListedDelivery[], here: Here): SafeHtml | false {
  if (deliveries.length === 0) return false
  const failed = deliveries.filter((delivery) => delivery.state === 'failed').length
  const waiting = deliveries.filter((delivery) =>
    ['queued', 'sending', 'deferred'].includes(delivery.state),
  ).length
  const summary =
    failed > 0
      ? `${failed} of ${counted(deliveries.length, 'mail')} failed`
      : waiting > 0
        ? `${counted(waiting, 'mail')} on the way`
        : `Mailed to ${deliveries.length}`
  return html`<details class="sent-to ${failed > 0 ? 'bad' : ''}"><summary>${icon(failed > 0 ? 'warning' : waiting > 0 ? 'clock' : 'check')} ${summary}</summary>
<ul>${deliveries.map(
    (
      delivery,
    ) => html`<li><strong>${delivery.name}</strong> <span class="break">${delivery.address}</span>: ${stateMark(delivery.state)}
<span class="quiet">because ${FOLLOW_REASONS[delivery.reason]}${delivery.response && html` · ${delivery.response}`} · ${fullTime(delivery.ended_at ?? delivery.created_at, here)}</span></li>`,
  )}</ul></details>`
}

function stateMark(state: DeliveryState): SafeHtml {
  const { word, tone } = DELIVERY_STATES[state]
  return html`<span class="state ${tone}">${word}</span>`
}

export type DeliveryList = {
  state: DeliveryState | null
  deliveries: ListedDelivery[]
  hasMore: boolean
  token: string
  here: Here
}

export function deliveriesPage(list: DeliveryList): SafeHtml {
  return html`<div class="page-head"><h1>Deliveries</h1><a class="button" href="/mails">${icon('inbox')} Received mail</a></div>
${stateTabs(list.state)}
${list.deliveries.length === 0 ? emptyState('No mails here', 'Mails to followers are listed here as soon as somebody writes a message.') : table(list)}
${list.hasMore && html`<nav class="pager" aria-label="Pages"><a class="button" rel="next" href="/deliveries?state=${list.state ?? ''}&before=${list.deliveries.at(-1)?.id}">Older</a></nav>`}`
}

function stateTabs(current: DeliveryState | null): SafeHtml {
  const tabs: [string, string][] = [
    ['', 'All'],
    ...Object.entries(DELIVERY_STATES).map(([state]): [string, string] => [state, state]),
  ]
  return html`<nav class="tabs" aria-label="State">${tabs.map(
    ([state, label]) =>
      html`<a href="/deliveries?state=${state}" ${state === (current ?? '') && html`aria-current="page"`}>${label}</a>`,
  )}</nav>`
}

function table(list: DeliveryList): SafeHtml {
  return html`<div class="card flush"><table class="list">
<thead><tr><th scope="col">To</th><th scope="col">About</th><th scope="col">State</th><th scope="col">Answer of the other side</th><th scope="col">Since</th><th scope="col"><span class="visually-hidden">Actions</span></th></tr></thead>
<tbody>${list.deliveries.map((delivery) => row(delivery, list))}</tbody></table></div>`
}

function row(delivery: ListedDelivery, { token, here }: DeliveryList): SafeHtml {
  const about =
    delivery.thread_id === null
      ? 'Sign-in link'
      : html`<a href="/threads/${delivery.thread_id}">${delivery.subject}</a>`
  const mayRetry = delivery.state === 'failed' || delivery.state === 'deferred'
  return html`<tr><th scope="row">${delivery.name}<span class="quiet break">${delivery.address}</span></th>
<td data-label="About">${about}<span class="quiet">because ${FOLLOW_REASONS[delivery.reason]}</span></td>
<td data-label="State">${stateMark(delivery.state)}</td>
<td data-label="Answer" class="break">${delivery.response ?? html`<span class="quiet">none yet</span>`}<span class="quiet">${counted(delivery.attempts, 'attempt')}</span></td>
<td data-label="Since">${fullTime(delivery.ended_at ?? delivery.created_at, here)}</td>
<td>${mayRetry && buttonForm({ action: `/deliveries/${delivery.id}/retry`, token, label: 'Send again', style: 'small' })}</td></tr>`
}
