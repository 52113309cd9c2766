import { DAY, HOUR, MINUTE } from '../../lib/clock.ts'
import { insertRows, list, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type WebhookCallRow, webhookCalls } from '../../store/tables/rules.ts'
import { stageLabel } from '../records/field-values.ts'
import { type OpenRecord, referenceOf, valuesOf } from '../records/records.ts'
import type { Rule } from './rules.ts'

/** Calls to other programs: written with what a rule does, made afterwards, with no transaction open. */

/** The pauses after each attempt, as the Standard Webhooks advise; after the last one it is given up. */
const PAUSES = [5_000, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, DAY]

export async function queueCall(
  tx: Tx,
  {
    rule,
    open,
    url,
    recordUrl,
    at,
  }: { rule: Rule; open: OpenRecord; url: string; recordUrl: string; at: number },
): Promise<void> {
  const { record, type } = open
  const body = {
    type: `record.${rule.cause.on.replaceAll(' ', '_')}`,
    timestamp: new Date(at).toISOString(),
    data: {
      rule: rule.code,
      record: referenceOf(open),
      recordType: type.code,
      name: record.name,
      stage: record.stage,
      stageLabel: stageLabel(type, record.stage),
      values: valuesOf(record),
      url: recordUrl,
    },
  }
  const row = { rule_id: rule.id, thread_id: open.thread.id, url, body: JSON.stringify(body) }
  await insertRows(tx, webhookCalls, [{ ...row, due_at: at, created_at: at }])
}

/**
 * Notes how a call ended: done, tried again later, or given up.
 * @returns whether it is given up
 */
export async function settleCall(
  tx: Tx,
  call: WebhookCallRow,
  end: { ok: boolean; response: string; at: number },
): Promise<boolean> {
  const pause = PAUSES[call.attempts - 1]
  const state = end.ok ? 'done' : pause === undefined ? 'failed' : 'due'
  const response = end.response.slice(0, 500)
  const due_at = end.at + (pause ?? 0)
  const ended_at = state === 'due' ? null : end.at
  await update(tx, webhookCalls, { id: call.id }, { state, response, due_at, ended_at })
  return state === 'failed'
}

/** Makes a call that was given up due again, at once. Done with another it changes nothing. */
export async function resendCall(tx: Tx, id: number, at: number): Promise<void> {
  await update(
    tx,
    webhookCalls,
    { id, state: 'failed' },
    { state: 'due', due_at: at, attempts: 0, ended_at: null },
  )
}

/** Newest first. */
export async function listCalls(reader: Reader, rule: number): Promise<WebhookCallRow[]> {
  return list(reader, webhookCalls, { where: { rule_id: rule }, order: 'id desc', limit: 50 })
}
