import { actionText, causeText, conditionText } from '../../gateway/chatter/automation/describe.ts'
import type { ReadyMade } from '../../gateway/chatter/automation/ready-made.ts'
import type { Rule, RuleWish } from '../../gateway/chatter/automation/rules.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import { buttonForm, hidden, selectField, textField } from './fields.ts'
import { icon } from './icons.ts'

export type RuleList = { rules: Rule[]; ready: ReadyMade[]; types: RecordType[]; token: string }

export function rulesPage(list: RuleList): SafeHtml {
  const { rules, ready, types, token } = list
  return html`<div class="page-head"><h1>Rules</h1></div>
<p class="lead">What Postern does by itself when something happens on a record. Each rule names itself in the thread.</p>
${rules.length > 0 && html`<section class="card flush" aria-label="Rules"><ul class="edit-rows">${rules.map((rule) => row(rule, list))}</ul></section>`}
${ready.length > 0 && html`<h2>Ready to be switched on</h2><section class="card flush" aria-label="Ready made"><ul class="edit-rows">${ready.map((rule) => readyRow(rule, list))}</ul></section>`}
<section class="card" aria-labelledby="add-title"><h2 id="add-title">${icon('plus')} Add a rule</h2>
<form class="stack" method="post" action="/admin/rules">${hidden('token', token)}<div class="field-row">
${textField({ name: 'name', label: 'Name', required: true, placeholder: 'Dear leads go to Ada' })}
${selectField({ name: 'type', label: 'Record type', options: types.map(({ code, label }) => ({ value: code, label })) })}
${textField({ name: 'code', label: 'Code', required: true, placeholder: 'dear-leads', hint: 'For the command line.' })}</div>
<button class="button primary" type="submit">Add</button></form></section>`
}

/** A rule in a sentence. */
export function sentence(wish: RuleWish, type: RecordType): string {
  const conditions = wish.conditions.map((one) => conditionText(one, type))
  const only = conditions.length > 0 ? `, if ${conditions.join(' and ')}` : ''
  const does = wish.actions.map((action) => actionText(action, type)).join('; ')
  return `${type.label}: ${causeText(wish.cause, type)}${only} → ${does}`
}

function row(rule: Rule, { types, token }: RuleList): SafeHtml {
  const type = types.find(({ id }) => id === rule.record_type_id)!
  const isOn = rule.enabled_at !== null
  const path = `/admin/rules/${rule.code}`
  return html`<li><div class="edit-line"><div><a href="${path}"><strong>${rule.name}</strong></a> ${isOn ? html`<span class="state good">on</span>` : html`<span class="state">off</span>`}</div>
${buttonForm({ action: `${path}/${isOn ? 'disable' : 'enable'}`, token, label: html`Switch ${isOn ? 'off' : 'on'} <span class="visually-hidden">${rule.name}</span>`, style: 'small' })}</div>
<p class="quiet rule-words">${sentence(rule, type)}</p>
${rule.stopped_why && html`<p class="trouble">${icon('warning')}<span>It has switched itself off. ${rule.stopped_why}</span></p>`}</li>`
}

function readyRow(rule: ReadyMade, { types, token }: RuleList): SafeHtml | false {
  const type = types.find(({ code }) => code === rule.type)
  if (!type) return false
  return html`<li><div class="edit-line"><strong>${rule.name}</strong>
${buttonForm({ action: `/admin/rules/${rule.code}/enable`, token, label: html`Switch on <span class="visually-hidden">${rule.name}</span>`, style: 'small' })}</div>
<p class="rule-words">${rule.help}</p><p class="quiet rule-words">${sentence(rule, type)}</p></li>`
}
