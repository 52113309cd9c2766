import type { Reader, Tx } from '../../store/store.ts'
import type { DeliveryRow } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { isForOutsiderNamed, isForOutsiders } from './visibility.ts'

/** What may have changed since a mail was put into the outbox: hours can lie between, and rights with them. */
export type Since = {
  left: boolean
  paused: boolean
  /** When its message was last changed or deleted; null: never. */
  edited: number | null
  deleted: boolean
  /** They have read it on the web meanwhile. */
  read: boolean
}

/** @returns for each delivery what changed since; by its id */
export async function changedSince(
  reader: Reader,
  deliveries: DeliveryRow[],
): Promise<Map<number, Since>> {
  const places = deliveries.map((_, index) => `$${index + 1}`).join(', ')
  const rows = await reader.all<ChangedRow>(
    `select d.id, f.left_at, a.paused_at, m.edited_at, m.deleted_at, n.read_at from deliveries d
       left join messages m on m.id = d.message_id
       left join followers f on f.thread_id = d.thread_id and f.person_id = d.person_id
       left join addresses a on a.person_id = d.person_id and a.address = d.address
       left join notifications n on n.message_id = d.message_id and n.person_id = d.person_id and n.way = 'email'
     where d.id in (${places}) and (f.left_at is not null or a.paused_at is not null or m.edited_at is not null or n.read_at is not null)`,
    deliveries.map(({ id }) => id),
  )
  return new Map(rows.map((row) => [row.id, sinceOf(row)]))
}

type ChangedRow = { id: number } & Record<
  'left_at' | 'paused_at' | 'edited_at' | 'deleted_at' | 'read_at',
  number | null
>

function sinceOf({ left_at, paused_at, edited_at, deleted_at, read_at }: ChangedRow): Since {
  const isSet = (at: number | null) => at !== null
  return {
    left: isSet(left_at),
    paused: isSet(paused_at),
    edited: edited_at,
    deleted: isSet(deleted_at),
    read: isSet(read_at),
  }
}

/**
 * Why a mail that waits must not go out any more; null when it may. The last gate before the world: it asks the rule of visibility
 * once more, with what the person is now.
 */
export function reasonToWithdraw(
  delivery: Pick<DeliveryRow, 'reason'>,
  message: Pick<MessageRow, 'kind' | 'audience'>,
  person: PersonRow,
  since: Since | undefined,
): string | null {
  if (since?.deleted) return 'the message was deleted'
  if (person.disabled_at !== null) return 'the person is disabled'
  const named = delivery.reason === 'mention' || delivery.reason === 'addressee'
  const visible = named ? isForOutsiderNamed(message) : isForOutsiders(message)
  if (person.kind !== 'user' && !visible) return 'the person may not see it any more'
  if (since?.left && !named) return 'the person has left the thread'
  if (since?.read) return 'it was read on the web before it left'
  return since?.paused ? 'mail to this address is paused' : null
}

/**
 * Takes back the notes and changes that wait for somebody who is no user any more, even those that name them, and those that failed
 * and could be sent again. What is on its way at this moment is noted by nobody any more.
 */
export async function withdrawNotesTo(tx: Tx, person: number): Promise<void> {
  await tx.all(
    `update deliveries set state = 'withdrawn', response = 'the person is no user any more', claimed_by = null
     where person_id = $1 and state in ('queued', 'deferred', 'sending', 'failed')
       and message_id in (select id from messages where kind <> 'message' or audience <> 'everyone')`,
    [person],
  )
}

/**
 * Takes back what waits for outsiders of messages that were moved to a thread that they do not follow: a mail would name the record
 * where it is now, and its address.
 */
export async function withdrawMoved(tx: Tx, way: { from: number; to: number }): Promise<void> {
  await tx.all(
    `update deliveries set state = 'withdrawn', response = 'the message was moved to another record', claimed_by = null
     where thread_id = $1 and message_id in (select id from messages where thread_id = $2)
       and state in ('queued', 'deferred', 'sending', 'failed')
       and person_id in (select id from people where kind <> 'user')
       and person_id not in (select person_id from followers where thread_id = $2 and left_at is null)`,
    [way.from, way.to],
  )
}
