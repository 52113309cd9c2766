import { findMessage, messagesByMailId } from '../chatter/messages/thread-entries.ts'
import { isUser } from '../chatter/people/people.ts'
import { readOwnId } from '../mail/message-ids.ts'
import type { Tx } from '../store/store.ts'
import type { MessageRow } from '../store/tables/threads.ts'
import type { AuthorKnown, Case } from './case.ts'
import type { InThread } from './destination.ts'

/** So many ids are looked up to find the nearest that is known. */
const IDS_LOOKED_AT = 50

/**
 * An answer to a note or a change is a note, whoever writes it; the signed address says it, or the mail it answers. A user's mail
 * that holds a command stays inside as well: a mistyped command must not publish.
 */
export async function isNote(tx: Tx, open: AuthorKnown, { token }: InThread): Promise<boolean> {
  if (token?.kind === 'n') return true
  if (isUser(open.person) && open.reading.commands.length > 0) return true
  return (await answeredMessages(tx, open)).some(({ kind }) => kind !== 'message')
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
