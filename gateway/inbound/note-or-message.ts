import { isParticipant } from '../chatter/followers/follow.ts'
import { findMessage, messagesByMailId } from '../chatter/messages/thread-entries.ts'
import { isUser } from '../chatter/people/people.ts'
import { may } from '../chatter/people/roles.ts'
import type { RecordType } from '../chatter/records/record-types.ts'
import type { Token } from '../mail/addresses.ts'
import { readOwnId } from '../mail/message-ids.ts'
import type { Tx } from '../store/store.ts'
import type { MessageRow } from '../store/tables/threads.ts'
import type { AuthorKnown, Case } from './case.ts'
import type { InThread, ToNewRecord } from './destination.ts'

/** So many ids are looked up to find the nearest that is known. */
const IDS_LOOKED_AT = 50

/** What is known of a mail to a record beside its words. */
export type Evidence = { token: Token | null; type: RecordType; answered: MessageRow[] }

/**
 * What a mail is where its words do not say. An answer to a note or a change is a note, whoever writes it; the signed address says
 * it, or the mail it answers. What people outside write is a message; what users write is what their record type says, and a note
 * where their role lets them say nothing to people outside.
 */
export function kindByEvidence(
  { person }: AuthorKnown,
  { token, type, answered }: Evidence,
): 'note' | 'message' {
  if (token?.kind === 'n' || answered.some(({ kind }) => kind !== 'message')) return 'note'
  if (!isUser(person)) return 'message'
  return may(person, 'post') ? (type.settings.userMail ?? 'message') : 'note'
}

/** Why a user's mail had better stay inside: the address is another person's, or nobody knows what it answers. */
export function reasonToDoubtKind(
  { person, reading }: AuthorKnown,
  { token, answered }: Evidence,
): string | null {
  if (!isUser(person)) return null
  if (token) return token.person === person.id ? null : 'it came to the answer address of another'
  const answers = reading.inReplyTo.length + reading.references.length > 0
  return answers && answered.length === 0 ? 'it answers a mail that is not known here' : null
}

async function answersInternal(tx: Tx, open: Case): Promise<boolean> {
  return (await answeredEntries(tx, open)).some(({ kind }) => kind !== 'message')
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
export async function answeredEntries(tx: Tx, open: Case): Promise<MessageRow[]> {
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
