import { dueScheduled, noteTrouble, postScheduled } from '../chatter/commands/scheduled.ts'
import { messageOf, Refused } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'

const AT_ONCE = 50

/** Posts what was scheduled. Each in a transaction of its own: one that cannot be posted keeps no other back. */
export async function postDueScheduled(site: Site): Promise<boolean> {
  const due = await site.store.read((reader) => dueScheduled(reader, site.clock.now(), AT_ONCE))
  for (const id of due) await post(site, id)
  if (due.length > 0) site.outboxBell.ring()
  return due.length === AT_ONCE
}

async function post(site: Site, id: number): Promise<void> {
  const at = site.clock.now()
  try {
    const posted = await site.store.write((tx) => postScheduled(tx, id, at))
    if (posted)
      site.log.info('scheduled message posted', { scheduled: id, message: posted.said.message?.id })
  } catch (failure) {
    const isFinal = failure instanceof Refused
    const why = isFinal ? failure.message : 'Something went wrong on our side.'
    await site.store.write((tx) => noteTrouble(tx, id, { why, isFinal, at }))
    site.log.warn('scheduled message not posted', { scheduled: id, why: messageOf(failure) })
  }
}
