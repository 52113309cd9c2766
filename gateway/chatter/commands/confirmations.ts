import { DAY } from '../../lib/clock.ts'
import { randomToken } from '../../lib/ids.ts'
import type { Tx } from '../../store/store.ts'

/** What somebody is about to do, as a text that no other act has: `merge T-1 T-2`. */
type Act = { person: number; act: string; at: number }

/** Typed on a phone; it is asked for inside, from who has shown who they are, and counts for one act. */
const LONGEST_WORD = 6

/** @returns a word that lets this person do this once, for 24 hours */
export async function askToConfirm(tx: Tx, { person, act, at }: Act): Promise<string> {
  const word = randomToken()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, LONGEST_WORD)
  await tx.all(
    'insert into confirmations (person_id, act, word, expires_at) values ($1, $2, $3, $4)',
    [person, act, word, at + DAY],
  )
  return word
}

/** Uses the word up. @returns false where it is not this person's, not for this act, too old, or used */
export async function isConfirmed(
  tx: Tx,
  { person, act, at }: Act,
  word: string,
): Promise<boolean> {
  const used = await tx.all(
    `update confirmations set used_at = $1
     where person_id = $2 and act = $3 and word = $4 and used_at is null and expires_at > $1 returning id`,
    [at, person, act, word.toLowerCase()],
  )
  return used.length > 0
}
