import { DAY, HOUR } from '../../lib/clock.ts'
import type { Reader } from '../../store/store.ts'
import type { EventRow } from '../../store/tables/threads.ts'
import { findById, type OpenRecord, referenceOf } from '../records/records.ts'
import { actionText } from './describe.ts'
import { namesOn, seenOf } from './look.ts'
import { ASKED_ABOUT, allHold, deadlineAt, isCause } from './matches.ts'
import type { Rule } from './rules.ts'

/** What a rule would have done: nothing is written. Conditions are asked of the records as they are now. */
export type WouldDo = { at: number; record: string; name: string; does: string[] }

/** So far it looks back, and ahead for deadlines. */
const EVENTS_LOOKED_AT = 5000
const RECORDS_LOOKED_AT = 500
const MOST_TOLD = 100
const AHEAD = 30 * DAY

/** @returns newest first */
export async function dryRun(
  reader: Reader,
  rule: Rule,
  { since, now }: { since: number; now: number },
): Promise<WouldDo[]> {
  const found =
    rule.cause.on === 'deadline'
      ? await deadlines(reader, rule, { since, until: now + AHEAD })
      : await pastCauses(reader, rule, since)
  const told: WouldDo[] = []
  for (const { open, at } of found) {
    if (told.length >= MOST_TOLD) break
    if (!allHold(rule.conditions, open, await namesOn(reader, open))) continue
    const does = rule.actions.map((action) => actionText(action, open.type))
    told.push({ at, record: referenceOf(open), name: open.record.name, does })
  }
  return told
}

type Found = { open: OpenRecord; at: number }

async function pastCauses(reader: Reader, rule: Rule, since: number): Promise<Found[]> {
  const events = await reader.all<EventRow>(
    `select e.* from (select * from events order by id desc limit ${EVENTS_LOOKED_AT}) e
       join records r on r.thread_id = e.thread_id
     where r.record_type_id = $1 and e.at >= $2 and e.kind in (${ASKED_ABOUT.map((kind) => `'${kind}'`).join(', ')})
     order by e.id desc limit ${RECORDS_LOOKED_AT}`,
    [rule.record_type_id, since],
  )
  const found: Found[] = []
  for (const event of events) {
    const seen = await seenOf(reader, event)
    if (!seen || !isCause(rule.cause, seen)) continue
    const at = await whenItWouldRun(reader, rule, event)
    if (at !== null) found.push({ open: seen.open, at })
  }
  return found
}

/** A message that was answered in time would have caused nothing. */
async function whenItWouldRun(
  reader: Reader,
  { cause }: Rule,
  event: EventRow,
): Promise<number | null> {
  if (cause.on !== 'no answer') return event.at
  const due = event.at + cause.hours * HOUR
  const answer = await reader.one(
    `select m.id from messages m join people p on p.id = m.author_id
     where m.thread_id = $1 and m.id > $2 and m.kind = 'message' and p.kind = 'user' and m.created_at <= $3 limit 1`,
    [event.thread_id, event.message_id, due],
  )
  return answer ? null : due
}

async function deadlines(
  reader: Reader,
  rule: Rule,
  { since, until }: { since: number; until: number },
): Promise<Found[]> {
  const { cause } = rule
  if (cause.on !== 'deadline') return []
  const rows = await reader.all<{ id: number }>(
    `select id from records where record_type_id = $1 and closed_at is null order by number desc limit ${RECORDS_LOOKED_AT}`,
    [rule.record_type_id],
  )
  const found: Found[] = []
  for (const { id } of rows) {
    const open = (await findById(reader, id))!
    const at = deadlineAt(cause, open)
    if (at !== null && at >= since && at <= until) found.push({ open, at })
  }
  return found.sort((one, other) => other.at - one.at)
}
