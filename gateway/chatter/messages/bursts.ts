import { type Json, readJson } from '../../store/rows.ts'
import type { Reader } from '../../store/store.ts'
import type { DeliveryRow } from '../../store/tables/followers.ts'
import type { Change, MessageRow } from '../../store/tables/threads.ts'
import { WENT_WITH_LATER } from '../notifications/hold.ts'

/** An earlier change that leaves in the mail about a later one. */
export type HeldChange = Pick<MessageRow, 'id' | 'kind' | 'audience' | 'author_name'> & {
  changes: Change[]
}

type Row = Omit<HeldChange, 'changes'> & {
  delivery: number
  changes: Json<Change[]> | null
}

/** @returns for each delivery, by its id, the earlier changes that go with it and that its reader has not read on the web, oldest first */
export async function changesHeldWith(
  reader: Reader,
  waiting: DeliveryRow[],
): Promise<Map<number, HeldChange[]>> {
  const found = new Map<number, HeldChange[]>()
  const held = waiting.filter(({ bundle, message_id }) => bundle !== null && bundle !== message_id)
  if (held.length === 0) return found
  const places = held.map((_, index) => `$${index + 2}`).join(', ')
  const rows = await reader.all<Row>(
    `select c.id as delivery, m.id, m.kind, m.audience, m.author_name, m.changes
     from deliveries c join deliveries d on d.bundle = c.bundle and d.thread_id = c.thread_id
         and d.person_id = c.person_id and d.id < c.id
       join messages m on m.id = d.message_id
       left join notifications n on n.message_id = m.id and n.person_id = d.person_id and n.way = 'email'
     where d.state = 'withdrawn' and d.response = $1 and n.read_at is null and c.id in (${places})
     order by m.id`,
    [WENT_WITH_LATER, ...held.map(({ id }) => id)],
  )
  for (const { delivery, changes, ...row } of rows) {
    const before = found.get(delivery) ?? []
    found.set(delivery, [...before, { ...row, changes: changes ? readJson(changes) : [] }])
  }
  return found
}

/** Pure: a burst as one change a field, from what was to what is. What came back to where it was is no change. */
export function inOne(bursts: Change[][]): Change[] {
  const byField = new Map<string, Change>()
  for (const change of bursts.flat()) {
    const first = byField.get(change.field)
    byField.set(change.field, first ? { ...change, ...beforeOf(first) } : change)
  }
  return [...byField.values()].filter(({ from, to }) => from !== to)
}

/** What was before, as text and as it is stored. */
function beforeOf({ from, was }: Change): Partial<Change> {
  return was === undefined ? { from } : { from, was }
}
