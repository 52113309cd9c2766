import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { BlockRow } from '../../gateway/store/tables/mailbag.ts'
import { buttonForm, emptyState, hidden, textField } from './fields.ts'
import { icon } from './icons.ts'
import { age, type Here } from './times.ts'

export function blocksPage(blocks: BlockRow[], view: { token: string; here: Here }): SafeHtml {
  return html`<p class="crumbs"><a href="/mails">Mail log</a></p>
<div class="page-head"><h1>Blocked senders</h1></div>
<div class="columns"><div class="column-main">
${blocks.length === 0 && emptyState('Nobody is blocked', 'What a blocked sender writes is kept and listed in the mail log as set aside, and nobody is told of it.')}
${blocks.length > 0 && html`<section class="card flush" aria-label="Blocked senders"><ul class="edit-rows">${blocks.map((block) => blockRow(block, view))}</ul></section>`}
</div><div class="column-side"><section class="card" aria-labelledby="add-title"><h2 id="add-title">${icon('plus')} Block a sender</h2>
<form class="stack" method="post" action="/blocks">${hidden('token', view.token)}
${textField({ name: 'sender', label: 'Address, or @domain', required: true, placeholder: '@spam.example', hint: 'A domain is meant exactly: its subdomains are others. Colleagues and our own domains are never blocked.' })}
<button class="button primary" type="submit">Block</button></form></section></div></div>`
}

function blockRow(
  { pattern, added_by, created_at }: BlockRow,
  { token, here }: { token: string; here: Here },
): SafeHtml {
  const what = pattern.startsWith('@') ? 'everybody of this domain' : 'this address'
  return html`<li><div class="edit-line"><div><strong>${pattern}</strong> <span class="quiet">${what}, by ${added_by}, ${age(created_at, here)}</span></div>
${buttonForm({ action: '/blocks/remove', token, fields: { sender: pattern }, label: html`Unblock <span class="visually-hidden">${pattern}</span>`, style: 'small' })}</div></li>`
}
