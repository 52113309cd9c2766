import { isUser } from '../chatter/people/people.ts'
import type { AuthorKnown, Case } from './case.ts'
import type { InThread } from './destination.ts'
import type { KnownId } from './known-ids.ts'

/**
 * An answer to a note or a change is a note, whoever writes it; the signed address says it, or the mail it answers. A user's mail
 * that holds a command stays inside as well: a mistyped command must not publish.
 */
export function isNote(open: AuthorKnown, { token }: InThread): boolean {
  if (token?.kind === 'n') return true
  if (isUser(open.person) && open.reading.commands.length > 0) return true
  return answeredEntries(open).some(({ kind }) => kind !== 'message')
}

/**
 * The entries that a mail answers: those of In-Reply-To, and the last known one of References, which names the parent where a
 * client writes no In-Reply-To. Earlier References do not count: a note may stand among the ancestors of a public answer.
 * RFC 5322 section 3.6.4.
 */
function answeredEntries({ evidence }: Case): KnownId[] {
  const entries = evidence.known.filter(({ message, named }) => message !== null && !named)
  const nearest = entries.find(({ rung }) => rung === 'references')
  return entries.filter(({ id, rung }) => rung === 'in-reply-to' || id === nearest?.id)
}
