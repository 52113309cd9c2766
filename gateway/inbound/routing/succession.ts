import { firstAliasOf } from '../../chatter/aliases/aliases.ts'
import { standingIn } from '../../chatter/followers/follow.ts'
import { isUser } from '../../chatter/people/people.ts'
import { heirOf } from '../../chatter/records/merge.ts'
import { findByThread, type OpenRecord, referenceOf } from '../../chatter/records/records.ts'
import { answerRulesOf, type Rest, restOf } from '../../chatter/records/rest.ts'
import { readJson } from '../../store/rows.ts'
import type { Destination, InThread, Routing, ToNewRecord } from './destination.ts'
import { asAlias, policyOfType } from './strangers.ts'

/**
 * What has become of the record that a mail is for: the message that it answers was moved, the record was merged, or rests. Of the
 * rights that a signed address gives nothing goes with it: they are for the record that it names.
 */
export async function whereItIsNow(
  routing: Routing,
  destination: Destination,
): Promise<Destination> {
  const { reader } = routing
  if (destination.kind === 'new record' && destination.linkedTo)
    return { ...destination, linkedTo: await heirOf(reader, destination.linkedTo) }
  if (destination.kind === 'unsubscribe')
    return { ...destination, open: await heirOf(reader, destination.open) }
  if (destination.kind !== 'thread') return destination

  const { open } = destination
  const now = await heirOf(reader, await afterMove(routing, destination))
  const there = now === open ? destination : { ...destination, open: now, via: open }
  return (await instead(routing, there)) ?? there
}

/** An answer to a message that somebody moved out of this thread follows it, though its signed address is still that of the old one. */
async function afterMove(
  { reader, evidence }: Routing,
  { open, token }: InThread,
): Promise<OpenRecord> {
  const answered = evidence.known.find(({ message, named }) => message !== null && !named)
  const from = answered?.moved_from ? readJson(answered.moved_from) : []
  if (!token || !answered || !from.includes(open.thread.id)) return open
  return (await findByThread(reader, answered.thread)) ?? open
}

/** The record that is opened instead, because the one that the mail is for rests and does not take it. */
async function instead(routing: Routing, destination: InThread): Promise<ToNewRecord | null> {
  const { open, token, alias, rung } = destination
  const rest = restOf(open.record)
  if (rest === null || routing.reading.class !== 'human') return null
  const asNote = token?.kind === 'n'
  if (!(await startsAnew(routing, destination, rest))) return null

  const usable = alias?.record_id === null ? alias : null
  const itself = { ...asAlias(open), ...policyOfType(open.type) }
  return {
    kind: 'new record',
    rung,
    alias: usable ?? (await firstAliasOf(routing.reader, open.type.id)) ?? itself,
    linkedTo: open,
    asNote,
    because: { to: referenceOf(open), why: `it is ${rest}` },
  }
}

async function startsAnew(
  routing: Routing,
  { open, token, via }: InThread,
  rest: Rest,
): Promise<boolean> {
  const { reader, author } = routing
  const rule = answerRulesOf(open.type)[rest]
  const inside = author !== null && isUser(author)
  if (rest === 'closed') return rule === 'new linked' && !inside && token?.kind !== 'n'
  if (rule === 'new linked') return rest === 'deleted' || !inside
  // a stranger wakes nobody, and in a record that nobody looks at their mail would be lost
  if (author === null) return true
  const standing = await standingIn(reader, open.thread.id, author.id)
  const named = token?.person === author.id && via === null && standing !== 'removed'
  return !(inside || named || standing === 'participant')
}
