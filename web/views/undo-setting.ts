import { LONGEST_UNDO } from '../../gateway/chatter/messages/undo.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { hidden } from './fields.ts'
import { icon } from './icons.ts'

/** How long one may take back what one sends to people outside. */
export function undoCard({ undoSeconds, token }: { undoSeconds: number; token: string }): SafeHtml {
  return html`<section class="card" aria-labelledby="undo-title"><h2 id="undo-title">${icon('undo')} Taking back</h2>
<form class="stack" method="post" action="/account/undo">${hidden('token', token)}
<label class="field"><span class="label">Seconds before a message leaves for people outside</span>
<input name="seconds" type="number" min="0" max="${LONGEST_UNDO}" value="${undoSeconds}" required>
<span class="hint">From 0 to ${LONGEST_UNDO}. Meanwhile you can take it back. Your colleagues get it at once.</span></label>
<button class="button primary" type="submit">Save</button></form></section>`
}
