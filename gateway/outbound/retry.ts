import type { Outcome } from '../chatter/notifications/deliveries.ts'
import { DAY, HOUR, MINUTE } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'

/** How long a mail is tried, and the pauses between (RFC 5321 section 4.5.4.1 asks for 4 to 5 days). */
const GIVE_UP_AFTER = 5 * DAY
const FIRST_PAUSE = MINUTE
const LONGEST_PAUSE = HOUR

type SmtpFailure = { responseCode?: number; response?: string; code?: string }

/**
 * Sorts a failed attempt. 5xx is final at once; 4xx and everything unknown (no connection, a broken line) is tried again, with
 * pauses that double, a tenth earlier or later so that a queue does not come back all at once. RFC 5321 section 4.2.1.
 */
export function outcomeOfFailure(
  failure: unknown,
  delivery: { attempts: number; created_at: number },
  now: number,
): Outcome {
  const { responseCode, response } = failure as SmtpFailure
  const words = (response ?? messageOf(failure)).replace(/\s+/g, ' ').slice(0, 500)
  const final = responseCode !== undefined && responseCode >= 500
  if (final || now - delivery.created_at > GIVE_UP_AFTER)
    return { state: 'failed', response: words, at: now }
  return { state: 'deferred', response: words, at: now, dueAt: now + pauseAfter(delivery.attempts) }
}

function pauseAfter(attempts: number): number {
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(20, Math.max(0, attempts - 1)))
  return Math.round(pause * (0.9 + Math.random() * 0.2))
}
