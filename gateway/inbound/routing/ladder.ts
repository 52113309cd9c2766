import { isParticipant } from '../../chatter/followers/follow.ts'
import { findByNumber, type OpenRecord } from '../../chatter/records/records.ts'
import type { AliasRow } from '../../store/tables/mailbag.ts'
import type { Destination, InThread, Routing, ToNewRecord } from './destination.ts'
import type { Clue } from './evidence.ts'

/**
 * Where a mail to an alias goes by what it names: ids of mails, our reference in its quote, the tag of its subject, in this order.
 * Whoever takes part in the thread that it names posts there; anybody else opens a record that is linked to it, and changes nothing
 * there. A tag, which everybody can guess, counts only from a sender who has shown who they are.
 */
export async function followClues(routing: Routing, alias: AliasRow): Promise<Destination> {
  const clues = withinBounds(routing.evidence.clues)
  // what somebody moved here by hand belongs here, whatever the type
  const near = clues.filter((clue) => clue.type === alias.record_type_id || clue.isMoved)
  const found = await firstThatCounts(routing, near, alias)
  if (found?.posts) return inThreadOf(found, alias)
  const link = found ?? (await firstOpen(routing, clues))
  return toNewRecord(alias, link)
}

/** A mail can name many ids, and many mails can claim one: each record that they lead to costs two statements. */
const RECORDS_LOOKED_AT = 12

function withinBounds(clues: Clue[]): Clue[] {
  const first = [...new Set(clues.map((clue) => clue.to))].slice(0, RECORDS_LOOKED_AT)
  const isNew = (clue: Clue, index: number) =>
    clues.findIndex((one) => one.to === clue.to && one.rung === clue.rung && one.id === clue.id) ===
    index
  return clues.filter((clue, index) => first.includes(clue.to) && isNew(clue, index))
}

type Followed = { clue: Clue; open: OpenRecord; posts: boolean; why: string }

async function firstThatCounts(
  routing: Routing,
  clues: Clue[],
  alias: AliasRow,
): Promise<Followed | null> {
  let link: Followed | null = null
  for (const clue of clues) {
    const found = await strongestOfId(routing, clue, { clues, alias })
    if (found?.posts) return found
    link ??= found
    // an id that a mail here only named is no sign that its sender was ever here: whoever names many ids blocks nobody's way
    if (found && clue.rung !== 'named id') break
  }
  return link
}

/** Two mails may claim one id, and one mail may stand in several records: the author's own thread counts, then this alias's. */
async function strongestOfId(
  routing: Routing,
  clue: Clue,
  { clues, alias }: { clues: Clue[]; alias: AliasRow },
): Promise<Followed | null> {
  const same = clues.filter(
    (one) => clue.id !== null && one.id === clue.id && one.rung === clue.rung,
  )
  const choices = same.length > 0 ? same : [clue]
  const cameHere = (one: Clue) => (one.by.includes(alias.address) ? 0 : 1)
  let link: Followed | null = null
  for (const one of choices.toSorted((first, other) => cameHere(first) - cameHere(other))) {
    const found = await followed(routing, one)
    if (found?.posts) return found
    link ??= found
  }
  return link
}

async function followed(
  { reader, author, verified }: Routing,
  clue: Clue,
): Promise<Followed | null> {
  const open = await findByNumber(reader, clue.type, clue.number)
  if (!open) return null
  const takesPart = author !== null && (await isParticipant(reader, open.thread.id, author.id))
  if (!takesPart) return { clue, open, posts: false, why: 'the sender takes no part there' }
  if (clue.rung !== 'subject tag' || verified) return { clue, open, posts: true, why: '' }
  return { clue, open, posts: false, why: 'anybody can write a tag, and nothing proves the sender' }
}

async function firstOpen({ reader }: Routing, clues: Clue[]): Promise<Followed | null> {
  for (const clue of clues) {
    const open = await findByNumber(reader, clue.type, clue.number)
    if (open) return { clue, open, posts: false, why: 'the address opens records of another type' }
  }
  return null
}

function inThreadOf({ clue, open }: Followed, alias: AliasRow): InThread {
  return { kind: 'thread', rung: clue.rung, open, token: null, alias, via: null }
}

function toNewRecord(alias: AliasRow, link: Followed | null): ToNewRecord {
  return {
    kind: 'new record',
    rung: 'alias',
    alias,
    linkedTo: link?.open ?? null,
    asNote: false,
    because: link ? { to: link.clue.to, why: link.why } : null,
  }
}
