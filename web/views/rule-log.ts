import type { WouldDo } from '../../gateway/chatter/automation/dry-run.ts'
import type { Rule } from '../../gateway/chatter/automation/rules.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { RuleRunRow, WebhookCallRow } from '../../gateway/store/tables/rules.ts'
import { buttonForm, emptyState } from './fields.ts'
import { fullTime, type Here } from './times.ts'
import { counted } from './words.ts'

/** What a rule has done, will do, and would have done. */
type Log = {
  rule: Pick<Rule, 'code'>
  runs: RuleRunRow[]
  calls: WebhookCallRow[]
  references: Map<number, string>
  token: string
  here: Here
}

const STATES = {
  due: { word: 'will run', tone: '' },
  done: { word: 'done', tone: 'good' },
  skipped: { word: 'left', tone: '' },
  failed: { word: 'failed', tone: 'bad' },
} as const

export function runsCard(log: Log): SafeHtml {
  const { runs, calls } = log
  return html`<h2>Log</h2>
${runs.length === 0 ? emptyState('It has not run yet', 'What it does, and what it leaves and why, will stand here for 90 days.') : html`<section class="card flush" aria-label="Log"><ul class="edit-rows">${runs.map((run) => runRow(run, log))}</ul></section>`}
${calls.length > 0 && html`<h2>Webhook calls</h2><section class="card flush" aria-label="Webhook calls"><ul class="edit-rows">${calls.map((call) => callRow(call, log))}</ul></section>`}`
}

function runRow(run: RuleRunRow, { references, here }: Log): SafeHtml {
  const { word, tone } = STATES[run.state]
  const tries = run.attempts > 0 ? `, ${counted(run.attempts, 'attempt')}` : ''
  return html`<li><div class="edit-line"><div><span class="state ${tone}">${word}</span> ${recordLink(references.get(run.thread_id))} ${run.outcome ?? ''}</div>
<span class="quiet">${fullTime(run.ended_at ?? run.due_at, here)}${tries}</span></div></li>`
}

function callRow(call: WebhookCallRow, { rule, references, token, here }: Log): SafeHtml {
  const { word, tone } = STATES[call.state]
  return html`<li><div class="edit-line"><div><span class="state ${tone}">${call.state === 'due' ? 'waits' : word}</span> ${recordLink(references.get(call.thread_id))} <span class="break">${call.url}</span> ${call.response && html`<span class="quiet break">${call.response.slice(0, 200)}</span>`}</div>
<span class="quiet">${fullTime(call.ended_at ?? call.due_at, here)}, ${counted(call.attempts, 'attempt')}</span></div>
${call.state === 'failed' && buttonForm({ action: `/admin/rules/${rule.code}/calls/${call.id}`, token, label: 'Call again', style: 'small' })}</li>`
}

function recordLink(reference: string | undefined): SafeHtml | false {
  return reference !== undefined && html`<a href="/records/${reference}">${reference}</a>`
}

export function dryRunPage({
  rule,
  found,
  days,
  here,
}: {
  rule: Rule
  found: WouldDo[]
  days: number
  here: Here
}): SafeHtml {
  return html`<p class="crumbs"><a href="/admin/rules">Rules</a> / <a href="/admin/rules/${rule.code}">${rule.name}</a></p>
<div class="page-head"><h1>Dry run</h1><span class="quiet">nothing is done</span></div>
<form class="filter" method="get"><label class="field"><span class="label">Looking back, days</span><input name="days" type="number" min="1" max="365" value="${days}"></label><button class="button" type="submit">Show</button></form>
<p class="quiet">Its conditions are asked of the records as they are now. Deadlines are shown a month ahead.</p>
${found.length === 0 ? emptyState('It would have done nothing', 'Look further back, or change when it is asked.') : html`<section class="card flush" aria-label="What it would have done"><ul class="edit-rows">${found.map((one) => html`<li><div class="edit-line"><div><a href="/records/${one.record}">${one.record}</a> ${one.name}: ${one.does.join('; ')}</div><span class="quiet">${fullTime(one.at, here)}</span></div></li>`)}</ul></section>`}`
}
