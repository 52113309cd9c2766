import { Refused } from '../../lib/errors.ts'
import type { ActivityRow } from '../../store/tables/activities.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { isUser } from '../people/people.ts'
import { may } from '../people/roles.ts'

/** Who may write on records may change any activity there; its assignee and its creator may whatever their role. */
export function mayActOn(
  by: PersonRow,
  { assignee_id, created_by }: Pick<ActivityRow, 'assignee_id' | 'created_by'>,
): boolean {
  if (by.kind === 'system') return true
  return isUser(by) && (may(by, 'post') || assignee_id === by.id || created_by === by.id)
}

/** @throws Refused where the person may not; people outside never may */
export function mustActOn(
  by: PersonRow,
  activity: Pick<ActivityRow, 'assignee_id' | 'created_by'>,
): void {
  if (!mayActOn(by, activity))
    throw new Refused('not-allowed', 'This activity is not yours to change.')
}
