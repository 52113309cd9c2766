import { findMessage, messagesByMailId } from '../chatter/messages/thread-entries.ts'
import { isUser } from '../chatter/people/people.ts'
import { readOwnId } from '../mail/message-ids.ts'
import type { Tx } from '../store/store.ts'
import type { MessageRow } from '../store/tables/threads.ts'
import type { AuthorKnown, Case } from './case.ts'
import type { InThread } from './destination.ts'

/**
 * An answer to a note is a note, whoever writes it; the signed address says it, or the mail it answers. A user's mail that holds a
 * command stays inside as well: a mistyped command must not publish.
 */
export async function isNote(tx: Tx, open: AuthorKnown, { token }: InThread): Promise<boolean> {
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
