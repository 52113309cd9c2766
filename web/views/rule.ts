import type { Rule } from '../../gateway/chatter/automation/rules.ts'
import { COMMON_FIELDS } from '../../gateway/chatter/automation/sound.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type {
  Action,
  Condition,
  RuleRunRow,
  WebhookCallRow,
} from '../../gateway/store/tables/rules.ts'
import { IS, rowOf } from '../rule-forms.ts'
import { buttonForm, hidden, type Option, optionTags, selectField, textField } from './fields.ts'
import { icon } from './icons.ts'
import { runsCard } from './rule-log.ts'
import { sentence } from './rules.ts'
import type { Here } from './times.ts'

export type RuleView = {
  rule: Rule
  type: RecordType
  runs: RuleRunRow[]
  calls: WebhookCallRow[]
  references: Map<number, string>
  token: string
  here: Here
}

const SPARE_ROWS = 2

export function rulePage(view: RuleView): SafeHtml {
  const { rule, type, token } = view
  const path = `/admin/rules/${rule.code}`
  const isOn = rule.enabled_at !== null
  return html`<p class="crumbs"><a href="/admin/rules">Rules</a></p>
<div class="page-head"><h1>${rule.name} ${isOn ? html`<span class="state good">on</span>` : html`<span class="state">off</span>`}</h1>
<div class="actions"><a class="button" href="${path}/dry-run">${icon('eye')} Dry run</a>
${buttonForm({ action: `${path}/${isOn ? 'disable' : 'enable'}`, token, label: isOn ? 'Switch off' : 'Switch on', style: isOn ? '' : 'primary' })}</div></div>
<p class="lead">${sentence(rule, type)}</p>
${rule.stopped_why && html`<p class="trouble">${icon('warning')}<span>It has switched itself off. ${rule.stopped_why}</span></p>`}
<form class="card stack" method="post" action="${path}">${hidden('token', token)}
${textField({ name: 'name', label: 'Name', value: rule.name, required: true })}
${causeFields(view)}
<fieldset class="stack rule-part"><legend>Only if</legend>${[...rule.conditions, ...Array<null>(SPARE_ROWS).fill(null)].map((one, index) => conditionRow(one, index, type))}</fieldset>
<fieldset class="stack rule-part"><legend>Then</legend>${[...rule.actions, ...Array<null>(SPARE_ROWS).fill(null)].map((one, index) => actionRow(one, index))}${actionHelp()}</fieldset>
<button class="button primary" type="submit">Save rule</button></form>
${rule.actions.some(({ does }) => does === 'webhook') && html`<section class="card"><h2>Webhook secret</h2><p>Calls are signed with it, as Standard Webhooks say: <code class="break">${rule.secret}</code></p></section>`}
${runsCard(view)}
<div class="danger-line">${buttonForm({ action: `${path}/remove`, token, label: html`${icon('trash')} Remove ${rule.name}`, style: 'small danger' })}</div>`
}

function fieldOptions(type: RecordType, none?: string): Option[] {
  return [
    ...(none === undefined ? [] : [{ value: '', label: none }]),
    ...COMMON_FIELDS.map((code) => ({
      value: code,
      label: `${code[0]!.toUpperCase()}${code.slice(1)}`,
    })),
    ...type.fields.map(({ code, label }) => ({ value: code, label })),
  ]
}

const CAUSES: Option[] = [
  { value: 'created', label: 'it is created' },
  { value: 'changed', label: 'a field or the stage changes' },
  { value: 'assigned', label: 'it is assigned' },
  { value: 'message received', label: 'a message comes from outside' },
  { value: 'no answer', label: 'nobody has answered for so many hours' },
  { value: 'deadline', label: 'a date is near' },
]

function causeFields({ rule: { cause }, type }: RuleView): SafeHtml {
  const field = 'field' in cause ? cause.field : ''
  return html`<fieldset class="rule-part"><legend>When</legend><div class="field-row">
${selectField({ name: 'cause.on', label: 'When', options: CAUSES, value: cause.on })}
${selectField({ name: 'cause.field', label: 'Field or date', options: fieldOptions(type, 'none'), value: field })}
${textField({ name: 'cause.to', label: 'becomes', value: cause.on === 'changed' ? cause.to : '', placeholder: 'anything' })}
${textField({ name: 'cause.hours', label: 'Hours without an answer', type: 'number', value: cause.on === 'no answer' ? cause.hours : '' })}
${textField({ name: 'cause.days', label: 'Days before the date', type: 'number', value: cause.on === 'deadline' ? cause.days : '', hint: '-1 is the day after.' })}</div></fieldset>`
}

function conditionRow(one: Condition | null, index: number, type: RecordType): SafeHtml {
  const name = `condition.${index}`
  const label = `condition ${index + 1}`
  return html`<div class="field-row">
<select name="${name}.field" aria-label="Field of ${label}">${optionTags(fieldOptions(type, 'no condition'), one?.field ?? '')}</select>
<select name="${name}.is" aria-label="Comparison of ${label}">${optionTags(
    IS.map((is) => ({ value: is, label: is })),
    one?.is ?? 'is',
  )}</select>
<input name="${name}.value" value="${one?.value ?? ''}" placeholder="Value" aria-label="Value of ${label}"></div>`
}

const ACTIONS: Option[] = [
  { value: '', label: 'nothing' },
  { value: 'note', label: 'log a note' },
  { value: 'template', label: 'send a template' },
  { value: 'set', label: 'set a field' },
  { value: 'follow', label: 'add followers' },
  { value: 'webhook', label: 'call a webhook' },
  { value: 'activity', label: 'schedule an activity' },
]

function actionRow(one: Action | null, index: number): SafeHtml {
  const name = `action.${index}`
  const label = `action ${index + 1}`
  const { target, words } = one ? rowOf(one) : { target: '', words: '' }
  return html`<div class="field-row">
<select name="${name}.does" aria-label="What ${label} does">${optionTags(ACTIONS, one?.does ?? '')}</select>
<input name="${name}.target" value="${target}" aria-label="With what ${label} works">
<textarea name="${name}.words" rows="2" aria-label="Words or value of ${label}">
${words}</textarea></div>`
}

function actionHelp(): SafeHtml {
  return html`<details class="fold"><summary>What stands in the two fields</summary><dl class="meanings">
<div><dt>log a note</dt><dd>whom it tells besides the followers: addresses of users, or <code>assignee</code>; then its words, with values such as <code>${'{{ record.name }}'}</code></dd></div>
<div><dt>send a template</dt><dd>its code; then <code>customer</code>, <code>followers</code> or <code>field:</code> and a field that holds an address. Followers get it in any case</dd></div>
<div><dt>set a field</dt><dd>the field’s code; then its value, for people an address or <code>none</code></dd></div>
<div><dt>add followers</dt><dd>their addresses</dd></div>
<div><dt>call a webhook</dt><dd>its address</dd></div></dl></details>`
}
