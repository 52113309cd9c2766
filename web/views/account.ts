import {
  type ListedToken,
  LONGEST_PASSWORD,
  SHORTEST_PASSWORD,
} from '../../gateway/chatter/people/credentials.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { choiceCard, type GeneralChoice } from './choices.ts'
import { buttonForm, emptyState, hidden, textField, troubleBar } from './fields.ts'
import { icon } from './icons.ts'
import { age, type Here } from './times.ts'
import { undoCard } from './undo-setting.ts'

export type Account = {
  hasPassword: boolean
  tokens: ListedToken[]
  undoSeconds: number
  choice: GeneralChoice
  token: string
  here: Here
  /** Why the password was not changed. */
  trouble: string | undefined
}

export function accountPage(account: Account): SafeHtml {
  return html`<div class="page-head"><h1>My settings</h1></div>
<div class="columns"><div class="column-main">${choiceCard({ ...account.choice, token: account.token })}${tokenCard(account)}</div>
<div class="column-side">${passwordCard(account)}${undoCard(account)}</div></div>`
}

function passwordCard({ hasPassword, token, trouble }: Account): SafeHtml {
  return html`<section class="card" aria-labelledby="password-title"><h2 id="password-title">${icon('lock')} Password</h2>
${trouble !== undefined && troubleBar(trouble)}
<p class="quiet">${hasPassword ? 'You sign in with your address and password, or by a mailed link.' : 'You sign in by a mailed link. With a password you need not wait for one.'}</p>
<form class="stack" method="post" action="/account/password">${hidden('token', token)}
${hasPassword && textField({ name: 'old', label: 'Old password', type: 'password', required: true, autocomplete: 'current-password' })}
${textField({
  name: 'new',
  label: 'New password',
  type: 'password',
  required: true,
  autocomplete: 'new-password',
  hint: `${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters. Other browsers are signed out.`,
})}
<button class="button primary" type="submit">${hasPassword ? 'Change password' : 'Set password'}</button></form></section>`
}

function tokenCard(account: Account): SafeHtml {
  const { tokens, token } = account
  return html`<section class="card" aria-labelledby="token-title"><h2 id="token-title">${icon('phone')} Mail programs</h2>
<p>A token lets one program send mail to our addresses in your name, and does nothing else. When you lose the device, take the token back:
nothing else has to change.</p>
${tokens.length === 0 && emptyState('No token yet', 'Make one for each phone or computer you write from.')}
${tokens.length > 0 && html`<ul class="token-list">${tokens.map((one) => tokenRow(one, account))}</ul>`}
<form class="add-follower" method="post" action="/account/tokens">${hidden('token', token)}
${textField({ name: 'name', label: 'New token for', required: true, placeholder: 'phone' })}
<button class="button primary" type="submit">${icon('plus')} Make</button></form></section>`
}

function tokenRow(one: ListedToken, { token, here }: Account): SafeHtml {
  const used =
    one.last_used_at === null ? html`never used` : html`last used ${age(one.last_used_at, here)}`
  return html`<li class="edit-line"><div><strong>${one.name}</strong> <span class="quiet">made ${age(one.created_at, here)} · ${used}</span></div>
${buttonForm({ action: `/account/tokens/${one.id}/remove`, token, label: html`${icon('trash')} Take back<span class="visually-hidden"> ${one.name}</span>`, style: 'small danger' })}</li>`
}

export type NewToken = {
  name: string
  secret: string
  address: string
  server: string
  port: number
}

export function newTokenPage({ name, secret, address, server, port }: NewToken): SafeHtml {
  return html`<section class="card narrow wide-link"><h1>Token for ${name}</h1>
<p>Type this into the settings for outgoing mail of that program. The token is shown only now.</p>
<label class="field"><span class="label">Token, in place of a password</span><input class="secret" value="${secret}" readonly></label>
<dl class="facts token-facts">
<div><dt>User name</dt><dd>${address}</dd></div>
<div><dt>Server</dt><dd>${server}, port ${port}</dd></div>
<div><dt>Security</dt><dd>STARTTLS</dd></div></dl>
<p class="raw-link"><a class="button" href="/account">Done</a></p></section>`
}
