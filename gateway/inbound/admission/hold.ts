import { type Admission, mayPost } from '../../chatter/aliases/who-may-post.ts'
import { isParticipant } from '../../chatter/followers/follow.ts'
import { isUser } from '../../chatter/people/people.ts'
import { readOwnId } from '../../mail/message-ids.ts'
import { readJson } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { type Case, type Ending, ending } from '../routing/case.ts'
import type { Destination, InThread, ToNewRecord } from '../routing/destination.ts'
import { linkedRecord, policyOf } from '../routing/strangers.ts'
import { endingOfBlocked } from './blocked.ts'
import { answersWhatItCannotKnow } from './note-or-message.ts'
import { heldUntilProved } from './question.ts'

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
  open: Case,
  destination: { kind: 'postmaster' } | { kind: 'nowhere'; why: string },
): Ending {
  const { at } = open
  const blocked = endingOfBlocked(open)
  if (blocked) return blocked
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

/** Signs that only programs write: words alone do not keep a mail from opening a record. */
const PROOF_OF_ROBOT = [
  'auto-submitted-replied',
  'autoreply-header',
  'precedence-auto-reply',
  'inbox-rule',
]

/**
 * A bounce is believed only at the bounce address of the mail it speaks of; anywhere else it may be forged. An automatic answer that
 * answers nothing here opens no record.
 */
export function reportNobodyAskedFor(open: Case, { kind }: Destination): Ending | null {
  const { reading, at } = open
  const answer = ['auto-reply', 'out-of-office'].includes(reading.class)
  const proved = reading.classReasons.some((reason) => PROOF_OF_ROBOT.includes(reason))
  if (kind === 'new record' && answer && proved && !isReleased(open))
    return ending('ignored', `${reading.class} that answers nothing here`, {
      at,
      step: 'ignored: an automatic answer opens no record',
    })
  if (!['bounce', 'delay', 'complaint', 'receipt'].includes(reading.class)) return null
  return ending('ignored', `${reading.class} that no mail of ours asked for`, {
    at,
    step: 'ignored: a report to an address that gets none',
  })
}

type Placed = Exclude<Destination, { kind: 'nowhere' | 'postmaster' }>

/** Where the mail may go: there, to a record of its own where strangers get one, or why it waits or is set aside. */
export async function admit(
  tx: Tx,
  open: Case,
  destination: Destination,
): Promise<Placed | Ending> {
  if (destination.kind === 'nowhere' || destination.kind === 'postmaster')
    return waitsForSomebody(open, destination)
  // a bounce or leaving address acts only for the person it names, who need not be the author
  if (destination.kind === 'unsubscribe') return destination
  if (destination.kind === 'bounce' && open.reading.class !== 'human') return destination
  const blocked = endingOfBlocked(open)
  if (blocked) return blocked
  const released = isReleased(open)
  if (destination.kind === 'bounce')
    return released ? destination : held(open, 'a person wrote to a bounce address', 'not a bounce')
  const doubt = reasonToDoubt(open)
  if (doubt) return doubt.state === 'held' ? heldUntilProved(tx, open, doubt) : doubt
  if (released) return destination
  // RFC 5322 section 3.6.2: several authors need a Sender, who is one of them or writes for them
  if (open.reading.from.length > 1 && !open.reading.sender)
    return held(open, 'several authors', 'it names several authors and no sender')
  if (await answersWhatItCannotKnow(tx, open, destination))
    return held(open, 'answers an internal entry', 'an outsider answers an entry they never got')
  const admission = await mayPostAt(tx, open, destination)
  return admission === 'yes' ? destination : placeForStranger(open, destination, admission)
}

async function mayPostAt(
  tx: Tx,
  { author: { person, certain }, verified }: Case,
  destination: InThread | ToNewRecord,
): Promise<Admission> {
  const policy = policyOf(destination)
  // a signed address is an invitation to the record that it names, not to the one that took over from it
  const invited = destination.kind === 'thread' && destination.token && destination.via === null
  if (policy.who === 'everyone' || invited) return 'yes'
  const isFollower =
    destination.kind === 'thread' &&
    person !== null &&
    (await isParticipant(tx, destination.open.thread.id, person.id))
  // nobody else was sent that address
  const token = destination.kind === 'thread' ? destination.token : null
  const isTheirs = certain && token !== null && token.person === person?.id
  return mayPost(policy, {
    isUser: person !== null && isUser(person),
    isKnown: person !== null,
    isFollower,
    isProved: verified || isTheirs,
  })
}

/** They wait; or, where the rule says so, their mail opens a record that is linked to the one they wrote to, and changes nothing there. */
function placeForStranger(
  open: Case,
  destination: InThread | ToNewRecord,
  admission: Admission,
): ToNewRecord | Ending {
  const policy = policyOf(destination).who
  const linked =
    policy === 'followers' && open.reading.class === 'human' ? linkedRecord(destination) : null
  if (linked) return linked
  return admission === 'unproved'
    ? held(open, 'unverified sender', 'nothing shows that its sender wrote it', { policy })
    : held(open, 'may not post here', 'the sender may not post here', { policy })
}

function held(open: Case, reason: string, why: string, details?: object): Ending {
  const step = { at: open.at, step: `held: ${why}`, ...(details ? { details } : {}) }
  return ending('held', reason, step)
}

/** Has an operator let this mail in? */
export function isReleased({ mail }: Pick<Case, 'mail'>): boolean {
  return readJson(mail.trace).some((step) => step.step === 'released')
}
