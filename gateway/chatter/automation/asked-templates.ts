import { Refused } from '../../lib/errors.ts'
import { readJson } from '../../store/rows.ts'
import type { Tx } from '../../store/store.ts'
import type { EventRow } from '../../store/tables/threads.ts'
import { sendTemplate } from '../mail-templates/send-template.ts'
import { logNote } from '../messages/post.ts'
import { systemPerson } from '../people/people.ts'
import { findByThread } from '../records/records.ts'

/** The kind of event by which a stage asks for its template: see records/stage-templates.ts. */
export const ASKED_FOR = 'template asked for'

/** Sends the customer the template of a stage. Where it cannot be sent, a note in the thread says why. */
export async function sendAskedFor(tx: Tx, event: EventRow, at: number): Promise<void> {
  const open = await findByThread(tx, event.thread_id!)
  if (!open) return
  const { template: code, customer } = readJson(event.details) as {
    template: string
    customer: number | null
  }
  const system = await systemPerson(tx, at)
  try {
    if (customer === null) throw new Refused('bad-input', 'the record has no customer.')
    await sendTemplate(tx, open, { code, author: system, named: [customer], automatic: true, at })
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure
    const text = `The template “${code}” of this stage was not sent: ${failure.message}`
    await logNote(tx, open.thread, { author: system, text, at })
  }
}
