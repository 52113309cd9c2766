import { messageOf } from '../lib/errors.ts'
import { pendingMails } from './mailbag/received.ts'
import type { Receiver } from './receiver.ts'

const MAILS_A_SWEEP = 500

/** What another process left, in its spool or pending in the database, and what is due for its next attempt. */
export async function leftBehind(receiver: Receiver): Promise<string[]> {
  const adopted = await receiver.mailbag.adopt().catch((failure) => {
    receiver.site.log.error('spool not read', { why: messageOf(failure) })
    return []
  })
  return [...adopted, ...(await dueAgain(receiver))]
}

async function dueAgain({ site }: Receiver): Promise<string[]> {
  try {
    return await site.store.read((reader) => pendingMails(reader, site.clock.now(), MAILS_A_SWEEP))
  } catch (failure) {
    site.log.warn('sweep failed', { why: messageOf(failure) })
    return []
  }
}
