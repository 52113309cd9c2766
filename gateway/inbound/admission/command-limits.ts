import { type Limits, normalised } from '../../chatter/commands/plan.ts'
import { isUser } from '../../chatter/people/people.ts'
import { DAY } from '../../lib/clock.ts'
import type { Token } from '../../mail/addresses.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import type { AuthorKnown } from '../routing/case.ts'
import { isReleased } from './hold.ts'

/** Older mail commands nothing: who sends it once more may not be who wrote it. */
const OLDEST = 7 * DAY
/** Lines of an answered entry that are compared. */
const LINES_COMPARED = 5000

const NOTHING_QUOTED: Set<string> = new Set()

/** May the commands of a mail run, and which of its lines stand in what it answers? Asks no more than it must. */
export function limitsOf(open: AuthorKnown, token: Token | null, answered: MessageRow[]): Limits {
  const { commands } = open.reading
  if (commands.length === 0) return { barred: null, quoted: NOTHING_QUOTED }
  return { barred: reasonToBar(open, token), quoted: linesOf(answered) }
}

/** Has its author shown who they are, by more than an operator's good faith? */
export function isVouchedFor(open: AuthorKnown): boolean {
  return open.verified && open.reading.class === 'human'
}

function reasonToBar(open: AuthorKnown, token: Token | null): string | null {
  const { reading, mail, person, verified } = open
  const byList = reading.passedOn?.by.some(({ how }) => how === 'list') ?? false
  if (reading.class !== 'human' || byList) return 'A machine or a list has sent it.'
  // for people outside, whose commands are about themselves, the address that only they were given is enough
  if (!verified && (isUser(person) || token?.person !== person.id))
    return 'Its author has not shown who they are.'
  if (isReleased(open)) return 'An operator has let it in: commands run from proved mail only.'
  if (reading.date === null) return 'It has no date.'
  return mail.received_at - Date.parse(reading.date) > OLDEST ? 'It is older than 7 days.' : null
}

function linesOf(answered: MessageRow[]): Set<string> {
  return new Set(answered.flatMap(({ body }) => body.split('\n', LINES_COMPARED).map(normalised)))
}
