import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { tellMentioned, waitingMentions } from '../messages/mentions.ts'
import { findMessage } from '../messages/thread-entries.ts'
import { personNamed } from '../people/people-named.ts'
import { type Answer, type Order, recordOf, type Verb } from './verb.ts'

/** A note goes to somebody outside whom it names when its author says so once more. */
export const NAMING_VERBS: Verb[] = [
  {
    name: 'tell',
    who: 'agents',
    takes: 'who',
    help: 'sends a note to somebody outside whom it mentions',
    afterText: true,
    act: tell,
  },
]

async function tell(tx: Tx, order: Order): Promise<Answer> {
  const { thread } = await recordOf(tx, order)
  const { by, at } = order
  const person = await personNamed(tx, order.said, { by, of: 'everybody' })
  for (const note of await meant(tx, order)) {
    const waits = note.thread_id === thread.id && note.deleted_at === null
    const isWaiting = (await waitingMentions(tx, note.id)).some(
      (one) => one.person_id === person.id,
    )
    if (!waits || !isWaiting) continue
    await tellMentioned(tx, note, { person: person.id, by, at })
    return { says: `The note went to ${person.name}.`, tell: true }
  }
  throw new Refused('not-found', `No note that you answer waits for a word about ${person.name}.`)
}

/** The note of the same mail, or those that the mail answers. */
async function meant(tx: Tx, { message, answered }: Order): Promise<MessageRow[]> {
  const notes = await Promise.all(answered.slice(0, 10).map((id) => findMessage(tx, id)))
  return [message, ...notes].filter((one) => one !== null && one.kind === 'note') as MessageRow[]
}
