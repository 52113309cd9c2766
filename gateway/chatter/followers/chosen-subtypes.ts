import { readJson } from '../../store/rows.ts'
import type { FollowerRow } from '../../store/tables/followers.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { SubtypeRow } from '../../store/tables/threads.ts'
import { defaultSubtypes } from './subtypes.ts'

/** What a follower hears of: their own choice, or the defaults of the record type. */
export function chosenSubtypes(
  follower: Pick<FollowerRow, 'subtypes'> & { kind: PersonRow['kind'] },
  offered: SubtypeRow[],
): string[] {
  return follower.subtypes
    ? readJson(follower.subtypes)
    : defaultSubtypes(offered, follower.kind === 'user')
}

/** What may be offered to this person: internal subtypes are for users only, hidden ones for nobody. */
export function offeredTo(kind: PersonRow['kind'], offered: SubtypeRow[]): SubtypeRow[] {
  return offered.filter((subtype) => (kind === 'user' || !subtype.internal) && !subtype.hidden)
}

/** What a form with its ticks leaves a follower with: whoever heard of a hidden subtype goes on to, since no form shows it. */
export function withHidden(ticked: string[], before: string[], offered: SubtypeRow[]): string[] {
  const hidden = offered.filter(({ code, hidden }) => hidden && before.includes(code))
  return [...new Set([...ticked, ...hidden.map(({ code }) => code)])]
}
