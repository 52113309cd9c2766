import { Refused } from '../../lib/errors.ts'
import type { Site } from '../../store/site.ts'
import type { Tx } from '../../store/store.ts'
import type { InboundRow, InboundState } from '../../store/tables/mailbag.ts'
import { inboundToActOn, reviveMail, setAside } from './received.ts'

/**
 * What an operator can do with a mail that waits for one. Each act is written into the mail's trace with who did it, and of two at
 * once the second finds what the first has done.
 */

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

/**
 * The mail, locked, for an act on it.
 * @throws Refused where there is none, or where it is in another state by now
 */
export async function mailIn(tx: Tx, id: string, states: InboundState[]): Promise<InboundRow> {
  const mail = await inboundToActOn(tx, id)
  if (!mail) throw new Refused('not-found', `There is no mail ${id}.`)
  if (!states.includes(mail.state))
    throw new Refused(
      'not-allowed',
      `Mail ${id} is ${mail.state}; this needs one that is ${states.join(' or ')}.`,
    )
  return mail
}

/** What became of an act on several mails: those it was done to, and why it was not done to the others. */
export type Outcome = { done: string[]; left: { id: string; why: string }[] }

/** Acts on each mail by itself: one that may not be acted on holds up no other. */
export async function actOnEach(
  ids: string[],
  act: (id: string) => Promise<void>,
): Promise<Outcome> {
  const outcome: Outcome = { done: [], left: [] }
  for (const id of new Set(ids)) {
    try {
      await act(id)
      outcome.done.push(id)
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure
      outcome.left.push({ id, why: failure.message })
    }
  }
  return outcome
}
