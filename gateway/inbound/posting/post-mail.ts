import { defaultsOf, noteMailFor } from '../../chatter/aliases/aliases.ts'
import { followByRule, standingIn } from '../../chatter/followers/follow.ts'
import { isUser } from '../../chatter/people/people.ts'
import { recordTypeById } from '../../chatter/records/record-types.ts'
import { openRecord, referenceOf } from '../../chatter/records/records.ts'
import type { Tx } from '../../store/store.ts'
import { afterPosting } from '../routing/after-posting.ts'
import { type AuthorKnown, type Ending, ending } from '../routing/case.ts'
import type { InThread, ToNewRecord } from '../routing/destination.ts'
import { mayBeAcknowledged } from './acknowledge.ts'
import { obeyWithoutRecord, sayMail } from './say-mail.ts'

/** Opens a record by an alias and posts the mail as its first message. */
export async function openRecordFor(
  tx: Tx,
  open: AuthorKnown,
  destination: ToNewRecord,
): Promise<Ending> {
  const obeyed = await obeyWithoutRecord(tx, open, destination)
  if (obeyed) return obeyed
  const { alias, linkedTo, rung } = destination
  const type = await recordTypeById(tx, alias.record_type_id!)
  const opened = await openRecord(tx, type, {
    name: open.reading.subject ?? '',
    creator: open.person,
    customer: isUser(open.person) ? null : open.person,
    owner: alias.owner_id,
    values: defaultsOf(alias),
    linkedTo: linkedTo?.record.id ?? null,
    follows: open.reading.class === 'human',
    at: open.at,
  })
  await noteMailFor(tx, alias, open.at)
  const place = { record: opened, destination, audience: 'everyone' } as const
  const { said, message } = await sayMail(tx, open, place)
  await mayBeAcknowledged(tx, open, alias, opened.thread.id)
  const details = {
    record: referenceOf(opened),
    rung,
    ...said,
    alias: alias.address,
    ...(open.why.caughtIn ? { caughtIn: open.why.caughtIn } : {}),
    ...(linkedTo ? { linkedTo: referenceOf(linkedTo) } : {}),
    ...(await afterPosting(tx, open, { message, answered: null })),
  }
  return ending('filed', null, { at: open.at, step: 'opened a record', details })
}

/**
 * Posts the mail in a thread. A newcomer (no signed address of their own, no participant), one who was taken out or is disabled is seen
 * by users only, until a user lets them in: else whoever mails a record's address could read along.
 */
export async function postIn(tx: Tx, open: AuthorKnown, destination: InThread): Promise<Ending> {
  const { open: record, rung, token, via } = destination
  const { person, at } = open
  const standing = await standingIn(tx, record.thread.id, person.id)
  const named = token?.person === person.id && via === null && standing !== 'removed'
  const known =
    person.disabled_at === null && (isUser(person) || named || standing === 'participant')
  if (known && open.reading.class === 'human' && record.type.settings.follow.replier) {
    const follow = { thread: record.thread.id, person: person.id, at }
    await followByRule(tx, { ...follow, reason: 'follower_reply' })
  }
  if (destination.alias) await noteMailFor(tx, destination.alias, at)
  const audience = known ? 'everyone' : 'users'
  const { said, message } = await sayMail(tx, open, { record, destination, audience })
  const details = {
    record: referenceOf(record),
    rung,
    ...said,
    ...(known ? {} : { newcomer: true }),
    ...(await afterPosting(tx, open, { message, answered: known ? record : null })),
  }
  return ending('filed', null, { at, step: 'posted', details })
}
