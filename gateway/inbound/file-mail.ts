import { mayPost } from '../chatter/aliases/who-may-post.ts'
import { isParticipant } from '../chatter/followers/follow.ts'
import { findPersonByAddress, isUser, meetPerson } from '../chatter/people/people.ts'
import { addressKey, type Token } from '../mail/addresses.ts'
import { readOwnId } from '../mail/message-ids.ts'
import type { Reading } from '../mail/reading.ts'
import { readJson } from '../store/rows.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { InboundState, TraceStep, WhoMayPost } from '../store/tables/mailbag.ts'
import type { PersonRow } from '../store/tables/people.ts'
import { authorOf, isVerified } from './author.ts'
import { noteBounce, unsubscribeByMail } from './bounce.ts'
import { type Case, type Ending, ending, type ReadMail } from './case.ts'
import type { Directory, Lead } from './directory.ts'
import { openRecordFor, postIn } from './post-mail.ts'
import { claimDestination, type Settlement } from './received.ts'
import { type Destination, destinationKey, route } from './route.ts'

export type Desk = { site: Site; directory: Directory }

/**
 * Files one mail in the caller's transaction: finds the author, finds each place it goes to, posts it there.
 * @returns how the mail is to be settled
 */
export async function fileMail(tx: Tx, desk: Desk, read: ReadMail): Promise<Settlement> {
  const open = await openCase(tx, desk, read)
  const refusal = reasonNotToFile(open)
  if (refusal) return settled(open, [refusal])

  const destinations = await route({
    reader: tx,
    site: desk.site,
    reading: open.reading,
    author: open.author.person,
    leads: open.leads,
  })
  if (destinations.length === 0)
    return settled(open, [
      ending('held', 'no address here', {
        at: open.at,
        step: 'held: none of its addresses is ours',
      }),
    ])

  const endings: Ending[] = []
  for (const destination of destinations) endings.push(await fileAt(tx, open, destination))
  return settled(open, endings)
}

async function openCase(tx: Tx, { site }: Desk, read: ReadMail): Promise<Case> {
  const { mailbox, certain } = authorOf(read.reading, read.mail)
  const person = await findPersonByAddress(tx, mailbox.address)
  const token = ownToken(read.leads, person)
  const trust = site.config.INTERNAL_TRUST
  const released = readJson(read.mail.trace).some((step) => step.step === 'released')
  const verified =
    released ||
    isVerified(
      { mailbox, certain, person },
      { authenticated: read.mail.authenticated, token, trust },
    )
  return { ...read, site, author: { mailbox, certain, person }, verified, at: site.clock.now() }
}

/** What is never filed, whoever sent it: our own mails coming back, and mail in the name of a colleague without proof. */
function reasonNotToFile(open: Case): Ending | null {
  const { reading, author, at } = open
  const own = reading.messageId !== null && readOwnId(reading.messageId, open.site.keys)
  if (own || open.fromOurs)
    return ending('ignored', 'own mail', { at, step: 'recognised as our own mail' })
  const colleague = author.person !== null && isUser(author.person)
  if (!colleague || open.verified) return null
  // a robot in a colleague's name need not bother an operator, and may not speak for them either
  if (reading.class !== 'human') {
    const why = `${reading.class} in a colleague's name, without proof`
    return ending('ignored', why, {
      at,
      step: 'ignored: it claims to come from a colleague and shows no proof',
    })
  }
  return ending('held', 'unverified colleague', {
    at,
    step: 'held: it claims to come from a colleague and shows no proof',
  })
}

async function fileAt(tx: Tx, open: Case, destination: Destination): Promise<Ending> {
  const { at, mail, reading } = open
  if (destination.kind === 'nowhere')
    return ending('held', destination.why, {
      at,
      step: 'held: it leads nowhere',
      details: { why: destination.why },
    })
  if (destination.kind === 'postmaster')
    return ending('held', 'for the postmaster', { at, step: 'held for the postmaster' })

  const held = await reasonToHold(tx, open, destination)
  if (held) return held
  const filing = {
    fingerprint: reading.fingerprint,
    destination: destinationKey(destination),
    inbound: mail.id,
  }
  if (!(await claimDestination(tx, filing)))
    return ending('ignored', 'duplicate', {
      at,
      step: 'recognised as a duplicate',
      details: { destination: filing.destination },
    })

  return fileInto(tx, open, destination)
}

