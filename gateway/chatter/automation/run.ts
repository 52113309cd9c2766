import { DAY, MINUTE } from '../../lib/clock.ts'
import { update } from '../../store/rows.ts'
import { claimRun } from '../../store/sql/claim-rules.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { type RuleRunRow, ruleRuns, rules } from '../../store/tables/rules.ts'
import { NOTE } from '../followers/subtypes.ts'
import { writeMessage } from '../messages/write-message.ts'
import { systemPerson } from '../people/people.ts'
import { findById, findByThread, type OpenRecord, referenceOf } from '../records/records.ts'
import { noteRule } from '../threads/events.ts'
import { act } from './actions.ts'
import { actionText } from './describe.ts'
import { namesOn } from './look.ts'
import { allHold, deadlineAt } from './matches.ts'
import { disableRule, type Rule, ruleById } from './rules.ts'

/** Does what rules are due to do, one run in one transaction: it happens whole or not at all. */

/** A rule that runs so often on one record in a day is in a circle with somebody's machine. */
const MOST_A_DAY = 10
const ATTEMPTS = 3
/** After so many failures in a row a rule is switched off. */
const FAILURES_BORNE = 5

/** @param recordUrl the address of a record in the web interface, by its reference */
export async function runNext(
  tx: Tx,
  { now, recordUrl }: { now: number; recordUrl(reference: string): string },
): Promise<RuleRunRow | null> {
  const run = await claimRun(tx, now)
  if (!run) return null
  try {
    const rule = await ruleById(tx, run.rule_id)
    const open = await findByThread(tx, run.thread_id)
    const why = await reasonNotTo(tx, run, { rule, open, now })
    if (why !== null)
      return await settle(tx, run, { state: 'skipped', outcome: why, ended_at: now })
    const outcome = await doAll(tx, { run, rule: rule!, open: open!, now, recordUrl })
    if (rule!.failures > 0) await update(tx, rules, { id: rule!.id }, { failures: 0 })
    return await settle(tx, run, { state: 'done', outcome, ended_at: now })
  } catch (failure) {
    throw Object.assign(failure as Error, { run })
  }
}

/**
 * Notes that a run has failed; what it had begun is rolled back. It is tried again twice.
 * @returns the rule, where that has switched it off
 */
export async function noteFailure(
  tx: Tx,
  run: RuleRunRow,
  { why, at }: { why: string; at: number },
): Promise<Rule | null> {
  const attempts = run.attempts + 1
  const outcome = why.slice(0, 500)
  if (attempts < ATTEMPTS) {
    const due_at = at + 10 ** (attempts - 1) * MINUTE
    await update(tx, ruleRuns, { id: run.id, state: 'due' }, { attempts, due_at, outcome })
    return null
  }
  await update(
    tx,
    ruleRuns,
    { id: run.id, state: 'due' },
    { attempts, state: 'failed', outcome, ended_at: at },
  )
  const rule = await ruleById(tx, run.rule_id)
  if (!rule) return null
  const failures = rule.failures + 1
  await update(tx, rules, { id: rule.id }, { failures })
  if (failures < FAILURES_BORNE || rule.enabled_at === null) return null
  return disableRule(tx, rule, `It failed ${failures} times in a row, the last time: ${outcome}`)
}

type State = { rule: Rule | null; open: OpenRecord | null; now: number }

async function reasonNotTo(
  reader: Reader,
  run: RuleRunRow,
  { rule, open, now }: State,
): Promise<string | null> {
  if (!rule || rule.enabled_at === null || rule.removed_at !== null)
    return 'the rule is switched off'
  if (!open || open.record.deleted_at !== null || open.record.merged_into !== null)
    return 'the record is gone'
  const late = await whyTooLate(reader, run, { rule, open })
  if (late !== null) return late
  if (!allHold(rule.conditions, open, await namesOn(reader, open)))
    return 'its conditions do not hold'
  return (await runsToday(reader, run, now)) >= MOST_A_DAY
    ? `it has run ${MOST_A_DAY} times on this record today`
    : null
}

/** What has waited for its hour may be settled by now. */
async function whyTooLate(
  reader: Reader,
  run: RuleRunRow,
  { rule, open }: { rule: Rule; open: OpenRecord },
): Promise<string | null> {
  const { cause } = rule
  if (cause.on !== 'deadline' && cause.on !== 'no answer') return null
  if (open.record.closed_at !== null) return 'the record is closed'
  if (cause.on === 'deadline')
    return String(deadlineAt(cause, open)) === run.key.split(' ')[2] ? null : 'the date has changed'
  const answer = await reader.one(
    `select m.id from messages m join people p on p.id = m.author_id
     where m.thread_id = $1 and m.id > $2 and m.kind = 'message' and p.kind = 'user' limit 1`,
    [run.thread_id, Number(run.key.split(' ')[1])],
  )
  return answer ? 'somebody has answered' : null
}

async function runsToday(
  reader: Reader,
  { thread_id, rule_id }: RuleRunRow,
  now: number,
): Promise<number> {
  const runs = await reader.all(
    `select id from rule_runs where thread_id = $1 and rule_id = $2 and state = 'done' and ended_at > $3
     order by id desc limit ${MOST_A_DAY}`,
    [thread_id, rule_id, now - DAY],
  )
  return runs.length
}

type Work = {
  run: RuleRunRow
  rule: Rule
  open: OpenRecord
  now: number
  recordUrl(reference: string): string
}

/** All actions, each on the record as the one before has left it, and one line in its thread, of which nobody is told. */
async function doAll(tx: Tx, { run, rule, open, now, recordUrl }: Work): Promise<string> {
  noteRule(tx, { rule: rule.code, depth: run.depth })
  const system = await systemPerson(tx, now)
  const url = recordUrl(referenceOf(open))
  for (const action of rule.actions) {
    const current = (await findById(tx, open.record.id))!
    await act(tx, { rule, open: current, system, recordUrl: url, at: now }, action)
  }
  const text = rule.actions.map((action) => actionText(action, open.type)).join('; ')
  const changes = [{ field: 'rule', label: `Rule “${rule.name}”`, from: '', to: text }]
  const change = { author: system, changes, subtype: NOTE, at: now }
  const said = { author: system, text: `Rule “${rule.name}”: ${text}`, at: now }
  await writeMessage(tx, open.thread, said, 'change', change)
  return text
}

async function settle(
  tx: Tx,
  run: RuleRunRow,
  end: Pick<RuleRunRow, 'state' | 'outcome' | 'ended_at'>,
): Promise<RuleRunRow> {
  return (await update(tx, ruleRuns, { id: run.id }, end))[0]!
}
