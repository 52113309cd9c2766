import { Refused } from '../../lib/errors.ts'
import { insertNew, remove } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { type ReactionRow, reactions, stars } from '../../store/tables/writing.ts'
import { mustMay } from '../people/roles.ts'
import { findMessage } from './thread-entries.ts'

/** The signs that a page offers; any other emoji may be typed. */
export const OFFERED_EMOJI = ['👍', '❤️', '🎉', '😄', '👀', '✅']

/** Signs of one entry by one person. */
const MOST_SIGNS = 20

/** Puts a sign on an entry, or takes it away where it stands there. @returns whether it stands there now */
export async function react(
  tx: Tx,
  wish: { message: number; by: PersonRow; emoji: string; at: number },
): Promise<boolean> {
  const { by, at } = wish
  mustMay(by, 'read')
  const emoji = wish.emoji.trim()
  if (!isEmoji(emoji)) throw new Refused('bad-input', 'This is no emoji: choose one sign.')
  const { id } = await mustBeThere(tx, wish.message)
  const row = { message_id: id, person_id: by.id, emoji }
  if ((await remove(tx, reactions, row)).length > 0) return false
  const own = await tx.all(
    'select 1 as yes from reactions where message_id = $1 and person_id = $2',
    [id, by.id],
  )
  if (own.length >= MOST_SIGNS) throw new Refused('not-allowed', 'These are enough signs.')
  await insertNew(tx, reactions, { ...row, at })
  return true
}

/** Stars an entry for oneself, or takes the star away. @returns whether it has one now */
export async function star(
  tx: Tx,
  { message, by, at }: { message: number; by: PersonRow; at: number },
): Promise<boolean> {
  mustMay(by, 'read')
  const { id } = await mustBeThere(tx, message)
  const row = { person_id: by.id, message_id: id }
  if ((await remove(tx, stars, row)).length > 0) return false
  await insertNew(tx, stars, { ...row, at })
  return true
}

export type ShownReaction = ReactionRow & { name: string }

export async function reactionsOf(reader: Reader, messages: number[]): Promise<ShownReaction[]> {
  if (messages.length === 0) return []
  const places = messages.map((_, index) => `$${index + 1}`).join(', ')
  return reader.all<ShownReaction>(
    `select r.*, p.name from reactions r join people p on p.id = r.person_id
     where r.message_id in (${places}) order by r.id limit 2000`,
    messages,
  )
}

/** Which of these entries a person has starred. */
export async function starredAmong(
  reader: Reader,
  person: number,
  messages: number[],
): Promise<Set<number>> {
  if (messages.length === 0) return new Set()
  const places = messages.map((_, index) => `$${index + 2}`).join(', ')
  const rows = await reader.all<{ message_id: number }>(
    `select message_id from stars where person_id = $1 and message_id in (${places})`,
    [person, ...messages],
  )
  return new Set(rows.map(({ message_id }) => message_id))
}

async function mustBeThere(reader: Reader, id: number): Promise<MessageRow> {
  const message = await findMessage(reader, id)
  if (!message || message.deleted_at !== null) throw new Refused('not-found')
  return message
}

const LONGEST_EMOJI = 30

/** One sign, as people see it: several code points may make it. */
function isEmoji(text: string): boolean {
  if (text === '' || text.length > LONGEST_EMOJI) return false
  const signs = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)]
  return (
    signs.length === 1 &&
    /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3)/u.test(text)
  )
}
