import { Refused } from '../../lib/errors.ts'
import type { Command } from '../../mail/reading.ts'
import type { Tx } from '../../store/store.ts'
import type { Order } from './verb.ts'
import { findVerb, mustUse, nearestVerbs } from './verbs.ts'

/** What became of one command. `before`: the same line of the same mail has run already. */
export type Outcome = {
  command: Command
  result: 'done' | 'failed' | 'unknown' | 'left' | 'before'
  says: string
  lines: string[]
  /** Worth a receipt though nothing went wrong. */
  tell: boolean
}

/** Who orders what, and where. */
export type Context = Omit<Order, 'said'>

/**
 * Runs commands in order, each for itself: one that is refused stops no other. Rights, and that the lines are the author's own, are
 * for the caller to know (plan.ts); the role is asked here.
 * @returns an outcome for each
 */
export async function runCommands(
  tx: Tx,
  context: Context,
  commands: Command[],
): Promise<Outcome[]> {
  if (commands.length === 0) return []
  const fresh = await claimLines(tx, context, commands)
  const outcomes: Outcome[] = []
  for (const command of commands)
    outcomes.push(
      fresh.has(command.line) ? await runOne(tx, context, command) : outcome(command, 'before', ''),
    )
  return outcomes
}

export function outcome(command: Command, result: Outcome['result'], says: string): Outcome {
  return { command, result, says, lines: [], tell: false }
}

async function runOne(tx: Tx, context: Context, command: Command): Promise<Outcome> {
  const verb = findVerb(command.verb)
  if (!verb) {
    const near = nearestVerbs(command.verb, context.by).map((name) => `“/${name}”`)
    return outcome(command, 'unknown', `Near it: ${near.join(', ')}.`)
  }
  try {
    mustUse(context.by, verb)
    const {
      says,
      lines = [],
      tell = false,
    } = await verb.act(tx, {
      ...context,
      said: command.arguments,
    })
    return { command, result: 'done', says, lines, tell }
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure
    return outcome(command, 'failed', failure.message)
  }
}

/** A second delivery of the same mail, changed on its way or not, runs no line again. */
async function claimLines(
  tx: Tx,
  { by, open, mail, at }: Context,
  commands: Command[],
): Promise<Set<number>> {
  if (mail === null) return new Set(commands.map(({ line }) => line))
  const places = commands.map((_, index) => `($1, $2, $3, $4, $${index + 5})`).join(', ')
  const claimed = await tx.all<{ line: number }>(
    `insert into commands_run (mail, thread_id, person_id, at, line) values ${places}
     on conflict do nothing returning line`,
    [mail, open?.thread.id ?? 0, by.id, at, ...commands.map(({ line }) => line)],
  )
  return new Set(claimed.map(({ line }) => line))
}
