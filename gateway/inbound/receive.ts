import { messageOf } from '../lib/errors.ts'
import { candidatesOf, type Done, takeMine, writeDown } from './candidates.ts'
import { fileMail } from './file-mail.ts'
import { postpone } from './postpone.ts'
import { readOrPostpone } from './read-source.ts'
import type { Candidate, OnTheDesk, Receiver } from './receiver.ts'

/** Larger mails are read and filed one at a time, so that memory does not grow with how many come at once. */
const LARGE = 1024 * 1024

/**
 * Files kept mails. It can be run twice on the same mail, and does not throw: what it could not even put off comes again.
 * @param most bytes of a mail; larger ones are left alone
 * @returns the ids of those
 */
export async function receiveMails(
  receiver: Receiver,
  ids: string[],
  most = LARGE,
): Promise<string[]> {
  try {
    const candidates = await candidatesOf(receiver, ids)
    const small = candidates.filter(({ mail }) => mail.size <= most)
    await receiveTogether(receiver, small)
    return candidates.filter((one) => !small.includes(one)).map(({ mail }) => mail.id)
  } catch (failure) {
    receiver.site.log.error('sorter stumbled', { why: messageOf(failure) })
    return []
  }
}

/**
 * Reads mails with no transaction open, then files all of them in one, which brings them into the database as well. One that
 * cannot be filed does not hold up the others.
 */
async function receiveTogether(receiver: Receiver, candidates: Candidate[]): Promise<void> {
  const desk = (await Promise.all(candidates.map((one) => readOrPostpone(receiver, one)))).filter(
    (one) => one !== null,
  )
  if (desk.length === 0) return
  try {
    await fileTogether(receiver, desk)
  } catch (failure) {
    if (desk.length === 1) return postpone(receiver, desk[0]!, failure)
    for (const one of desk)
      await fileTogether(receiver, [one]).catch((alone) => postpone(receiver, one, alone))
  }
}

async function fileTogether(
  { site, directory, mailbag }: Receiver,
  desk: OnTheDesk[],
): Promise<void> {
  const settled = await site.store.write(async (tx) => {
    const mine = await takeMine(tx, desk)
    const done: Done[] = []
    for (const one of mine)
      done.push({ ...one, settlement: await fileMail(tx, { site, directory }, one.read) })
    await writeDown(tx, done)
    return done
  })
  for (const { mail } of desk) mailbag.broughtIn(mail.id)
  for (const { mail, settlement } of settled) {
    site.log.info('mail settled', {
      inbound: mail.id,
      state: settlement.state,
      reason: settlement.reason,
    })
  }
  site.outboxBell.ring()
}
