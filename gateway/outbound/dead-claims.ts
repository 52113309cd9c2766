import { hostname } from 'node:os'
import { claimHolders, freeClaimsOf } from '../chatter/notifications/deliveries.ts'
import { isAlive } from '../lib/alive.ts'
import { messageOf } from '../lib/errors.ts'
import type { Site } from '../store/site.ts'

/** On this machine the claims of a process that is gone need not wait for their lease to run out. */
export async function freeDeadClaims(site: Site): Promise<void> {
  try {
    const dead = (await site.store.read(claimHolders)).filter(isDead)
    for (const holder of dead) await site.store.write((tx) => freeClaimsOf(tx, holder))
  } catch (failure) {
    site.log.warn('claims of dead processes not freed', { why: messageOf(failure) })
  }
}

function isDead(holder: string): boolean {
  const [host, pid] = holder.split(':')
  return host === hostname() && !isAlive(Number(pid))
}
