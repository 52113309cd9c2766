import { insertLater } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import {
  deliveries,
  type NotificationRow,
  notifications,
  type Reason,
} from '../../store/tables/followers.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { departures } from './hold.ts'
import { offersFor } from './offers.ts'

/** Somebody to be told of a message, and how. */
export type Told = {
  person: number
  address: string
  way: NotificationRow['way']
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
  const mails = told.filter(({ way }) => way === 'email')
  const departure = await departures(tx, message, mails)
  const mailTo = (one: Told) => {
    const { person, address, reason } = one
    return {
      ...about,
      person_id: person,
      address,
      reason,
      offers: offersFor(reason),
      ...departure(one),
    }
  }
  insertLater(tx, deliveries, mails.map(mailTo))
}
