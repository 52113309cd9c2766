import { type HeldChange, inOne } from '../chatter/messages/bursts.ts'
import { isForOutsiders } from '../chatter/messages/visibility.ts'
import { readJson, toJson } from '../store/rows.ts'
import type { PersonRow } from '../store/tables/people.ts'
import type { Notice } from './notice.ts'

/** Names of those who made the changes of one mail; more are "and others". */
const NAMES = 3

/**
 * The notice of a change together with those that waited with it.
 * @returns null where nothing is left to tell: all came back to where it was
 */
export function withHeld(notice: Notice, held: HeldChange[], person: PersonRow): Notice | null {
  const seen = held.filter((one) => person.kind === 'user' || isForOutsiders(one))
  if (seen.length === 0) return notice
  const { message } = notice
  const own = message.changes ? readJson(message.changes) : []
  const changes = inOne([...seen.map((one) => one.changes), own])
  if (changes.length === 0) return null
  const names = [...new Set([...seen.map((one) => one.author_name), message.author_name])]
  const author_name =
    names.length > NAMES ? `${names.slice(0, NAMES).join(', ')} …` : names.join(', ')
  return { ...notice, message: { ...message, author_name, changes: toJson(changes) } }
}
