import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Cause, MessageRow } from '../../store/tables/threads.ts'
import { recordEvent } from '../threads/events.ts'
import type { OpenRecord } from './records.ts'

type Asking = { template: string; change: MessageRow; by: PersonRow; at: number; cause?: Cause }

/**
 * The seam to the templates, which stand a floor above: a record has come to a stage that names a template for the customer. What
 * sends it reads the event, with the name of the template and the change that brought the record there, and sends it once.
 */
export async function askForTemplate(
  tx: Tx,
  { thread, record }: OpenRecord,
  { template, change, by, at, cause }: Asking,
): Promise<void> {
  await recordEvent(tx, {
    kind: 'template asked for',
    thread: thread.id,
    message: change.id,
    person: by.id,
    details: { template, customer: record.customer_id, cause },
    at,
  })
}
