import type { MailDomain } from '../../gateway/chatter/aliases/mail-domains.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { buttonForm, hidden, selectField, textField, tickBox } from './fields.ts'
import { icon } from './icons.ts'

export type DomainList = { domains: MailDomain[]; aliases: { address: string }[]; token: string }

/** Which domains are ours, and what becomes of mail for addresses in them that nobody has. */
export function domainsCard(list: DomainList): SafeHtml {
  return html`<section class="card flush" id="domains" aria-labelledby="domains-title"><h2 id="domains-title">Mail domains</h2>
<ul class="edit-rows">${list.domains.map((domain) => domainRow(domain, list))}
<li><details class="fold"><summary>${icon('plus')} Add a domain</summary>
<form class="stack" method="post" action="/admin/mail-domains">${hidden('token', list.token)}
${textField({ name: 'domain', label: 'Domain', required: true, placeholder: 'example.com', hint: 'Its mail must be brought here, by its MX record.' })}
${settings(list, null)}<button class="button primary" type="submit">Add</button></form></details></li></ul></section>`
}

function domainRow(one: MailDomain, list: DomainList): SafeHtml {
  const postmaster = one.postmaster ?? 'held for operators'
  return html`<li><div class="edit-line"><div><strong>${one.domain}</strong></div><span class="state ${one.catchAll === 'refuse' ? 'calm' : 'warn'}">unknown addresses ${caughtBy(one)}</span></div>
<p class="quiet">Postmaster: ${postmaster}${one.suggests && ' · Asks “Did you mean …?”'}</p>
<details class="fold"><summary aria-label="Change ${one.domain}">${icon('pen')} Change</summary>
<form class="stack" method="post" action="/admin/mail-domains">${hidden('token', list.token)}${hidden('domain', one.domain)}
${settings(list, one)}<button class="button primary" type="submit">Save</button></form>
${!one.stays && html`<div class="danger-line">${buttonForm({ action: '/admin/mail-domains/remove', token: list.token, fields: { domain: one.domain }, label: html`${icon('trash')} Remove ${one.domain}`, style: 'small danger' })}</div>`}
</details></li>`
}

function caughtBy({ catchAll, alias }: MailDomain): string {
  if (catchAll === 'hold') return 'are held'
  return alias === null ? 'are refused' : `go to ${alias}`
}

function settings({ aliases }: DomainList, one: MailDomain | null): SafeHtml {
  const options = [
    { value: 'refuse', label: 'Is refused, and its sender told' },
    { value: 'hold', label: 'Waits for an operator' },
    ...aliases.map(({ address }) => ({ value: address, label: `Goes to ${address}` })),
  ]
  const value = one?.alias ?? one?.catchAll ?? 'refuse'
  return html`${selectField({ name: 'catchAll', label: 'Mail for an address that nobody has', options, value })}
${tickBox({ name: 'suggests', label: 'Where it is refused, ask “Did you mean …?” and name the alias for everyone that it resembles', on: one?.suggests ?? false })}`
}
