import { createHmac } from 'node:crypto'
import { ruleById } from '../chatter/automation/rules.ts'
import { settleCall } from '../chatter/automation/webhook-calls.ts'
import { callOut } from '../integrations/call-out.ts'
import { MINUTE } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'
import { claimCalls } from '../store/sql/claim-rules.ts'
import type { WebhookCallRow } from '../store/tables/rules.ts'

/** Makes the calls of rules, as Standard Webhooks: signed, with an id that stays the same when a call is made again. */

const AT_ONCE = 10
/** Longer than a call may take. */
const LEASE = MINUTE

/** @returns whether it found any */
export async function makeCalls(site: Site): Promise<boolean> {
  const now = site.clock.now()
  const calls = await site.store.write((tx) =>
    claimCalls(tx, { now, leaseUntil: now + LEASE, limit: AT_ONCE }),
  )
  await Promise.all(calls.map((call) => makeCall(site, call)))
  return calls.length > 0
}

async function makeCall(site: Site, call: WebhookCallRow): Promise<void> {
  const end = await answerTo(site, call)
  const gaveUp = await site.store.write((tx) =>
    settleCall(tx, call, { ...end, at: site.clock.now() }),
  )
  if (gaveUp) site.alarms.raise('webhook_failed', new URL(call.url).host, { call: call.id })
}

async function answerTo(
  site: Site,
  call: WebhookCallRow,
): Promise<{ ok: boolean; response: string }> {
  try {
    const rule = await site.store.read((reader) => ruleById(reader, call.rule_id))
    const headers = signedHeaders(call, rule!.secret, site.clock.now())
    const { status, text } = await callOut(
      { url: call.url, headers, body: call.body },
      site.config.WEBHOOK_HOSTS,
    )
    return { ok: status >= 200 && status < 300, response: `${status} ${text}`.trim() }
  } catch (failure) {
    return { ok: false, response: messageOf(failure) }
  }
}

/** @param secret `whsec_` and the key in base64 */
export function signedHeaders(
  { id, body }: Pick<WebhookCallRow, 'id' | 'body'>,
  secret: string,
  now: number,
): Record<string, string> {
  const seconds = Math.floor(now / 1000)
  const name = `call_${id}`
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${name}.${seconds}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'user-agent': 'Postern',
    'webhook-id': name,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  }
}
