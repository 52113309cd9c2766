import { referenceOf } from '../../gateway/chatter/records/records.ts'
import type { Destination } from '../../gateway/inbound/routing/destination.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { RUNGS } from './words.ts'

/** Where a held mail would go if it were let in now, in sentences. */
export function dryRunBox(destinations: Destination[]): SafeHtml {
  const sentences =
    destinations.length > 0
      ? destinations.map(sentence)
      : [html`Nowhere: none of its addresses is ours.`]
  return html`<div class="result" role="status">${sentences.map((one) => html`<p>${one}</p>`)}
<p class="quiet">Nothing was changed.</p></div>`
}

function sentence(destination: Destination): SafeHtml {
  switch (destination.kind) {
    case 'thread':
      return html`To ${recordLink(destination.open)}: ${RUNGS[destination.rung] ?? destination.rung}.`
    case 'new record':
      return html`It would open a record by ${destination.alias.address}${destination.linkedTo && html`, linked to ${recordLink(destination.linkedTo)}`}.`
    case 'bounce':
      return html`To ${recordLink(destination.open)}: it came to the return path of a mail of that thread.`
    case 'unsubscribe':
      return html`It would end a follow of ${recordLink(destination.open)}.`
    case 'postmaster':
      return html`Nowhere: it is for the postmaster, and no alias takes that mail.`
    case 'nowhere':
      return html`Nowhere: ${destination.why}.`
  }
}

function recordLink(open: Extract<Destination, { kind: 'thread' }>['open']): SafeHtml {
  const reference = referenceOf(open)
  return html`<a href="/records/${reference}">${reference} ${open.record.name}</a>`
}
