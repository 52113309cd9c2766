import { SECOND } from '../../lib/clock.ts'
import type { Mailbag } from './arrival.ts'

/** So many mails behind one sync are a crowd at the door: its clients wait for their 250, filing can wait a moment. */
const CROWD = 12
const LONGEST_WAIT = 2 * SECOND

/** Says when filing steps back for the door, and for how long at most. */
export function openPatience(mailbag: Mailbag): { stepsBack(workWaits: boolean): boolean } {
  let since = performance.now()
  return {
    stepsBack(workWaits) {
      const now = performance.now()
      const crowded = mailbag.crowd() >= CROWD
      if (!crowded || !workWaits) since = now
      return crowded && now - since < LONGEST_WAIT
    },
  }
}
