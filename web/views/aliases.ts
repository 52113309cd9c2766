import type { MailDomain } from '../../gateway/chatter/aliases/mail-domains.ts'
import type { PersonWithAddress } from '../../gateway/chatter/people/people.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { AliasRow } from '../../gateway/store/tables/mailbag.ts'
import {
  buttonForm,
  emptyState,
  hidden,
  selectField,
  textArea,
  textField,
  tickBox,
} from './fields.ts'
import { icon } from './icons.ts'
import { domainsCard } from './mail-domains.ts'
import { age, type Here } from './times.ts'
import { STRANGERS, UNPROVED, WHO_MAY_POST } from './words.ts'

/** An alias with its destination by name and its default values opened. */
export type ShownAlias = AliasRow & { type: string; record: string; given: Record<string, string> }

export type AliasList = {
  aliases: ShownAlias[]
  domains: MailDomain[]
  types: RecordType[]
  users: PersonWithAddress[]
  test: string
  result: string | null
  domain: string
  token: string
  here: Here
}

export function aliasesPage(list: AliasList): SafeHtml {
  return html`<div class="page-head"><h1>Aliases</h1></div>
<div class="columns"><div class="column-main">
${list.aliases.length === 0 && emptyState('No alias yet', 'Add one: mail to its address then opens a record.')}
${list.aliases.length > 0 && html`<section class="card flush" aria-label="Aliases"><ul class="edit-rows">${list.aliases.map((alias) => aliasRow(alias, list))}</ul></section>`}
${domainsCard(list)}</div><div class="column-side">${tester(list)}${addBox(list)}</div></div>`
}

function aliasRow(alias: ShownAlias, list: AliasList): SafeHtml {
  const owner = list.users.find((user) => user.id === alias.owner_id)
  const type = list.types.find((one) => one.code === alias.type)
  const defaults = Object.entries(alias.given).map(([field, value]) => `${field}=${value}`)
  return html`<li><div class="edit-line"><div><strong>${alias.address}</strong>
<span class="quiet">${alias.record ? html`feeds <a href="/records/${alias.record}">${alias.record}</a>` : html`opens ${type?.plural.toLowerCase()}`}</span></div>
${alias.last_mail_at === null ? html`<span class="state warn">not tested yet</span>` : html`<span class="state good">last mail ${age(alias.last_mail_at, list.here)}</span>`}</div>
<p class="quiet">May post: ${WHO_MAY_POST.find(({ value }) => value === alias.who)?.label} · Assignee: ${owner?.name ?? 'nobody'}${alias.unproved === 'accept' && ' · Believes known senders without proof'}${alias.acknowledge === 1 && ' · Tells senders that their mail has come'}${defaults.length > 0 && html` · Defaults: ${defaults.join(', ')}`}</p>
<details class="fold"><summary aria-label="Change ${alias.address}">${icon('pen')} Change</summary>
<form class="stack" method="post" action="/admin/aliases/change">${hidden('token', list.token)}${hidden('address', alias.address)}
${settings(list, alias)}<button class="button primary" type="submit">Save</button></form>
<div class="danger-line">${buttonForm({ action: '/admin/aliases/remove', token: list.token, fields: { address: alias.address }, label: html`${icon('trash')} Remove ${alias.address}`, style: 'small danger' })}</div>
</details></li>`
}

function settings({ types, users }: AliasList, alias: ShownAlias | null): SafeHtml {
  const nobody = { value: '0', label: 'Nobody' }
  const people = [nobody, ...users.map((user) => ({ value: String(user.id), label: user.name }))]
  const given = Object.entries(alias?.given ?? {}).map(([field, value]) => `${field}=${value}`)
  return html`<div class="field-row">
${selectField({ name: 'type', label: 'Opens', options: types.map((type) => ({ value: type.code, label: type.plural })), value: alias?.type ?? 'ticket' })}
${textField({ name: 'record', label: 'Or feeds one record', value: alias?.record, placeholder: 'T-42' })}</div>
<div class="field-row">
${selectField({ name: 'who', label: 'Who may post', options: [...WHO_MAY_POST], value: alias?.who })}
${selectField({ name: 'owner', label: 'Assignee of new records', options: people, value: alias?.owner_id ?? 0 })}</div>
<div class="field-row">
${selectField({ name: 'strangers', label: 'Strangers, where only followers may post', options: [...STRANGERS], value: alias?.strangers })}
${selectField({ name: 'unproved', label: 'Known senders without proof', options: [...UNPROVED], value: alias?.unproved })}</div>
${textArea({ name: 'defaults', label: 'Default values', rows: 2, value: given.join('\n'), hint: 'One a line: priority=High. They are set when a mail opens a record.' })}
${tickBox({ name: 'acknowledge', label: 'Tell verified senders of new records that their mail has come', on: alias?.acknowledge === 1 })}`
}

function addBox(list: AliasList): SafeHtml {
  return html`<section class="card" aria-labelledby="add-title"><h2 id="add-title">${icon('plus')} Add an alias</h2>
<form class="stack" method="post" action="/admin/aliases">${hidden('token', list.token)}
${textField({ name: 'address', label: 'Address', required: true, placeholder: `sales@${list.domain}` })}
${settings(list, null)}<button class="button primary" type="submit">Add</button></form></section>`
}

function tester({ test, result }: AliasList): SafeHtml {
  return html`<section class="card" aria-labelledby="test-title"><h2 id="test-title">${icon('route')} Where would it go?</h2>
<form class="stack" method="get" action="/admin/aliases">
${textField({ name: 'test', label: 'Address', value: test, required: true, placeholder: 'anything@…', hint: 'Nothing is sent and nothing is written.' })}
<button class="button" type="submit">Test</button></form>
${result !== null && html`<div class="result" role="status"><p><strong>${test}</strong><br>${result}</p></div>`}</section>`
}
