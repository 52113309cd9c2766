import { hostname } from 'node:os'
import { claimHolders, freeClaimsOf } from '../chatter/notifications/deliveries.ts'
import { isAlive } from '../lib/alive.ts'
import type { Site } from '../store/site.ts'

/** On this machine the claims of a process that is gone need not wait for their lease to run out. */
export async function freeDeadClaims(site: Site): Promise<void> {
  const holders = await site.store.read(claimHolders)
  const dead = holders.filter(
    (holder) => holder.startsWith(`${hostname()}:`) && !isAlive(Number(holder.split(':')[1])),
  )
  if (dead.length > 0)
    await site.store.write(
      async (tx) => void (await Promise.all(dead.map((holder) => freeClaimsOf(tx, holder)))),
    )
}
