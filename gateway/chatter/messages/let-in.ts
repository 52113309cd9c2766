import { update } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { type MessageRow, messages } from '../../store/tables/threads.ts'
import { follow } from '../followers/follow.ts'

/**
 * Lets a newcomer in: whoever wrote this entry follows the thread from now on, and what they wrote there so far may be seen by
 * everybody who follows it. Done twice it changes nothing.
 */
export async function letIn(
  tx: Tx,
  message: MessageRow,
  by: { user: PersonRow; at: number },
): Promise<void> {
  const { thread_id, author_id } = message
  await follow(tx, {
    thread: thread_id,
    person: author_id,
    reason: 'follower_hand',
    addedBy: by.user.id,
    at: by.at,
  })
  // changes are for users by their nature, and stay so
  await update(
    tx,
    messages,
    { thread_id, author_id, audience: 'users', kind: ['message', 'note'] },
    { audience: 'everyone' },
  )
}
