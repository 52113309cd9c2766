import { unfollow } from '../../chatter/followers/follow.ts'
import { NOTE } from '../../chatter/followers/subtypes.ts'
import { logChange } from '../../chatter/messages/post.ts'
import { noteBounceOf } from '../../chatter/notifications/failures.ts'
import { systemPerson } from '../../chatter/people/people.ts'
import { referenceOf } from '../../chatter/records/records.ts'
import type { Tx } from '../../store/store.ts'
import { type Case, type Ending, ending } from '../routing/case.ts'
import type { Destination } from '../routing/destination.ts'

type Bounce = Extract<Destination, { kind: 'bounce' }>
const MOST_OF_A_REASON = 200

type Unsubscribe = Extract<Destination, { kind: 'unsubscribe' }>

/**
 * A mail to a bounce address: it names, signed, the person and the record whose mail came back (VERP), so that a report need not
 * be understood to know whom it is about. RFC 3464; RFC 5321 section 4.5.5.
 */
export async function noteBounce(
  tx: Tx,
  open: Case,
  { token, open: record }: Bounce,
): Promise<Ending> {
  const { reading, at } = open
  if (!['bounce', 'delay', 'complaint'].includes(reading.class))
    return ending('ignored', `${reading.class} at a bounce address`, {
      at,
      step: 'ignored: an automatic answer that reports no failure',
    })
  const report = reading.bounce?.recipients[0]
  const kind = report?.kind ?? (reading.class === 'bounce' ? 'soft' : 'delay')
  const reason = report?.reason || reading.subject || 'the mail came back'
  const details = { record: referenceOf(record), person: token.person, kind, reason }
  const bounced = { person: token.person, thread: record.thread.id, kind, reason, at }
  const paused = await noteBounceOf(tx, bounced)
  if (paused) await tellOfPause(tx, record, { address: paused, reason, at })
  return ending('filed', 'bounce', { at, step: 'bounce noted', details })
}

/** Who works in the thread must know that somebody there hears of nothing any more. It is a change: outsiders do not see it. */
async function tellOfPause(
  tx: Tx,
  { thread }: Bounce['open'],
  { address, reason, at }: { address: string; reason: string; at: number },
): Promise<void> {
  const author = await systemPerson(tx, at)
  const to = `paused, since it comes back: ${reason.slice(0, MOST_OF_A_REASON)}`
  const change = { field: 'mail', label: `Mail to ${address}`, from: 'sent', to }
  await logChange(tx, thread, { author, changes: [change], subtype: NOTE, at })
}

/** The mailto form of leaving (RFC 2369 section 3.2): whoever can write to the signed address may end that follow. */
export async function unsubscribeByMail(
  tx: Tx,
  open: Case,
  { token, open: record }: Unsubscribe,
): Promise<Ending> {
  await unfollow(tx, { thread: record.thread.id, person: token.person, how: 'mail', at: open.at })
  const details = { record: referenceOf(record), person: token.person }
  return ending('filed', 'unsubscribed', { at: open.at, step: 'unfollowed', details })
}
