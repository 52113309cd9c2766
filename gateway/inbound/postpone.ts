import { MINUTE, SECOND } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import { bringIn, knownAmong, postponedRow, rewriteMail } from './mailbag/received.ts'
import type { Candidate, Receiver } from './receiver.ts'

/** A mail that cannot be filed is tried again after these pauses; then an operator is asked. */
const PAUSES = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE]

/** Never throws: where even this note cannot be written, the mail stays where it is and comes again. */
export async function postpone(
  receiver: Receiver,
  candidate: Candidate,
  failure: unknown,
): Promise<void> {
  try {
    await notePostponement(receiver, candidate, failure)
  } catch (trouble) {
    const { mail } = candidate
    receiver.site.log.error('mail not postponed', { inbound: mail.id, why: messageOf(trouble) })
  }
}

async function notePostponement(
  { site, mailbag }: Receiver,
  { mail, fresh }: Candidate,
  failure: unknown,
): Promise<void> {
  const why = messageOf(failure)
  const stack = failure instanceof Error ? failure.stack : undefined
  site.log.error('mail not filed', { inbound: mail.id, why, stack })
  const at = site.clock.now()
  const pause = PAUSES[mail.attempts]
  const row = postponedRow(mail, {
    dueAt: at + (pause ?? 0),
    reason: why,
    giveUp: pause === undefined,
    at,
  })
  const source = fresh && !fresh.file ? await fresh.source() : null
  await site.store.write(async (tx) => {
    if (!fresh) await rewriteMail(tx, row)
    else if (!(await knownAmong(tx, [mail.id])).has(mail.id))
      await bringIn(tx, [{ mail: row, source, file: fresh.file }])
  })
  mailbag.broughtIn(mail.id)
}
