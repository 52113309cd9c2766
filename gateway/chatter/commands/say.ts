import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { MessageRow } from '../../store/tables/threads.ts'
import { followByRule } from '../followers/follow.ts'
import { logNote, postMessage } from '../messages/post.ts'
import type { Draft } from '../messages/write-message.ts'
import { isUser } from '../people/people.ts'
import type { OpenRecord } from '../records/records.ts'
import { hasWords, withoutLines } from './cut.ts'
import { hold, sendHeld } from './held-notes.ts'
import { type Named, namesNobody, postNaming, type Remark } from './naming.ts'
import { type Limits, type Plan, planFor, type Words } from './plan.ts'
import { type Outcome, outcome, runCommands } from './run-commands.ts'
import { findVerb } from './verbs.ts'

export type Kind = 'note' | 'message'

/** A text with its commands, and all that decides what becomes of it. */
export type Saying = {
  by: PersonRow
  open: OpenRecord
  draft: Draft
  words: Words
  limits: Limits
  /** What it is where no command says otherwise. */
  otherwise: Kind
  /** Why it had better stay inside, besides its words. */
  doubt: string | null
  /** Its author has been told that it goes to nobody outside: no command lifts that. */
  promisedInside?: boolean
  /** Its author has shown who they are: whom the text names hears of it, and shortcuts count. */
  vouched: boolean
  /** The people outside to whom the author has said that a note goes. */
  confirmed?: number[]
  /** The entries that it answers. */
  answered: number[]
  /** The mail's name, for commands to run once; null for what was written here. */
  mail: string | null
}

/** What became of it. `held`: why it was kept internal. */
export type Said = {
  kind: Kind | null
  message: MessageRow | null
  held: string | null
  outcomes: Outcome[]
  /** What its author should know of the names in it. */
  remarks: Remark[]
}

/**
 * Posts a text and runs its commands. Those that change who hears of it come before it is posted, so that they count for it; the
 * text is posted whatever becomes of them. A text of commands alone posts nothing. Where there are none it costs nothing.
 */
export async function say(tx: Tx, saying: Saying): Promise<Said> {
  const { plan, draft, hasText } = speaks(saying)
  const { by, open, mail, answered } = saying
  const context = { by, open, mail, answered, at: draft.at, message: null }
  const early = await runCommands(tx, context, plan.run.filter(isEarly))
  const posted = hasText
    ? await post(tx, { ...saying, draft }, plan)
    : await sendWaiting(tx, saying, plan)
  const unknown = await runCommands(tx, context, plan.unknown)
  const late = await runCommands(
    tx,
    { ...context, message: posted.message },
    plan.run.filter((command) => !isEarly(command)),
  )
  const left = plan.left.map(({ command, why }) => outcome(command, 'left', why))
  return {
    ...posted,
    outcomes: [...early, ...posted.outcomes, ...unknown, ...late, ...left].sort(
      (one, other) => one.command.line - other.command.line,
    ),
  }
}

/** What is to be done with a text, and whether anything is left of it besides commands; what came empty is posted all the same. */
export function speaks({
  by,
  words,
  limits,
  draft: whole,
}: Pick<Saying, 'by' | 'words' | 'limits' | 'draft'>): {
  plan: Plan
  draft: Draft
  hasText: boolean
} {
  const plan = planFor(by, words, limits)
  const draft = withoutLines(whole, plan.lines)
  return { plan, draft, hasText: plan.lines.size === 0 || hasWords(draft) }
}

function isEarly({ verb }: { verb: string }): boolean {
  return !findVerb(verb)?.afterText
}

/** The ordered rule: the author's own word, then what the address and the answered entry say; in doubt inside, and held. */
function kindOf(plan: Plan, saying: Saying): { kind: Kind; held: string | null } {
  const { otherwise, by, doubt, promisedInside } = saying
  if (plan.wish === 'note' && plan.doubt === null) return { kind: 'note', held: null }
  const broken = plan.wish === 'message' && promisedInside ? 'it was written as a note' : null
  const why = plan.doubt ?? broken ?? (plan.wish === null && isUser(by) ? doubt : null)
  if (why === null) return { kind: plan.wish ?? otherwise, held: null }
  // what would be a note anyway is not kept back from anybody
  return { kind: 'note', held: plan.wish === null && otherwise === 'note' ? null : why }
}

async function post(tx: Tx, saying: Saying, plan: Plan): Promise<Said> {
  const { kind, held } = kindOf(plan, saying)
  const { message, remarks } = await write(tx, saying, { kind, held: held !== null })
  if (held !== null) await hold(tx, message, held)
  else if (kind === 'message') await followOwnWords(tx, saying)
  return { kind, message, held, outcomes: [], remarks }
}

async function write(
  tx: Tx,
  { by, open, draft, vouched, confirmed = [] }: Saying,
  { kind, held }: { kind: Kind; held: boolean },
): Promise<Named> {
  const { thread } = open
  if (vouched && !namesNobody(by, draft))
    return postNaming(tx, { thread, by, draft, kind, held, confirmed })
  const message = await (kind === 'note' ? logNote : postMessage)(tx, thread, draft)
  return { message, remarks: [] }
}

/** A user who speaks to the followers is one of them from then on, where the type lets repliers follow: the answers are for them. */
async function followOwnWords(tx: Tx, { by, open, draft }: Saying): Promise<void> {
  if (!isUser(by) || !open.type.settings.follow.replier) return
  const follow = { thread: open.thread.id, person: by.id, at: draft.at }
  await followByRule(tx, { ...follow, reason: 'follower_reply' })
}

/** `/send` alone publishes what its author's mail before it was held for. */
async function sendWaiting(tx: Tx, saying: Saying, plan: Plan): Promise<Said> {
  const nothing = { kind: null, message: null, held: null, outcomes: [], remarks: [] }
  const wish = saying.words.commands.find(({ verb }) => findVerb(verb)?.name === 'send')
  if (plan.wish !== 'message' || !wish) return nothing
  const { by, answered, open, draft } = saying
  try {
    const { message, remarks } = await sendHeld(tx, {
      by,
      answered,
      thread: open.thread,
      at: draft.at,
    })
    const done = { ...outcome(wish, 'done', 'What was kept internal is sent.'), tell: true }
    return { kind: 'message', message, held: null, outcomes: [done], remarks }
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure
    return { ...nothing, outcomes: [outcome(wish, 'failed', failure.message)] }
  }
}
