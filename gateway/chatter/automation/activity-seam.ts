import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Action } from '../../store/tables/rules.ts'
import type { OpenRecord } from '../records/records.ts'

/** Rules offer activities when there is a verb to schedule one; this is the one place where it is called. */
export const ACTIVITIES_ARE_THERE = false

/** @throws Refused until activities can be scheduled */
export async function scheduleByRule(
  _tx: Tx,
  _open: OpenRecord,
  _wish: { action: Action & { does: 'activity' }; by: PersonRow; at: number },
): Promise<void> {
  throw new Refused('bad-input', 'Rules cannot schedule activities yet.')
}
