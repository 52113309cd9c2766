import { Refused } from '../../lib/errors.ts'
import { nearest } from '../../lib/nearest.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import { isUser } from '../people/people.ts'
import { may } from '../people/roles.ts'
import { ACTIVITY_VERBS } from './activity-verbs.ts'
import { ASKING_VERBS } from './asking-verbs.ts'
import { CHOICE_VERBS } from './choice-verbs.ts'
import { FILING_VERBS } from './filing-verbs.ts'
import { FOLLOWER_VERBS } from './follower-verbs.ts'
import { LATER_VERBS } from './later-verbs.ts'
import { NAMING_VERBS } from './naming-verbs.ts'
import { RECORD_VERBS } from './record-verbs.ts'
import { TEMPLATE_VERB } from './template-verb.ts'
import type { Allowed, Verb } from './verb.ts'

/** `/note` and `/send` decide what the text becomes: plan.ts reads them, nothing is left to do. */
const KIND_VERBS: Verb[] = [
  {
    name: 'note',
    aliases: ['internal'],
    who: 'readers',
    help: 'above the text: makes it a note, for the team only',
    act: async () => ({ says: 'A note.' }),
  },
  {
    name: 'send',
    aliases: ['public'],
    who: 'agents',
    help: 'above the text: sends it to the followers; alone: sends what was kept internal',
    act: async () => ({ says: 'A message.' }),
  },
]

const HELP: Verb = {
  name: 'help',
  who: 'everybody',
  help: 'lists these',
  act: async (_tx, { by }) => ({
    says: 'Write one a line, above or below your text.',
    lines: offeredTo(by).map(helpLine),
    tell: true,
  }),
}

export const VERBS: Verb[] = [
  ...KIND_VERBS,
  ...RECORD_VERBS,
  ...FOLLOWER_VERBS,
  ...CHOICE_VERBS,
  ...FILING_VERBS,
  ...NAMING_VERBS,
  ...ACTIVITY_VERBS,
  ...ASKING_VERBS,
  TEMPLATE_VERB,
  HELP,
  ...LATER_VERBS,
]

const BY_NAME = new Map(
  VERBS.flatMap((verb) =>
    [verb.name, ...(verb.aliases ?? [])].map((name) => [name, verb] as const),
  ),
)

export function findVerb(name: string): Verb | null {
  return BY_NAME.get(name) ?? null
}

export function mayUse(by: PersonRow, verb: Verb): boolean {
  return RULES[verb.who](by)
}

const RULES: Record<Allowed, (by: PersonRow) => boolean> = {
  everybody: (by) => by.kind === 'contact' || isUser(by),
  readers: (by) => may(by, 'read'),
  agents: (by) => may(by, 'post'),
}

/** @throws Refused where the person may not use this verb */
export function mustUse(by: PersonRow, verb: Verb): void {
  if (!mayUse(by, verb)) throw new Refused('not-allowed', 'Your role does not allow this.')
}

/** The verbs that somebody may have meant. */
export function nearestVerbs(typed: string, by: PersonRow): string[] {
  const names = offeredTo(by).map(({ name }) => name)
  return nearest(typed, names, 3)
}

function offeredTo(by: PersonRow): Verb[] {
  return VERBS.filter((verb) => !verb.later && mayUse(by, verb))
}

function helpLine({ name, takes, aliases, help }: Verb): string {
  const also = aliases ? ` (also “/${aliases.join('”, “/')}”)` : ''
  return `“/${name}${takes ? ` ${takes}` : ''}” ${help}${also}`
}
