import { defaultsOf, noteMailFor } from '../chatter/aliases/aliases.ts'
import { followByRule, standingIn } from '../chatter/followers/follow.ts'
import { logNote, postMessage } from '../chatter/messages/post.ts'
import { isUser } from '../chatter/people/people.ts'
import { recordTypeById } from '../chatter/records/record-types.ts'
import { openRecord, referenceOf } from '../chatter/records/records.ts'
import type { Tx } from '../store/store.ts'
import { afterPosting } from './after-posting.ts'
import { type AuthorKnown, type Ending, ending } from './case.ts'
import type { InThread, ToNewRecord } from './destination.ts'
import { draftOf } from './mail-draft.ts'
import { isNote } from './note-or-message.ts'

/** Opens a record by an alias and posts the mail as its first message. */
export async function openRecordFor(
  tx: Tx,
  open: AuthorKnown,
  destination: ToNewRecord,
): Promise<Ending> {
  const { alias, linkedTo, rung, asNote } = destination
  const outsider = !isUser(open.person)
  const opened = await openRecord(tx, await recordTypeById(tx, destination.type), {
    name: open.reading.subject ?? '',
    creator: open.person,
    customer: outsider ? open.person : null,
    owner: alias?.owner_id ?? null,
    values: alias ? defaultsOf(alias) : {},
    linkedTo: linkedTo?.record.id ?? null,
    at: open.at,
  })
  if (alias) await noteMailFor(tx, alias, open.at)
  const draft = draftOf(open, rung, 'everyone')
  const message = await (asNote ? logNote : postMessage)(tx, opened.thread, draft)
  const details = {
    record: referenceOf(opened),
    rung,
    alias: alias?.address,
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
  const thread = record.thread.id
  const standing = await standingIn(tx, thread, open.person.id)
  const named = token?.person === open.person.id && via === null && standing !== 'removed'
  const gone = open.person.disabled_at !== null
  const known = !gone && (isUser(open.person) || named || standing === 'participant')
  const asNote = isNote(open, destination)
  if (known && open.reading.class === 'human' && record.type.settings.follow.replier) {
    const follow = { thread, person: open.person.id, at: open.at }
    await followByRule(tx, { ...follow, reason: 'follower_reply' })
  }
  if (destination.alias) await noteMailFor(tx, destination.alias, open.at)

  const draft = draftOf(open, rung, known ? 'everyone' : 'users')
  const message = await (asNote ? logNote : postMessage)(tx, record.thread, draft)
  const answered = known && !asNote ? record : null
  const details = {
    record: referenceOf(record),
    rung,
    as: asNote ? 'note' : 'message',
    ...(known ? {} : { newcomer: true }),
    ...(await afterPosting(tx, open, { message, answered })),
  }
  return ending('filed', null, { at: open.at, step: 'posted', details })
}
