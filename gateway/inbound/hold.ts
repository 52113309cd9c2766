import { mayPost } from '../chatter/aliases/who-may-post.ts'
import { isParticipant } from '../chatter/followers/follow.ts'
import { isUser } from '../chatter/people/people.ts'
import { readOwnId } from '../mail/message-ids.ts'
import { readJson } from '../store/rows.ts'
import type { Tx } from '../store/store.ts'
import type { WhoMayPost } from '../store/tables/mailbag.ts'
import { type Case, type Ending, ending } from './case.ts'
import type { Destination } from './destination.ts'

/** Our own mails coming back are never filed; what merely says that it comes from one of our addresses waits for an operator. */
export function reasonNotToFile(open: Case): Ending | null {
  const { reading, at } = open
  const own = reading.messageId !== null && readOwnId(reading.messageId, open.site.keys)
  const written = reading.class === 'human' || reading.class === 'generated'
  if (own || reading.class === 'own' || (open.fromOurs && !written))
    return ending('ignored', 'own mail', { at, step: 'recognised as our own mail' })
  if (!open.fromOurs || open.verified) return null
  return ending('held', 'from our own address', {
    at,
    step: 'held: it says that it comes from one of our own addresses, as forms of web sites do',
  })
}

/** What leads to no thread waits for an operator: nothing accepted is thrown away. */
export function waitsForSomebody(
  { at }: Case,
  destination: { kind: 'postmaster' } | { kind: 'nowhere'; why: string },
): Ending {
  if (destination.kind === 'postmaster')
    return ending('held', 'for the postmaster', { at, step: 'held for the postmaster' })
  const { why } = destination
  return ending('held', why, { at, step: 'held: it leads nowhere', details: { why } })
}

/** Mail in the name of a colleague, without proof, is posted nowhere. */
function reasonToDoubt(open: Case): Ending | null {
  const { reading, author, at } = open
  // whoever is disabled has most need of it: nobody would notice
  const colleague = author.person?.kind === 'user'
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

/** A bounce is believed only at the bounce address of the mail it speaks of; anywhere else it may be forged. */
export function reportNobodyAskedFor({ reading, at }: Case): Ending | null {
  if (!['bounce', 'delay', 'complaint', 'receipt'].includes(reading.class)) return null
  return ending('ignored', `${reading.class} that no mail of ours asked for`, {
    at,
    step: 'ignored: a report to an address that gets none',
  })
}

export async function reasonToHold(
  tx: Tx,
  open: Case,
  destination: Destination,
): Promise<Ending | null> {
  const released = isReleased(open)
  if (destination.kind === 'bounce' && open.reading.class === 'human' && !released)
    return ending('held', 'a person wrote to a bounce address', {
      at: open.at,
      step: 'held: not a bounce',
    })
  // a bounce or leaving address acts only for the person it names, who need not be the author
  if (destination.kind !== 'thread' && destination.kind !== 'new record') return null
  const doubt = reasonToDoubt(open)
  if (doubt) return doubt
  const policy = policyOf(destination)
  const invited = destination.kind === 'thread' && destination.token && destination.via === null
  if (policy === 'everyone' || invited) return null

  const { person } = open.author
  const isFollower =
    destination.kind === 'thread' &&
    person !== null &&
    (await isParticipant(tx, destination.open.thread.id, person.id))
  const writer = { isUser: person !== null && isUser(person), isKnown: person !== null, isFollower }
  if (released || mayPost(policy, writer)) return null
  return ending('held', 'may not post here', {
    at: open.at,
    step: 'held: the sender may not post here',
    details: { policy },
  })
}

/** Has an operator let this mail in? */
export function isReleased({ mail }: Pick<Case, 'mail'>): boolean {
  return readJson(mail.trace).some((step) => step.step === 'released')
}

function policyOf(
  destination: Extract<Destination, { kind: 'thread' | 'new record' }>,
): WhoMayPost {
  const { alias } = destination
  if (alias) return alias.who
  const open = destination.kind === 'thread' ? destination.open : destination.linkedTo
  return open?.type.settings.whoMayPost ?? 'everyone'
}