async function fileInto(
  tx: Tx,
  open: Case,
  destination: Exclude<Destination, { kind: 'nowhere' | 'postmaster' }>,
): Promise<Ending> {
  if (destination.kind === 'bounce') return noteBounce(tx, open, destination)
  if (destination.kind === 'unsubscribe') return unsubscribeByMail(tx, open, destination)
  if (isReportNobodyAskedFor(open.reading)) {
    return ending('ignored', `${open.reading.class} that no mail of ours asked for`, {
      at: open.at,
      step: 'ignored: a report to an address that gets none',
    })
  }
  const person = open.author.person ?? (await meetPerson(tx, open.author.mailbox, open.at))
  if (destination.kind === 'new record') return openRecordFor(tx, { ...open, person }, destination)
  return postIn(tx, { ...open, person }, destination)
}

/** A bounce is believed only at the bounce address of the mail it speaks of; anywhere else it may be forged. */
function isReportNobodyAskedFor(reading: Reading): boolean {
  return ['bounce', 'delay', 'complaint', 'receipt'].includes(reading.class)
}

async function reasonToHold(tx: Tx, open: Case, destination: Destination): Promise<Ending | null> {
  if (destination.kind !== 'thread' && destination.kind !== 'new record') return null
  const policy = policyOf(destination)
  if (policy === 'everyone' || (destination.kind === 'thread' && destination.token)) return null

  const { person } = open.author
  const isFollower =
    destination.kind === 'thread' &&
    person !== null &&
    (await isParticipant(tx, destination.open.thread.id, person.id))
  const writer = { isUser: person !== null && isUser(person), isKnown: person !== null, isFollower }
  const released = readJson(open.mail.trace).some((step) => step.step === 'released')
  if (released || mayPost(policy, writer)) return null
  return ending('held', 'may not post here', {
    at: open.at,
    step: 'held: the sender may not post here',
    details: { policy },
  })
}

function policyOf(
  destination: Extract<Destination, { kind: 'thread' | 'new record' }>,
): WhoMayPost {
  return (
    destination.alias?.who ??
    (destination.kind === 'thread' ? destination.open.type.settings.whoMayPost : 'everyone')
  )
}

/** The signed address that names the author themselves, if the mail came to it. */
function ownToken(leads: Lead[], person: PersonRow | null): Token | null {
  const lead = leads.find((one) => one.kind === 'token' && one.token.person === person?.id)
  return lead?.kind === 'token' ? lead.token : null
}

/** The strongest ending names the state of the whole mail: something filed is filed, and what is held is not forgotten. */
const STRENGTH: InboundState[] = ['held', 'filed', 'failed', 'refused', 'ignored']

function settled(open: Case, endings: Ending[]): Settlement {
  const strongest =
    STRENGTH.find((state) => endings.some((one) => one.state === state)) ?? 'ignored'
  const reasons = endings.filter((one) => one.state === strongest).map((one) => one.reason)
  return {
    state: strongest,
    reason: reasons.find((reason) => reason !== null) ?? null,
    messageId: open.reading.messageId,
    class: open.reading.class,
    verified: open.verified,
    steps: [readStep(open), ...endings.map((one) => one.step)],
    at: open.at,
  }
}

function readStep({ reading, author, verified, at }: Case): TraceStep {
  const { class: mailClass, classReasons, flaws, unparsed } = reading
  const from = addressKey(author.mailbox.address)
  return {
    at,
    step: 'read',
    details: {
      from,
      verified,
      class: mailClass,
      classReasons,
      ...(flaws.length > 0 ? { flaws } : {}),
      ...(unparsed ? { unparsed } : {}),
    },
  }
}
