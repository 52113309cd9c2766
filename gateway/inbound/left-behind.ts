import { messageOf } from '../lib/errors.ts'
import { pendingMails } from './received.ts'
import type { Receiver } from './receiver.ts'

const MAILS_A_SWEEP = 500

/** What a crash left: in the spool of a dead process, or pending in the database. */
export async function leftBehind(receiver: Receiver): Promise<string[]> {
  const adopted = await receiver.mailbag.adopt().catch((failure) => {
    receiver.site.log.error('spool not read', { why: messageOf(failure) })
    return []
  })
  return [...adopted, ...(await dueAgain(receiver))]
}

/** Mails of the database that wait for their next attempt, and those that another process left. */
export async function dueAgain({ site }: Receiver): Promise<string[]> {
  try {
    return await site.store.read((reader) => pendingMails(reader, site.clock.now(), MAILS_A_SWEEP))
  } catch (failure) {
    site.log.warn('sweep failed', { why: messageOf(failure) })
    return []
  }
}
