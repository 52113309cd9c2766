import type { Outcome } from '../chatter/notifications/deliveries.ts'
import { DAY, HOUR, MINUTE } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'

/** How long a mail is tried, and the pauses between (RFC 5321 section 4.5.4.1 asks for 4 to 5 days). */
const GIVE_UP_AFTER = 5 * DAY
const FIRST_PAUSE = MINUTE
const LONGEST_PAUSE = HOUR

type SmtpFailure = { responseCode?: number; response?: string; code?: string }

/** nodemailer's words for a refusal of this mail: of its envelope (MAIL, RCPT, DATA), or of its bytes. */
const OF_THE_MAIL = ['EENVELOPE', 'EMESSAGE']

/** The relay wants another sign-in or encryption: RFC 4954 section 6. That is about us, not about the mail. */
const OF_THE_SIGN_IN = [530, 534, 535, 538]

/**
 * Sorts a failed attempt. 5xx for the mail itself is final at once. 4xx and everything unknown (no connection, a broken line) is
 * tried again, and so is a relay that refuses us as a whole (greeting, EHLO, AUTH): the pauses double, a tenth earlier or later so
 * that a queue does not come back all at once. RFC 5321 section 4.2.1.
 */
export function outcomeOfFailure(
  failure: unknown,
  delivery: { attempts: number; created_at: number },
  now: number,
): Outcome {
  const { response } = failure as SmtpFailure
  const words = (response ?? messageOf(failure)).replace(/\s+/g, ' ').slice(0, 500)
  if (isFinal(failure as SmtpFailure) || now - delivery.created_at > GIVE_UP_AFTER)
    return { state: 'failed', response: words, at: now }
  return { state: 'deferred', response: words, at: now, dueAt: now + pauseAfter(delivery.attempts) }
}

/** Without a code of the other side, it is we who cannot send it: an address that no server would take. */
function isFinal({ code = '', responseCode = 550 }: SmtpFailure): boolean {
  return OF_THE_MAIL.includes(code) && responseCode >= 500 && !OF_THE_SIGN_IN.includes(responseCode)
}

/** Does the relay refuse us, whatever the mail? Then somebody must look at the settings. */
export function isRefusalOfUs(failure: unknown): boolean {
  const { responseCode = 0 } = failure as SmtpFailure
  return responseCode >= 500 && !isFinal(failure as SmtpFailure)
}

function pauseAfter(attempts: number): number {
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(20, Math.max(0, attempts - 1)))
  return Math.round(pause * (0.9 + Math.random() * 0.2))
}
