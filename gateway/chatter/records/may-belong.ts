import { DAY } from '../../lib/clock.ts'
import { baseSubject } from '../../mail/header/base-subject.ts'
import type { Reader } from '../../store/store.ts'
import { type OpenRecord, referenceOf } from './records.ts'
import { restOf } from './rest.ts'

/** Conversations that were silent for longer are another matter, whatever their subject says. */
const SILENT_FOR = 30 * DAY
const LOOKED_AT = 100
const SHOWN = 3
/** "Hi" is the subject of anything. */
const SHORTEST_SUBJECT = 4

/** An older record to which a newer one may belong. */
export type Older = { reference: string; name: string }

/**
 * The last rung of the ladder of evidence, which never files anything: older records with the same subject in which the customer takes
 * part. A person decides. It is asked when somebody looks, so that no mail costs more for it.
 */
export async function mayBelongTo(reader: Reader, open: OpenRecord): Promise<Older[]> {
  const { record, thread } = open
  const subject = baseSubject(record.name)
  const decided = record.merged_into !== null || restOf(record) !== null
  if (decided || record.customer_id === null || subject.length < SHORTEST_SUBJECT) return []
  const rows = await reader.all<{ id: number; prefix: string; number: number; name: string }>(
    `select r.id, y.prefix, r.number, r.name from followers f
       join threads t on t.id = f.thread_id join records r on r.thread_id = f.thread_id
       join record_types y on y.id = r.record_type_id
     where f.person_id = $1 and f.left_at is null and f.thread_id < $2 and t.last_message_at >= $3
       and r.merged_into is null and r.deleted_at is null and r.archived_at is null
     order by f.thread_id desc limit ${LOOKED_AT}`,
    [record.customer_id, thread.id, record.created_at - SILENT_FOR],
  )
  return rows
    .filter(({ id, name }) => id !== record.linked_record_id && baseSubject(name) === subject)
    .slice(0, SHOWN)
    .map(({ prefix, number, name }) => ({
      reference: referenceOf({ record: { number }, type: { prefix } }),
      name,
    }))
}
