import type { Outcome } from '../chatter/notifications/deliveries.ts'
import { rememberGiven } from '../chatter/records/mail-ids.ts'
import { looksOwn } from '../mail/message-ids.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'

const IN_WORDS = [
  // Exchange names the Message-ID after its status: the one it has written, where it did not take ours
  /^250[ -]2\.6\.0 <([^<>\s@]{1,120}@[^<>\s@]{1,120})>/,
  /\bmessage-?id[=:]? ?<([^<>\s@]{1,120}@[^<>\s@]{1,120})>/i,
]
const OF_SES = /^250 Ok ([0-9a-f]{10,20}(?:-[0-9a-f]{4,20}){2,8})\s*$/i
const SES_HOST = /^email-smtp(?:-fips)?\.([a-z0-9-]{4,30})\.amazonaws\.com$/i

/** The Message-ID under which a relay passes a mail on, as far as its answer to DATA tells; null where it keeps ours. */
export function idGivenBy(answer: string, relayHost: string): string | null {
  const region = SES_HOST.exec(relayHost)?.[1]?.toLowerCase()
  const ses = region && OF_SES.exec(answer)?.[1]
  if (ses) return `${ses}@${region === 'us-east-1' ? 'email' : region}.amazonses.com`
  const named = IN_WORDS.map((form) => form.exec(answer)?.[1]).find((id) => id !== undefined)
  return named && !looksOwn(named.slice(0, named.indexOf('@'))) ? named : null
}

/** Remembers what relays have made of our ids: who answers with such a one alone finds the thread all the same. */
export async function learnIds(
  tx: Tx,
  { config }: Site,
  settled: { delivery: DeliveryRow; outcome: Outcome }[],
): Promise<void> {
  if (!config.RELAY_URL) return
  const host = new URL(config.RELAY_URL).hostname
  for (const { delivery, outcome } of settled) {
    const id = outcome.state === 'sent' ? idGivenBy(outcome.response, host) : null
    if (id !== null && delivery.message_id !== null)
      await rememberGiven(tx, delivery.message_id, id)
  }
}
