import { Refused } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import type { InboundRow, InboundState } from '../store/tables/mailbag.ts'
import { findInbound, reviveMail, setAside } from './received.ts'

/** What an operator can do with a mail that waits for one. Each act is written into the mail's trace with who did it. */

/** Tries a failed or held mail once more, by the same rules. Filing it twice is impossible. */
export async function replayMail(site: Site, id: string, by: string): Promise<void> {
  await site.store.write(async (tx) => {
    const mail = await mailIn(tx, id, ['failed', 'held', 'ignored'])
    await reviveMail(tx, mail, { at: site.clock.now(), step: 'replayed', details: { by } })
  })
}

/** Lets a held mail in: its author counts as verified, and as one who may post. */
export async function releaseMail(site: Site, id: string, by: string): Promise<void> {
  await site.store.write(async (tx) => {
    const mail = await mailIn(tx, id, ['held'])
    await reviveMail(tx, mail, { at: site.clock.now(), step: 'released', details: { by } })
  })
}

/** Sets a held or failed mail aside for good. The original is kept. */
export async function dropMail(site: Site, id: string, by: string): Promise<void> {
  await site.store.write(async (tx) => {
    const mail = await mailIn(tx, id, ['failed', 'held'])
    await setAside(tx, mail, { at: site.clock.now(), step: 'dropped', details: { by } })
  })
}

async function mailIn(tx: Tx, id: string, states: InboundState[]): Promise<InboundRow> {
  const mail = await findInbound(tx, id)
  if (!mail) throw new Refused('not-found', `There is no mail ${id}.`)
  if (!states.includes(mail.state))
    throw new Refused(
      'not-allowed',
      `Mail ${id} is ${mail.state}; this needs one that is ${states.join(' or ')}.`,
    )
  return mail
}
