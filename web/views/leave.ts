import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { icon } from './icons.ts'

export type Leaving = {
  token: string
  reference: string
  subject: string
  name: string
  follows: boolean
  /** They have left by themselves, so they may take it back. */
  mayReturn: boolean
}

export function leavePage(leaving: Leaving): SafeHtml {
  if (!leaving.follows) return leftPage(leaving)
  return html`<section class="card narrow"><h1>Stop these mails?</h1>
<p>${leaving.name}, you get mails about <strong>${leaving.subject}</strong>. Nothing has changed yet.</p>
<form method="post" action="/u/${leaving.token}"><button class="button primary" type="submit">${icon('cross')} Stop mails about ${leaving.reference}</button></form>
</section>`
}

export function leftPage(leaving: Leaving): SafeHtml {
  return html`<section class="card narrow"><h1>These mails have stopped</h1>
<p>${leaving.name}, you get no more mails about <strong>${leaving.subject}</strong>. Mails that are addressed to you by hand still reach you.</p>
${leaving.mayReturn && html`<form method="post" action="/u/${leaving.token}/undo"><button class="button" type="submit">${icon('undo')} Undo: follow again</button></form>`}
</section>`
}

export function undonePage(leaving: Leaving): SafeHtml {
  return html`<section class="card narrow"><h1>You follow again</h1>
<p>${leaving.name}, you get mails about <strong>${leaving.subject}</strong> as before.</p>
<p><a href="/u/${leaving.token}">Stop them after all</a></p></section>`
}
