import { insertLater, toJson } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import { events } from '../../store/tables/threads.ts'

/** The rule whose doing it is, and how many rules have led to it, one by the other. */
export type ByRule = { rule: string; depth: number }

const causes = new WeakMap<Tx, ByRule>()

/** Says that what this transaction does is a rule's doing: each event of it is marked so. */
export function noteRule(tx: Tx, cause: ByRule): void {
  causes.set(tx, cause)
}

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
  | 'record rated'
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
    details: toJson({ ...happening.details, ...causes.get(tx) }),
    at: happening.at,
    looked_at: null,
  }
  insertLater(tx, events, [row])
}
