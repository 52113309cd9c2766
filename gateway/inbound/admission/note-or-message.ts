import { isParticipant } from '../../chatter/followers/follow.ts'
import { findMessages } from '../../chatter/messages/thread-entries.ts'
import { isUser } from '../../chatter/people/people.ts'
import { may } from '../../chatter/people/roles.ts'
import type { RecordType } from '../../chatter/records/record-types.ts'
import type { Token } from '../../mail/addresses.ts'
import type { Tx } from '../../store/store.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import type { AuthorKnown, Case } from '../routing/case.ts'
import type { InThread, ToNewRecord } from '../routing/destination.ts'
import type { KnownId } from '../routing/known-ids.ts'

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

function answersInternal(open: Case): boolean {
  return answeredIds(open).some(({ kind }) => kind !== 'message')
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
  if (!answersInternal(open)) return false
  return !(author.person && (await isParticipant(tx, thread, author.person.id)))
}

function threadNamedOnly(destination: InThread | ToNewRecord): number | null {
  if (destination.kind === 'new record') return destination.linkedTo?.thread.id ?? null
  const byAddress = destination.rung === 'record address' || destination.rung === 'alias'
  return destination.token || !byAddress ? null : destination.open.thread.id
}

/**
 * The entries that a mail answers: those of In-Reply-To, and the last known one of References, which names the parent where a
 * client writes no In-Reply-To. Earlier References do not count: a note may stand among the ancestors of a public answer.
 * RFC 5322 section 3.6.4.
 */
export async function answeredEntries(tx: Tx, open: Case): Promise<MessageRow[]> {
  return findMessages(tx, [...new Set(answeredIds(open).map(({ message }) => message!))])
}

function answeredIds({ evidence }: Case): KnownId[] {
  const entries = evidence.known.filter(({ message, named }) => message !== null && !named)
  const nearest = entries.find(({ rung }) => rung === 'references')
  return entries.filter(({ id, rung }) => rung === 'in-reply-to' || id === nearest?.id)
}
