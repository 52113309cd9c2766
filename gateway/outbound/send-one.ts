import type { Outcome } from '../chatter/notifications/deliveries.ts'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'
import type { DeliveryRow } from '../store/tables/followers.ts'
import { Withdrawn, type Written } from './outgoing.ts'
import { isRefusalOfUs, outcomeOfFailure } from './retry.ts'
import type { Transport } from './transport.ts'

const POISON_ATTEMPTS = 3

export async function sendOne(
  site: Site,
  transport: Transport,
  { delivery, mail }: Written,
): Promise<Outcome> {
  if (mail instanceof Withdrawn)
    return { state: 'withdrawn', response: mail.message, at: site.clock.now() }
  try {
    if (mail instanceof Error) throw mail
    const response = await transport.send(mail, delivery)
    return { state: 'sent', response, at: site.clock.now() }
  } catch (failure) {
    if (isRefusalOfUs(failure))
      site.log.error('the relay refuses us: look at RELAY_URL', { why: messageOf(failure) })
    return outcomeOfFailure(
      poisonous(failure, delivery)
        ? Object.assign(new Error(messageOf(failure)), { code: 'EMESSAGE', responseCode: 554 })
        : failure,
      delivery,
      site.clock.now(),
    )
  }
}

/** A mail that cannot even be written will not get better by waiting; it must not come back for five days. */
function poisonous(failure: unknown, delivery: DeliveryRow): boolean {
  const fromTheWorld =
    typeof failure === 'object' &&
    failure !== null &&
    ('code' in failure || 'responseCode' in failure)
  return !fromTheWorld && delivery.attempts >= POISON_ATTEMPTS
}
