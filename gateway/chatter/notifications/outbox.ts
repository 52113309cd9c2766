import { insertLater } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { deliveries, notifications, type Reason } from '../../store/tables/followers.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { offersFor } from './offers.ts'

/** Somebody to be told of a message, and how. */
export type Told = {
  person: number
  address: string
  way: 'email' | 'inbox'
  reason: Reason
  /** Milliseconds before the mail leaves. */
  wait?: number
}

/**
 * Writes who is told, and the mails to be sent, in the message's own transaction: there is no moment in which the message is
 * there and its mails are not.
 */
export async function fillOutbox(tx: Tx, message: MessageRow, told: Told[]): Promise<void> {
  const about = {
    message_id: message.id,
    thread_id: message.thread_id,
    created_at: message.created_at,
  }
  insertLater(
    tx,
    notifications,
    told.map(({ person, way, reason }) => ({ ...about, person_id: person, way, reason })),
  )
  insertLater(
    tx,
    deliveries,
    told
      .filter(({ way }) => way === 'email')
      .map(({ person, address, reason, wait = 0 }) => ({
        ...about,
        person_id: person,
        address,
        reason,
        offers: offersFor(reason),
        due_at: message.created_at + wait,
      })),
  )
}
