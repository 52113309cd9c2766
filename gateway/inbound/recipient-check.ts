import type { SMTPServerSession } from 'smtp-server'
import { SECOND } from '../lib/clock.ts'
import { Refused } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'
import type { Directory, Lead } from './directory.ts'

/** A client that guesses addresses: from here on each guess costs a second, and at the second number the line is cut. */
const SLOW_AFTER = 10
const CUT_AFTER = 30

/** How often each session has guessed. */
const guesses = new WeakMap<object, number>()

/** What a check needs of the door. */
export type Doorkeeper = { site: Site; directory: Directory }

export async function checkRecipient(
  door: Doorkeeper,
  address: string,
  session: SMTPServerSession,
): Promise<void> {
  const lead = await door.directory.lookUp(address)
  const refusal = refusalOf(lead)
  if (!refusal) return

  door.site.log.info('recipient refused', {
    session: session.id,
    lead: lead.kind,
    remote: session.remoteAddress,
  })
  await slowDownGuessing(session)
  throw refusal
}

function refusalOf(lead: Lead): Refused | null {
  if (lead.kind === 'foreign') return new Refused('relay-denied')
  return lead.kind === 'unknown' || lead.kind === 'forged' ? new Refused('no-such-mailbox') : null
}

async function slowDownGuessing(session: SMTPServerSession): Promise<void> {
  const count = (guesses.get(session) ?? 0) + 1
  guesses.set(session, count)
  if (count > CUT_AFTER)
    throw Object.assign(new Error('4.7.0 Too many unknown recipients'), { responseCode: 421 })
  if (count > SLOW_AFTER) await new Promise((resolve) => setTimeout(resolve, SECOND))
}
