import { claimHolders, freeClaimsOf } from '../chatter/notifications/deliveries.ts'
import { messageOf } from '../lib/errors.ts'
import { isGone } from '../lib/process-mark.ts'
import type { Site } from '../store/site.ts'

/** On this machine the claims of a process that is gone need not wait for their lease to run out. */
export async function freeDeadClaims(site: Site): Promise<void> {
  try {
    const dead = (await site.store.read(claimHolders)).filter(isGone)
    for (const holder of dead) await site.store.write((tx) => freeClaimsOf(tx, holder))
  } catch (failure) {
    site.log.warn('claims of dead processes not freed', { why: messageOf(failure) })
  }
}
