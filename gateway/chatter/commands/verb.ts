import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Cause, MessageRow } from '../../store/tables/threads.ts'
import { findById, type OpenRecord } from '../records/records.ts'

/** One command that somebody gives: what it is asked to act on, and with what words. */
export type Order = {
  by: PersonRow
  /** null where the mail goes to no record: see `recordOf`. */
  open: OpenRecord | null
  said: string
  at: number
  /** The mail's name, by its Message-ID; null for what was written here. */
  mail: string | null
  /** What the same mail has posted; only verbs that come after the text have it. */
  message: MessageRow | null
  /** The entries that it answers. */
  answered: number[]
}

/** What a command tells of itself. `tell`: it is worth a receipt though nothing went wrong. */
export type Answer = { says: string; lines?: string[]; tell?: true }

/** Who may use a verb. `everybody`: people outside as well, for themselves. */
export type Allowed = 'everybody' | 'readers' | 'agents'

export type Verb = {
  name: string
  aliases?: string[]
  who: Allowed
  /** Its arguments, as help shows them. */
  takes?: string
  help: string
  /** May this follow it where it is offered as a whole answer? Where it is not said, nothing may. */
  wordTakes?(said: string): boolean
  /** What it does stands nowhere in the thread: after an answer of this word alone it is told. */
  unseen?: true
  /** It acts on the posted text, so it waits until that is there. */
  afterText?: true
  /** Known, and not possible yet: no help names it. */
  later?: true
  act(tx: Tx, order: Order): Promise<Answer>
}

/** By which door a command came. */
export function causeOf({ mail }: Order): Cause {
  return { door: mail === null ? 'web' : 'mail' }
}

/**
 * The record as it is now: the command before this one may have changed it.
 * @throws Refused where the mail goes to none
 */
export async function recordOf(tx: Tx, { open }: Order): Promise<OpenRecord> {
  const found = open && (await findById(tx, open.record.id))
  if (!found)
    throw new Refused('bad-input', 'There is no record here: write to the address of one.')
  return found
}
