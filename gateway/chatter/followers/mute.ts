import { update } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { followers } from '../../store/tables/followers.ts'

/** No mute is longer: the last moment that a date can name. */
export const FOR_EVER = 8_640_000_000_000_000

/**
 * Keeps a thread's mails from a follower until then; null: from now on they hear of it again.
 * @returns false where the person does not follow
 */
export async function mute(
  tx: Tx,
  { thread, person, until }: { thread: number; person: number; until: number | null },
): Promise<boolean> {
  const key = { thread_id: thread, person_id: person, left_at: null }
  return (await update(tx, followers, key, { muted_until: until })).length > 0
}
