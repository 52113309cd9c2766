import { type Case, type Ending, ending } from '../routing/case.ts'

/** What a blocked sender writes is kept and listed, and bothers nobody. Null where nobody has blocked them. */
export function endingOfBlocked({ blocked, at }: Case): Ending | null {
  if (blocked === null) return null
  return ending('ignored', 'blocked', {
    at,
    step: 'ignored: the sender is blocked',
    details: { block: blocked },
  })
}
