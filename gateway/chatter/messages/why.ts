import { list, readJson } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import {
  type DeliveryRow,
  deliveries,
  type FollowerRow,
  followers,
  type NotificationRow,
  notifications,
} from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { events, type MessageRow, threads } from '../../store/tables/threads.ts'
import { subtypesOf } from '../followers/subtypes.ts'
import type { Hearing, KeptOut } from './hearing.ts'
import { type KeptOutDetails, keptOutIn } from './kept-out.ts'
import { listenersOf } from './listeners.ts'
import { whoHears } from './recipients.ts'

/** Why somebody was not told: what the rule said then, or how they stood to the thread. */
export type WhyNot = KeptOut | 'not following' | 'followed later' | 'had left' | 'not recorded'

/** Whether one person was told of one message. */
export type WhyTold = {
  /** null: they were not. */
  notification: NotificationRow | null
  /** The mail that told them: their own, that of a burst, or the digest; null while there is none. */
  delivery: DeliveryRow | null
  /** null: they were told. */
  why: WhyNot | null
}

/** "Why was X not told of Y": from what was written down when it was posted, else from how they stand to the thread. */
export async function whyTold(
  reader: Reader,
  message: MessageRow,
  person: PersonRow,
): Promise<WhyTold> {
  const where = { message_id: message.id, person_id: person.id }
  const [notification] = await list(reader, notifications, { where, order: 'id', limit: 1 })
  if (!notification)
    return { notification: null, delivery: null, why: await whyNot(reader, message, person.id) }
  return { notification, delivery: await mailOf(reader, notification), why: null }
}

/** Who was kept out of a message when it was posted; the author is not among them. */
export async function keptOutOf(reader: Reader, message: number): Promise<Hearing['keptOut']> {
  const rows = await list(reader, events, { where: { message_id: message }, order: 'id' })
  return rows.flatMap((row) => keptOutIn(readJson(row.details) as KeptOutDetails))
}

async function mailOf(reader: Reader, told: NotificationRow): Promise<DeliveryRow | null> {
  if (told.digest_id !== null) return first(reader, { id: told.digest_id })
  const own = await first(reader, { message_id: told.message_id, person_id: told.person_id })
  if (!own || own.bundle === null) return own
  return first(reader, { bundle: own.bundle, person_id: own.person_id, thread_id: own.thread_id })
}

async function first(reader: Reader, where: Partial<DeliveryRow>): Promise<DeliveryRow | null> {
  return (await list(reader, deliveries, { where, order: 'id desc', limit: 1 }))[0] ?? null
}

async function whyNot(reader: Reader, message: MessageRow, person: number): Promise<WhyNot> {
  if (message.author_id === person) return 'author'
  const written = (await keptOutOf(reader, message.id)).find((one) => one.person === person)
  if (written) return written.why
  const where = { thread_id: message.thread_id, person_id: person }
  const [follower] = await list(reader, followers, { where })
  return standing(follower, message) ?? (await byRuleOfToday(reader, message, person))
}

function standing(follower: FollowerRow | undefined, message: MessageRow): WhyNot | null {
  if (!follower) return 'not following'
  if (follower.since > message.created_at) return 'followed later'
  return follower.left_at !== null && follower.left_at <= message.created_at ? 'had left' : null
}

/** Of an entry whose event names nobody: it is older than such events, or was moved here. */
async function byRuleOfToday(reader: Reader, message: MessageRow, person: number): Promise<WhyNot> {
  const [thread] = await list(reader, threads, { where: { id: message.thread_id } })
  const offered = await subtypesOf(reader, thread?.record_type_id ?? null)
  const all = await listenersOf(reader, message.thread_id, {})
  const listeners = all.filter((one) => one.id === person)
  const [kept] = whoHears({ message, haveIt: new Set(), offered }, listeners).keptOut
  return kept?.why ?? 'not recorded'
}
