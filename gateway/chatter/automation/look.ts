import { DAY, HOUR } from '../../lib/clock.ts'
import { insertNew, list, update } from '../../store/rows.ts'
import { claimEvents } from '../../store/sql/claim-rules.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type RuleRunRow, ruleRuns, rules } from '../../store/tables/rules.ts'
import { type EventRow, records } from '../../store/tables/threads.ts'
import { findMessage } from '../messages/thread-entries.ts'
import { findPerson } from '../people/people.ts'
import { wishRating } from '../ratings/ratings.ts'
import { findById, findByThread, type OpenRecord } from '../records/records.ts'
import { ASKED_FOR, sendAskedFor } from './asked-templates.ts'
import {
  ASKED_ABOUT,
  allHold,
  changesOf,
  deadlineAt,
  depthOf,
  isBornAssigned,
  isCause,
  type Names,
  type Seen,
} from './matches.ts'
import { enabledRules, type Rule } from './rules.ts'

/** Looks at what has happened, and notes which rules are to run for it, now or later. */

const AT_ONCE = 200
const RECORDS_AT_ONCE = 500
/** A rule that was led to by so many others, one by the other, does not run: they might go on for ever. */
export const DEEPEST = 3

/** @returns how many events it has looked at; each is looked at once, by one scheduler */
export async function lookAtEvents(tx: Tx, now: number): Promise<number> {
  const events = await claimEvents(tx, now, AT_ONCE)
  const asked = events.filter(
    ({ kind, thread_id }) => thread_id !== null && ASKED_ABOUT.includes(kind),
  )
  for (const event of events)
    if (event.kind === ASKED_FOR && event.thread_id !== null) await sendAskedFor(tx, event, now)
  const enabled = asked.length > 0 ? await enabledRules(tx) : []
  for (const event of asked) {
    const seen = await seenOf(tx, event)
    if (!seen) continue
    await wishRating(tx, event, seen)
    for (const rule of enabled)
      if (rule.record_type_id === seen.open.type.id) await askRule(tx, rule, { event, seen, now })
  }
  return events.length
}

/** Asks all records of a type for their deadline, after a rule was switched on. @returns how many it has asked */
export async function walkDeadlines(tx: Tx, now: number): Promise<number> {
  const rule = (await enabledRules(tx)).find(({ walked_to }) => walked_to !== null)
  if (!rule) return 0
  const found = await tx.all<{ id: number }>(
    `select id from ${records.name} where record_type_id = $1 and id > $2 and closed_at is null
     order by id limit ${RECORDS_AT_ONCE}`,
    [rule.record_type_id, rule.walked_to],
  )
  for (const { id } of found) {
    const open = await findById(tx, id)
    if (open) await noteDeadline(tx, rule, { open, depth: 0, now })
  }
  const walked_to = found.length < RECORDS_AT_ONCE ? null : found.at(-1)!.id
  await update(tx, rules, { id: rule.id }, { walked_to })
  return Math.max(1, found.length)
}

export async function seenOf(reader: Reader, event: EventRow): Promise<Seen | null> {
  const open = await findByThread(reader, event.thread_id!)
  if (!open) return null
  const isMessage = event.kind === 'message posted' && event.message_id !== null
  return {
    kind: event.kind,
    changes: event.kind === 'field changed' ? changesOf(event) : [],
    open,
    bornAssigned: isBornAssigned(event),
    message: isMessage ? await findMessage(reader, event.message_id!) : null,
    author:
      isMessage && event.person_id !== null ? await findPerson(reader, event.person_id) : null,
  }
}

export async function namesOn(reader: Reader, { record }: OpenRecord): Promise<Names> {
  const nameOf = async (id: number | null) =>
    id === null ? '' : ((await findPerson(reader, id))?.name ?? '')
  return {
    assignee: await nameOf(record.assignee_id),
    customer: await nameOf(record.customer_id),
  }
}

type Asked = { event: EventRow; seen: Seen; now: number }

async function askRule(tx: Tx, rule: Rule, { event, seen, now }: Asked): Promise<void> {
  const { cause, conditions } = rule
  if (!isCause(cause, seen) || event.at < rule.enabled_at!) return
  const depth = depthOf(event) + 1
  const { open } = seen
  if (cause.on === 'deadline') return noteDeadline(tx, rule, { open, depth, now })
  if (cause.on === 'no answer') {
    if (await waitsAlready(tx, open.thread.id, event.message_id!)) return
    const due = { key: `message ${event.message_id}`, due_at: event.at + cause.hours * HOUR }
    return noteRun(tx, rule, { ...due, open, depth, event: event.id, now })
  }
  if (!allHold(conditions, open, await namesOn(tx, open))) return
  await noteRun(tx, rule, {
    key: `event ${event.id}`,
    due_at: now,
    open,
    depth,
    event: event.id,
    now,
  })
}

/** What was due before the rule was switched on is left alone: else hundreds of customers would get a mail at once. */
async function noteDeadline(
  tx: Tx,
  rule: Rule,
  { open, depth, now }: { open: OpenRecord; depth: number; now: number },
): Promise<void> {
  if (rule.cause.on !== 'deadline' || open.record.closed_at !== null) return
  const due_at = deadlineAt(rule.cause, open)
  if (due_at === null || due_at < rule.enabled_at!) return
  await noteRun(tx, rule, {
    key: `deadline ${open.thread.id} ${due_at}`,
    due_at,
    open,
    depth,
    event: null,
    now,
  })
}

type Noted = Pick<RuleRunRow, 'key' | 'due_at' | 'depth'> & {
  open: OpenRecord
  event: number | null
  now: number
}

async function noteRun(tx: Tx, rule: Rule, { open, event, now, ...run }: Noted): Promise<void> {
  const stopped = run.depth > DEEPEST
  await insertNew(tx, ruleRuns, {
    rule_id: rule.id,
    thread_id: open.thread.id,
    ...run,
    event_id: event,
    state: stopped ? 'skipped' : 'due',
    outcome: stopped ? `${DEEPEST} rules have led to this, one by the other` : null,
    created_at: now,
    ended_at: stopped ? now : null,
  })
}

/** Only the first of several messages waits for an answer. */
async function waitsAlready(reader: Reader, thread: number, message: number): Promise<boolean> {
  const before = await reader.one<{ kind: string }>(
    `select p.kind from messages m join people p on p.id = m.author_id
     where m.thread_id = $1 and m.id < $2 and m.kind = 'message' and m.class = 'human' order by m.id desc limit 1`,
    [thread, message],
  )
  return before?.kind === 'contact'
}

/** What the rules have done and will do, newest first. */
export async function listRuns(
  reader: Reader,
  filter: { rule?: number; limit: number },
): Promise<RuleRunRow[]> {
  const where = filter.rule === undefined ? {} : { rule_id: filter.rule }
  return list(reader, ruleRuns, { where, order: 'id desc', limit: filter.limit })
}

export const OLDEST_RUN = 90 * DAY
