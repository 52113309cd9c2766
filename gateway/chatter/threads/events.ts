import { insertLater, toJson } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { events } from '../../store/tables/threads.ts'

/** The spine of what happened: one row for each business change. Automation and webhooks hang from it. */
type EventKind =
  | 'record created'
  | 'field changed'
  | 'message posted'
  | 'note logged'
  | 'template asked for'
  | 'message edited'
  | 'message deleted'
  | 'message taken back'
  | 'message scheduled'
  | 'person mentioned'
  | 'change logged'
  | 'message moved'
  | 'file let through'
  | 'follower added'
  | 'follower left'
  | 'subscription changed'
  | 'notifications chosen'
  | 'digest stopped'
  | 'file added'
  | 'file removed'
  | 'alias changed'
  | 'mail domain changed'
  | 'record type changed'
  | 'forged mail reported'
  | 'sender blocked'
  | 'sender unblocked'
  | 'activity scheduled'
  | 'activity changed'
  | 'activity done'
  | 'activity cancelled'
  | 'activity plan started'

export type Happening = {
  kind: EventKind
  thread?: number
  message?: number
  person?: number
  details?: object
  at: number
}

export async function recordEvent(tx: Tx, happening: Happening): Promise<void> {
  const row = {
    kind: happening.kind,
    thread_id: happening.thread ?? null,
    message_id: happening.message ?? null,
    person_id: happening.person ?? null,
    details: toJson(happening.details ?? {}),
    at: happening.at,
  }
  insertLater(tx, events, [row])
}
