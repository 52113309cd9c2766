import { isParticipant } from '../chatter/followers/follow.ts'
import { findMessage, messagesByMailId } from '../chatter/messages/thread-entries.ts'
import { isUser } from '../chatter/people/people.ts'
import { readOwnId } from '../mail/message-ids.ts'
import type { Tx } from '../store/store.ts'
import type { MessageRow } from '../store/tables/threads.ts'
import type { AuthorKnown, Case } from './case.ts'
import type { InThread, ToNewRecord } from './destination.ts'

/** So many ids are looked up to find the nearest that is known. */
const IDS_LOOKED_AT = 50

/**
 * An answer to a note or a change is a note, whoever writes it; the signed address says it, or the mail it answers. A user's mail
 * that holds a command stays inside as well: a mistyped command must not publish.
 */
export async function isNote(tx: Tx, open: AuthorKnown, { token }: InThread): Promise<boolean> {
  if (token?.kind === 'n') return true
  if (isUser(open.person) && open.reading.commands.length > 0) return true
  return answersInternal(tx, open)
}

async function answersInternal(tx: Tx, open: Case): Promise<boolean> {
  return (await answeredMessages(tx, open)).some(({ kind }) => kind !== 'message')
}

/**
 * Does an outsider, who takes no part in the thread and has no signed address, answer an entry that only users got? They cannot know
 * its id, unless it has leaked. Who was led to the thread by an id takes part in it: that was looked up there.
 */
export async function answersWhatItCannotKnow(
  tx: Tx,
  open: Case,
  destination: InThread | ToNewRecord,
): Promise<boolean> {
  const { reading, author } = open
  if (reading.inReplyTo.length + reading.references.length === 0) return false
  if (author.person && isUser(author.person)) return false
  const thread = threadNamedOnly(destination)
  if (thread === null) return false
  const takesPart = author.person && (await isParticipant(tx, thread, author.person.id))
  return !takesPart && (await answersInternal(tx, open))
}

function threadNamedOnly(destination: InThread | ToNewRecord): number | null {
  if (destination.kind === 'new record') return destination.linkedTo?.thread.id ?? null
  const byId = destination.rung === 'in-reply-to' || destination.rung === 'references'
  return destination.token || byId ? null : destination.open.thread.id
}

/**
 * The entries that a mail answers: those of In-Reply-To, and the last known one of References, which names the parent where a
 * client writes no In-Reply-To. Earlier References do not count: a note may stand among the ancestors of a public answer.
 * RFC 5322 section 3.6.4.
 */
async function answeredMessages(tx: Tx, open: Case): Promise<MessageRow[]> {
  const { inReplyTo, references } = open.reading
  const parents = await Promise.all(
    inReplyTo.slice(0, IDS_LOOKED_AT).map((id) => entryOf(tx, open, id)),
  )
  for (const id of references.toReversed().slice(0, IDS_LOOKED_AT)) {
    const nearest = await entryOf(tx, open, id)
    if (nearest) return [...parents.filter((one) => one !== null), nearest]
  }
  return parents.filter((one) => one !== null)
}

async function entryOf(tx: Tx, open: Case, id: string): Promise<MessageRow | null> {
  const own = readOwnId(id, open.site.keys)
  if (own?.kind === 'message') return findMessage(tx, own.message)
  if (own) return null
  return (await messagesByMailId(tx, id))[0] ?? null
}
