import { type ScheduledMessage, scheduledIn } from '../gateway/chatter/commands/scheduled.ts'
import { draftsOf, type OpenDraft } from '../gateway/chatter/messages/drafts.ts'
import { mentionsOf, type ShownMention } from '../gateway/chatter/messages/mentions.ts'
import {
  reactionsOf,
  type ShownReaction,
  starredAmong,
} from '../gateway/chatter/messages/reactions.ts'
import { unreadIn } from '../gateway/chatter/messages/unread.ts'
import type { Reader } from '../gateway/store/store.ts'
import type { PersonRow } from '../gateway/store/tables/people.ts'

/** What the page of a thread shows of writing: the reader's own drafts, what waits for its hour, and the marks on its entries. */
export type WritingReading = {
  drafts: OpenDraft[]
  scheduled: ScheduledMessage[]
  mentions: ShownMention[]
  reactions: ShownReaction[]
  starred: Set<number>
  unread: Set<number>
}

/** A constant number of statements, however long the thread is. */
export async function readWriting(
  reader: Reader,
  { thread, viewer, entries }: { thread: number; viewer: PersonRow; entries: number[] },
): Promise<WritingReading> {
  return {
    drafts: await draftsOf(reader, { thread, person: viewer.id }),
    scheduled: await scheduledIn(reader, thread),
    mentions: await mentionsOf(reader, entries),
    reactions: await reactionsOf(reader, entries),
    starred: await starredAmong(reader, viewer.id, entries),
    unread: await unreadIn(reader, viewer.id, thread),
  }
}
