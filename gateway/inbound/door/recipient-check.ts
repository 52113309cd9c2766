import type { SMTPServerSession } from 'smtp-server'
import { clientOf } from '../../lib/client.ts'
import { MINUTE, SECOND } from '../../lib/clock.ts'
import { Refused, refusals } from '../../lib/errors.ts'
import { type Meter, openMeter } from '../../lib/meter.ts'
import type { Site } from '../../store/site.ts'
import type { Directory, Lead } from '../routing/directory.ts'
import { type ClientKind, clientKinds } from './clients.ts'

/** A session that guesses addresses: from here on each guess costs a second, and at the second number the line is cut. */
const SLOW_AFTER = 10
const CUT_AFTER = 30
/** A client that guesses our addresses: its line is cut at each further guess, in whatever session; one is forgotten a minute. */
const GUESSES_OF_A_CLIENT = { most: 60, every: MINUTE }

/** How often each session has guessed; what each installation knows of its clients. */
const guesses = new WeakMap<object, number>()
const doors = new WeakMap<Site, { meter: Meter; kindOf(remote: string): ClientKind }>()

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
  await slowDownGuessing(door.site, session, lead.kind !== 'foreign')
  throw refusal
}

function refusalOf(lead: Lead): Refused | null {
  if (lead.kind === 'foreign') return new Refused('relay-denied')
  if (lead.kind !== 'unknown' && lead.kind !== 'forged') return null
  const meant = lead.kind === 'unknown' && lead.meant
  const { text } = refusals['no-such-mailbox']
  return new Refused('no-such-mailbox', meant ? `${text} Did you mean ${meant}?` : text)
}

/** @param isOurs a mailbox of our own is looked for: who asks for another's has not read our name, and finds nothing by it */
async function slowDownGuessing(
  site: Site,
  session: SMTPServerSession,
  isOurs: boolean,
): Promise<void> {
  const count = (guesses.get(session) ?? 0) + 1
  guesses.set(session, count)
  const { meter, kindOf } = doorOf(site)
  const client = guesserOf(session, kindOf(session.remoteAddress))
  if (count > CUT_AFTER || (isOurs && !meter.take(client))) {
    site.alarms.raise('recipient_guessing', client, { session: session.id })
    throw Object.assign(new Error('4.7.0 Too many unknown recipients'), { responseCode: 421 })
  }
  if (count > SLOW_AFTER) await new Promise((resolve) => setTimeout(resolve, SECOND))
}

/** A border server passes on the guesses of the whole world: there each session counts for itself. */
function guesserOf({ remoteAddress, id }: SMTPServerSession, kind: ClientKind): string {
  return kind === 'relay' ? `${remoteAddress} in session ${id}` : clientOf(remoteAddress)
}

function doorOf(site: Site) {
  const known = doors.get(site) ?? {
    meter: openMeter(site.clock, GUESSES_OF_A_CLIENT),
    kindOf: clientKinds(site.config),
  }
  doors.set(site, known)
  return known
}
