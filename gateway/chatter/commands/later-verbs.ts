import { Refused } from '../../lib/errors.ts'
import type { Verb } from './verb.ts'

/** Verbs of features that are not built yet. They are known, so that nobody takes them for a slip of the keys. */
export const LATER_VERBS: Verb[] = [notYet('leave', '', 'leaves a channel')]

function notYet(name: string, takes: string, help: string): Verb {
  return {
    name,
    who: 'agents',
    ...(takes ? { takes } : {}),
    help,
    later: true,
    act: async () => {
      throw new Refused('bad-input', 'This is not possible yet. Your words are kept here.')
    },
  }
}
