import { defaultsOf, noteMailFor } from '../chatter/aliases/aliases.ts'
import { followByRule, isParticipant } from '../chatter/followers/follow.ts'
import { type Draft, logNote, type MailFacts, postMessage } from '../chatter/messages/post.ts'
import { findMessage, messagesByMailId } from '../chatter/messages/thread-entries.ts'
import { isUser } from '../chatter/people/people.ts'
import { recordTypeById } from '../chatter/records/record-types.ts'
import { type OpenRecord, openRecord, referenceOf } from '../chatter/records/records.ts'
import { readOwnId } from '../mail/message-ids.ts'
import type { Reading } from '../mail/reading.ts'
import type { Tx } from '../store/store.ts'
import type { PersonRow } from '../store/tables/people.ts'
import type { MessageRow } from '../store/tables/threads.ts'
import { type Case, type Ending, ending } from './case.ts'
import type { Destination, Rung } from './route.ts'

/** A case whose author is a person by now. */
type AuthorKnown = Case & { person: PersonRow }
type NewRecord = Extract<Destination, { kind: 'new record' }>
type InThread = Extract<Destination, { kind: 'thread' }>

/** Opens a record by an alias and posts the mail as its first message. */
export async function openRecordFor(
  tx: Tx,
  open: AuthorKnown,
  destination: NewRecord,
): Promise<Ending> {
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
    at: open.at,
  })
  await noteMailFor(tx, alias, open.at)
  await postMessage(tx, opened.thread, draftOf(open, 'alias', 'everyone'))
  const details = {
    record: referenceOf(opened),
    rung: 'alias',
    alias: alias.address,
    ...(linkedTo ? { linkedTo: referenceOf(linkedTo) } : {}),
  }
  return ending('filed', null, { at: open.at, step: 'opened a record', details })
}

/**
 * Posts the mail in a thread. A newcomer (no signed address of their own, no participant) is seen by users only, until a user lets
 * them in: else whoever mails a record's address could read along.
 */
export async function postIn(tx: Tx, open: AuthorKnown, destination: InThread): Promise<Ending> {
  const { open: record, rung, token } = destination
  const known =
    isUser(open.person) ||
    token?.person === open.person.id ||
    (await isParticipant(tx, record.thread.id, open.person.id))
  const draft = draftOf(open, rung, known ? 'everyone' : 'users')
  const asNote = await isNote(tx, open, destination)
  if (known && open.reading.class === 'human') await followAsReplier(tx, open, record)
  if (destination.alias) await noteMailFor(tx, destination.alias, open.at)

  await (asNote ? logNote : postMessage)(tx, record.thread, draft)
  const details = {
    record: referenceOf(record),
    rung,
    as: asNote ? 'note' : 'message',
    ...(known ? {} : { newcomer: true }),
  }
  return ending('filed', null, { at: open.at, step: 'posted', details })
}

/**
 * An answer to a note is a note, whoever writes it; the signed address says it, or the mail it answers. A user's mail that holds a
 * command stays inside as well: a mistyped command must not publish.
 */
async function isNote(tx: Tx, open: AuthorKnown, { token }: InThread): Promise<boolean> {
  if (token?.kind === 'n') return true
  if (isUser(open.person) && open.reading.commands.length > 0) return true
  for (const id of open.reading.inReplyTo) {
    const answered = await answeredMessage(tx, open, id)
    if (answered?.kind === 'note') return true
  }
  return false
}

async function answeredMessage(tx: Tx, open: Case, id: string): Promise<MessageRow | null> {
  const own = readOwnId(id, open.site.keys)
  if (own?.kind === 'message') return findMessage(tx, own.message)
  return (await messagesByMailId(tx, id))[0] ?? null
}

async function followAsReplier(
  tx: Tx,
  open: AuthorKnown,
  { thread, type }: OpenRecord,
): Promise<void> {
  if (!type.settings.follow.replier) return
  await followByRule(tx, {
    thread: thread.id,
    person: open.person.id,
    reason: 'follower_reply',
    at: open.at,
  })
}

function draftOf(open: AuthorKnown, rung: Rung, audience: MessageRow['audience']): Draft {
  const { reading, person } = open
  return {
    author: person,
    authorName: open.author.mailbox.name || person.name,
    authorAddress: open.author.mailbox.address,
    subject: reading.subject ?? '',
    text: reading.text,
    newText: reading.newText,
    html: reading.html,
    parts: reading.parts,
    files: open.files,
    audience,
    at: open.at,
    mail: mailFactsOf(open, reading, rung),
  }
}

function mailFactsOf(open: Case, reading: Reading, rung: Rung): MailFacts {
  const flaws = reading.unparsed
    ? [...reading.flaws, `could not be read: ${reading.unparsed}`]
    : reading.flaws
  const addresses = (boxes: { address: string }[]) => boxes.map((box) => box.address)
  return {
    inbound: open.mail.id,
    messageId: reading.messageId,
    inReplyTo: reading.inReplyTo[0] ?? null,
    date: reading.date ? Date.parse(reading.date) : null,
    class: reading.class,
    verified: open.verified,
    rung,
    headers: {
      to: addresses(reading.to),
      cc: addresses(reading.cc),
      replyTo: addresses(reading.replyTo),
    },
    flaws,
  }
}
