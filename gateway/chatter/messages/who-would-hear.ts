import type { Reader } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { ThreadRow } from '../../store/tables/threads.ts'
import { DISCUSSIONS, NOTE, subtypesOf } from '../followers/subtypes.ts'
import { listenersOf } from './listeners.ts'
import { whoHears } from './recipients.ts'

export type WouldHear = { person: number; kind: PersonRow['kind'] }

/** Who would be told of something that is not written yet: the composer names them before it sends. */
export async function whoWouldHear(
  reader: Reader,
  thread: ThreadRow,
  draft: { kind: 'message' | 'note'; author: PersonRow; at: number },
): Promise<WouldHear[]> {
  const listeners = await listenersOf(reader, thread.id, {})
  const message = {
    kind: draft.kind,
    audience: 'everyone',
    subtype: draft.kind === 'note' ? NOTE : DISCUSSIONS,
    author_id: draft.author.id,
    class: 'human',
    created_at: draft.at,
  } as const
  const offered = await subtypesOf(reader, thread.record_type_id)
  const { told } = whoHears({ message, haveIt: new Set(), offered }, listeners)
  const kinds = new Map(listeners.map((listener) => [listener.id, listener.kind]))
  return told.map(({ person }) => ({ person, kind: kinds.get(person)! }))
}
