import type { ThreadEntry } from '../../gateway/chatter/messages/thread-page.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { WhyHere } from '../../gateway/store/tables/threads.ts'
import { icon } from './icons.ts'
import { EVIDENCE, RUNGS } from './words.ts'

/** Why a mail is in this record: what decided, what else it named and why that lost, and what was wrong with it. */
export function whyHere(one: ThreadEntry): SafeHtml | false {
  if (one.rung === null) return false
  const reason = RUNGS[one.rung] ?? one.rung
  return html`${one.flaws.length > 0 && flawLine(one.flaws)}<details class="why"><summary>Why here</summary>
<p>This mail was filed here because ${reason}.${one.why && how(one.why)}</p>${one.why && losers(one.why)}</details>`
}

/** Said aloud, not folded: somebody may be misled by it. */
function flawLine(flaws: string[]): SafeHtml {
  return html`<span class="flaws">${icon('warning')} ${flaws.join(', ')}</span>`
}

function how({ by, caughtIn, via }: WhyHere): SafeHtml {
  const sentTo =
    via &&
    html` It was for <a href="/records/${via}">${via}</a>, from which this record has taken over.`
  const caught =
    caughtIn &&
    html` Nobody has this address: the catch-all of <strong>${caughtIn}</strong> took it.`
  return html`${sentTo}${by.length > 0 && html` It came to <span class="break">${by.join(', ')}</span>.`}${caught}`
}

function losers({ losers }: WhyHere): SafeHtml | false {
  if (losers.length === 0) return false
  return html`<p>It also names:</p><ul>${losers.map(
    ({ rung, to, why }) =>
      html`<li>${EVIDENCE[rung] ?? rung}: <a href="/records/${to}">${to}</a> (${why})</li>`,
  )}</ul>`
}

/** The link line of a mail that came to several of our addresses. */
export function otherRecords(references: string[] = []): SafeHtml | false {
  if (references.length === 0) return false
  const links = references.map(
    (reference, index) =>
      html`${index > 0 && ', '}<a href="/records/${reference}">${reference}</a>`,
  )
  return html`<span>${icon('swap')} This mail is also in ${links}</span>`
}
