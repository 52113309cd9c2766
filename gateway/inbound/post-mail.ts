import { defaultsOf, noteMailFor } from '../chatter/aliases/aliases.ts'
import { followByRule, standingIn } from '../chatter/followers/follow.ts'
import { isUser } from '../chatter/people/people.ts'
import { recordTypeById } from '../chatter/records/record-types.ts'
import { openRecord, referenceOf } from '../chatter/records/records.ts'
import type { Tx } from '../store/store.ts'
import { mayBeAcknowledged } from './acknowledge.ts'
import { type AuthorKnown, type Ending, ending } from './case.ts'
import type { InThread, ToNewRecord } from './destination.ts'
import { obeyWithoutRecord, sayMail } from './say-mail.ts'

/** Opens a record by an alias and posts the mail as its first message. */
export async function openRecordFor(
  tx: Tx,
  open: AuthorKnown,
  destination: ToNewRecord,
): Promise<Ending> {
  const obeyed = await obeyWithoutRecord(tx, open, destination)
  if (obeyed) return obeyed
  const { alias, linkedTo } = destination
  const type = await recordTypeById(tx, alias.record_type_id!)
  const outsider = !isUser(open.person)
  const opened = await openRecord(tx, type, {
    name: open.reading.subject ?? '',
    creator: open.person,
    customer: outsider ? open.person : null,
    owner: alias.owner_id,
    values: defaultsOf(alias),
    linkedTo: linkedTo?.record.id ?? null,
    follows: open.reading.class === 'human',
    at: open.at,
  })
  await noteMailFor(tx, alias, open.at)
  const said = await sayMail(tx, open, { record: opened, destination, audience: 'everyone' })
  await mayBeAcknowledged(tx, open, alias, opened.thread.id)
  const details = {
    record: referenceOf(opened),
    rung: 'alias',
    ...said,
    alias: alias.address,
    ...(linkedTo ? { linkedTo: referenceOf(linkedTo) } : {}),
  }
  return ending('filed', null, { at: open.at, step: 'opened a record', details })
}

/**
 * Posts the mail in a thread. A newcomer (no signed address of their own, no participant), one who was taken out or is disabled is seen
 * by users only, until a user lets them in: else whoever mails a record's address could read along.
 */
export async function postIn(tx: Tx, open: AuthorKnown, destination: InThread): Promise<Ending> {
  const { open: record, rung, token } = destination
  const standing = await standingIn(tx, record.thread.id, open.person.id)
  const named = token?.person === open.person.id && standing !== 'removed'
  const gone = open.person.disabled_at !== null
  const known = !gone && (isUser(open.person) || named || standing === 'participant')
  const follows = known && open.reading.class === 'human' && record.type.settings.follow.replier
  if (follows)
    await followByRule(tx, {
      thread: record.thread.id,
      person: open.person.id,
      reason: 'follower_reply',
      at: open.at,
    })
  if (destination.alias) await noteMailFor(tx, destination.alias, open.at)
  const details = {
    record: referenceOf(record),
    rung,
    ...(await sayMail(tx, open, { record, destination, audience: known ? 'everyone' : 'users' })),
    ...(known ? {} : { newcomer: true }),
  }
  return ending('filed', null, { at: open.at, step: 'posted', details })
}
