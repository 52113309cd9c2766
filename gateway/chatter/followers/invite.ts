import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import type { Letter } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { sendLetter } from '../notifications/letters.ts'
import { addressInUse } from '../people/people.ts'
import { findFollower, follow } from './follow.ts'

/** So many people are added at once: more than a person chooses by hand, and few enough for one transaction. */
export const MOST_ADDED = 200

/** What happened to each of them. */
export type Added = {
  person: PersonRow
  /** `was there`: they followed already, and get no invitation. */
  result: 'added' | 'was there'
  /** `none`: not asked for, or nowhere to send it. `held back`: they have got enough letters of ours. */
  invitation: 'sent' | 'held back' | 'none'
}

/**
 * Lets people follow a thread, added by somebody. With a letter each newcomer is told by mail, in the words of who adds them; who has
 * no mail address in use is added all the same.
 * @param letterFor writes each one's invitation; without it nobody is told
 * @throws Refused for more than MOST_ADDED
 */
export async function addFollowers(
  tx: Tx,
  wish: { thread: number; people: PersonRow[]; by: PersonRow; at: number },
  letterFor: ((person: PersonRow) => Letter) | null,
): Promise<Added[]> {
  const { thread, people, by, at } = wish
  if (people.length > MOST_ADDED)
    throw new Refused('bad-input', `Add at most ${MOST_ADDED} people at once.`)
  const added: Added[] = []
  for (const person of people) {
    const wasThere = (await findFollower(tx, thread, person.id)) !== null
    const reason = 'follower_hand' as const
    if (!wasThere) await follow(tx, { thread, person: person.id, reason, addedBy: by.id, at })
    const isTold = letterFor !== null && !wasThere && person.id !== by.id
    added.push({
      person,
      result: wasThere ? 'was there' : 'added',
      invitation: isTold
        ? await invite(tx, { thread, person, letter: letterFor(person), at })
        : 'none',
    })
  }
  return added
}

async function invite(
  tx: Tx,
  { thread, person, letter, at }: { thread: number; person: PersonRow; letter: Letter; at: number },
): Promise<Added['invitation']> {
  const address = person.disabled_at === null ? await addressInUse(tx, person.id) : null
  if (!address) return 'none'
  const sent = await sendLetter(tx, { person: person.id, address, letter, at, thread })
  return sent ? 'sent' : 'held back'
}
