import { insertRows, list, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { type MentionRow, mentions } from '../../store/tables/writing.ts'
import { followByRule } from '../followers/follow.ts'
import { subtypesOf } from '../followers/subtypes.ts'
import { fillOutbox } from '../notifications/outbox.ts'
import { recordEvent } from '../threads/events.ts'
import { findThread } from '../threads/threads.ts'
import { listenersOf } from './listeners.ts'
import { callsIn, directoryOf, matchCall } from './mention-text.ts'
import { whoHears } from './recipients.ts'

/** Somebody named in a text. */
export type Mention = {
  id: number
  name: string
  address: string
  kind: PersonRow['kind']
  said: string
}

/** `unclear`: names that several people have; `unknown`: names that nobody here has. */
export type Mentions = { people: Mention[]; unclear: string[]; unknown: string[] }

const NOBODY: Mentions = { people: [], unclear: [], unknown: [] }
const MOST_NAMEABLE = 10_000

/**
 * Whom a text calls with `@`: users and followers of the thread by login, by whole name or by one word of it; anybody known by their
 * address. Names of people who have no part in the thread count for nothing: a text must not reach somebody by chance.
 */
export async function mentionsIn(reader: Reader, thread: number, text: string): Promise<Mentions> {
  const calls = text.includes('@') ? callsIn(text) : []
  if (calls.length === 0) return NOBODY
  const byName = calls.some(({ address }) => address === null)
  const near = byName ? await nameable(reader, thread) : []
  const far = await byAddress(reader, calls)
  const directory = directoryOf(near)
  const found: Mentions = { people: [], unclear: [], unknown: [] }
  for (const call of calls) {
    const match = call.address
      ? { said: call.said, people: far.filter(({ key }) => key === call.address).map(idOf) }
      : matchCall(call, directory)
    const [id, another] = match.people
    if (id === undefined) found.unknown.push(match.said)
    else if (another !== undefined) found.unclear.push(match.said)
    else if (found.people.every((one) => one.id !== id))
      found.people.push({ ...[...far, ...near].find((one) => one.id === id)!, said: match.said })
  }
  return found
}

const idOf = ({ id }: { id: number }) => id

type Found = Omit<Mention, 'said'>

const COLUMNS = `p.id, p.name, p.kind,
  coalesce((select a.address from addresses a where a.person_id = p.id order by a.id limit 1), '') as address`

async function nameable(reader: Reader, thread: number): Promise<Found[]> {
  return reader.all<Found>(
    `select ${COLUMNS} from people p where p.kind = 'user' and p.disabled_at is null
     union select ${COLUMNS} from followers f join people p on p.id = f.person_id
       where f.thread_id = $1 and f.left_at is null and p.kind = 'contact' and p.disabled_at is null
     limit ${MOST_NAMEABLE}`,
    [thread],
  )
}

async function byAddress(
  reader: Reader,
  calls: { address: string | null }[],
): Promise<(Found & { key: string })[]> {
  const keys = [...new Set(calls.flatMap(({ address }) => address ?? []))]
  if (keys.length === 0) return []
  const places = keys.map((_, index) => `$${index + 1}`).join(', ')
  return reader.all<Found & { key: string }>(
    `select p.id, p.name, p.kind, b.address, b.address_key as key
     from addresses b join people p on p.id = b.person_id
     where b.address_key in (${places}) and p.disabled_at is null and p.kind <> 'system'`,
    keys,
  )
}

/** Lets those follow who are called: users always; somebody outside only by a message, since a note is no invitation to the thread. */
export async function followMentioned(
  tx: Tx,
  called: Mention[],
  where: { thread: number; kind: 'message' | 'note'; by: number; at: number },
): Promise<void> {
  const { thread, kind, by, at } = where
  for (const { id, kind: person } of called)
    if (person === 'user' || kind === 'message')
      await followByRule(tx, { thread, person: id, reason: 'mention', addedBy: by, at })
}

/** Writes down whom an entry calls, and who of them has been told. */
export async function noteMentions(
  tx: Tx,
  message: MessageRow,
  { called, told, by }: { called: Mention[]; told: number[]; by: number },
): Promise<void> {
  const about = { message_id: message.id, at: message.created_at }
  // at once: a command of the same mail may ask for them
  await insertRows(
    tx,
    mentions,
    called.map(({ id, said }) => ({
      message_id: about.message_id,
      person_id: id,
      said,
      told_at: told.includes(id) ? about.at : null,
      told_by: told.includes(id) ? by : null,
    })),
  )
  for (const { id } of called)
    await recordEvent(tx, {
      kind: 'person mentioned',
      thread: message.thread_id,
      message: message.id,
      person: id,
      at: about.at,
    })
}

/** Tells somebody outside of the note that names them, once a user has confirmed it. @returns false where it was done before */
export async function tellMentioned(
  tx: Tx,
  message: MessageRow,
  wish: { person: number; by: PersonRow; at: number },
): Promise<boolean> {
  const [waiting] = await update(
    tx,
    mentions,
    { message_id: message.id, person_id: wish.person, told_at: null },
    { told_at: wish.at, told_by: wish.by.id },
  )
  const thread = waiting && (await findThread(tx, message.thread_id))
  if (!thread) return false
  const listeners = await listenersOf(tx, thread.id, { named: [wish.person] })
  const offered = await subtypesOf(tx, thread.record_type_id)
  const { told } = whoHears(
    { message, haveIt: new Set(), offered },
    listeners.filter(({ id }) => id === wish.person),
  )
  await fillOutbox(tx, message, told)
  return true
}

export type ShownMention = MentionRow & Pick<PersonRow, 'name' | 'kind'>

export async function mentionsOf(reader: Reader, messages: number[]): Promise<ShownMention[]> {
  if (messages.length === 0) return []
  const places = messages.map((_, index) => `$${index + 1}`).join(', ')
  return reader.all<ShownMention>(
    `select m.*, p.name, p.kind from mentions m join people p on p.id = m.person_id
     where m.message_id in (${places}) order by m.id`,
    messages,
  )
}

/** The people outside whom a note names and who wait for somebody's word. */
export async function waitingMentions(reader: Reader, message: number): Promise<MentionRow[]> {
  return list(reader, mentions, { where: { message_id: message, told_at: null }, order: 'id' })
}

/** The channels that a text names with `#`: there are none yet. Here they join when channels come. */
export function channelsIn(_text: string): string[] {
  return []
}
