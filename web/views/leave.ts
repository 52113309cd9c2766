import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { type ThreadChoice, threadFields } from './choices.ts'
import { icon } from './icons.ts'

export type Leaving = {
  token: string
  reference: string
  subject: string
  name: string
  follows: boolean
  /** They have left by themselves, so they may take it back. */
  mayReturn: boolean
  choice: ThreadChoice
  /** The page of their choices for everything. */
  general: string
  isSaved?: true
}

export function leavePage(leaving: Leaving): SafeHtml {
  if (!leaving.follows) return leftPage(leaving)
  return html`<section class="card narrow"><h1>${leaving.isSaved ? 'Your choice is saved' : 'Stop these mails?'}</h1>
<p>${leaving.name}, you hear of <strong>${leaving.subject}</strong>. ${!leaving.isSaved && 'Nothing has changed yet.'}</p>
<form method="post" action="/u/${leaving.token}"><button class="button primary" type="submit">${icon('cross')} Stop mails about ${leaving.reference}</button></form>
</section>${choiceSection(leaving)}`
}

function choiceSection({ token, choice, general }: Leaving): SafeHtml {
  return html`<section class="card narrow" aria-labelledby="choice-title"><h2 id="choice-title">Or choose how you hear of it</h2>
<form class="stack" method="post" action="/u/${token}/choice">${threadFields(choice)}
<button class="button" type="submit">Save</button></form>
<p class="raw-link"><a href="${general}">Choose for everything</a></p></section>`
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
