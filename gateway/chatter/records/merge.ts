import { Refused } from '../../lib/errors.ts'
import { update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { activities } from '../../store/tables/activities.ts'
import { records } from '../../store/tables/threads.ts'
import { followByRule, followersOf } from '../followers/follow.ts'
import { NOTE } from '../followers/subtypes.ts'
import { logChange } from '../messages/post.ts'
import { mustBeAbleTo } from '../people/roles.ts'
import { recordEvent } from '../threads/events.ts'
import { findById, type OpenRecord, referenceOf } from './records.ts'
import type { Act } from './rest.ts'

/** Longer chains are somebody's mistake; the mail then stays where it was sent to. */
const LONGEST_CHAIN = 20

/** The record that has taken over from a merged one, over any number of merges; the record itself where it was not merged. */
export async function heirOf(reader: Reader, open: OpenRecord): Promise<OpenRecord> {
  const seen = new Set<number>()
  let now = open
  while (now.record.merged_into !== null) {
    seen.add(now.record.id)
    if (seen.has(now.record.merged_into) || seen.size > LONGEST_CHAIN) return open
    const next = await findById(reader, now.record.merged_into)
    if (!next) return open
    now = next
  }
  return now
}

/**
 * Merges a record into another: from now on all mail for it goes there. Its entries stay where they are, and whoever follows it
 * follows the other one too, unless they have left that; nobody is sent what was written before. What is planned moves along.
 * @returns the record that took over, which may be one that `into` was merged into before
 * @throws Refused where the two are one already, or the other is deleted
 */
export async function mergeRecords(
  tx: Tx,
  { from, into, by, at }: Act & { from: OpenRecord; into: OpenRecord },
): Promise<OpenRecord> {
  mustBeAbleTo(by, 'post')
  const heir = await heirOf(tx, into)
  const [old, taking] = [referenceOf(from), referenceOf(heir)]
  if (heir.record.id === from.record.id)
    throw new Refused('bad-input', `${old} cannot be merged into itself.`)
  if (from.record.merged_into !== null)
    throw new Refused('already-there', `${old} has been merged already.`)
  if (heir.record.deleted_at !== null)
    throw new Refused('not-allowed', `${taking} is deleted. Restore it first.`)

  await update(tx, records, { id: from.record.id }, { merged_into: heir.record.id })
  await moveWhatIsPlanned(tx, from, heir)
  for (const follower of await followersOf(tx, from.thread.id))
    await followByRule(tx, {
      thread: heir.thread.id,
      person: follower.person_id,
      reason: 'follower_hand',
      addedBy: by.id,
      at,
    })
  await logMerge(tx, from, { by, at, label: 'Merged into', to: taking })
  await logMerge(tx, heir, { by, at, label: 'Merged in', to: old })
  return heir
}

/** Work goes on where the mail goes. */
async function moveWhatIsPlanned(tx: Tx, from: OpenRecord, heir: OpenRecord): Promise<void> {
  const planned = { thread_id: from.thread.id, ended_at: null }
  await update(tx, activities, planned, { thread_id: heir.thread.id })
}

/** Undoes a merge: mail for the record comes to it again. Who followed both goes on to do so, and what was planned stays where it is. */
export async function separateRecord(tx: Tx, open: OpenRecord, { by, at }: Act): Promise<void> {
  mustBeAbleTo(by, 'post')
  if (open.record.merged_into === null) return
  const other = await findById(tx, open.record.merged_into)
  await update(tx, records, { id: open.record.id }, { merged_into: null })
  await logMerge(tx, open, {
    by,
    at,
    label: 'Merged into',
    from: other ? referenceOf(other) : '',
    to: '',
  })
  if (other)
    await logMerge(tx, other, { by, at, label: 'Merged in', from: referenceOf(open), to: '' })
}

async function logMerge(
  tx: Tx,
  { thread }: OpenRecord,
  { by, at, label, from = '', to }: Act & { label: string; from?: string; to: string },
): Promise<void> {
  const changes = [{ field: 'merged', label, from, to }]
  const about = { thread: thread.id, person: by.id, details: { changes }, at }
  await recordEvent(tx, { kind: 'field changed', ...about })
  await logChange(tx, thread, { author: by, changes, subtype: NOTE, at })
}

/** @throws Refused where nobody would look for what is written: in a merged or a deleted record */
export async function mustBeInUse(reader: Reader, open: OpenRecord): Promise<void> {
  const heir = await heirOf(reader, open)
  if (heir !== open)
    throw new Refused(
      'not-allowed',
      `${referenceOf(open)} was merged into ${referenceOf(heir)}. Write there.`,
    )
  if (open.record.deleted_at !== null)
    throw new Refused('not-allowed', `${referenceOf(open)} is deleted. Restore it first.`)
}

/** The records that were merged into this one, as references. */
export async function mergedInto(reader: Reader, open: OpenRecord): Promise<string[]> {
  const rows = await reader.all<{ prefix: string; number: number }>(
    `select y.prefix, r.number from records r join record_types y on y.id = r.record_type_id
     where r.merged_into = $1 order by r.id limit 50`,
    [open.record.id],
  )
  return rows.map(({ prefix, number }) => `${prefix}-${number}`)
}
