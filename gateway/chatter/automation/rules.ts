import { randomBytes } from 'node:crypto'
import { Refused } from '../../lib/errors.ts'
import { find, insert, list, readJson, toJson, update } from '../../store/rows.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import {
  type Action,
  type Cause,
  type Condition,
  type RuleRow,
  rules,
} from '../../store/tables/rules.ts'
import { systemPerson } from '../people/people.ts'
import type { Hand } from '../records/read-values.ts'
import { type RecordType, recordTypeById } from '../records/record-types.ts'
import { mustBeSoundRule } from './sound.ts'

/** Rules: when something happens on records of a type, and what they then are to do. */
export type RuleWish = {
  code: string
  name: string
  cause: Cause
  conditions: Condition[]
  actions: Action[]
}

/** A rule with its lists opened. */
export type Rule = Omit<RuleRow, 'cause' | 'conditions' | 'actions'> & RuleWish

export function openedRule(row: RuleRow): Rule {
  return {
    ...row,
    cause: readJson(row.cause),
    conditions: readJson(row.conditions),
    actions: readJson(row.actions),
  }
}

/** Adds a rule, switched off. @throws Refused where it could not be followed, or its code is taken */
export async function addRule(
  tx: Tx,
  type: RecordType,
  wish: RuleWish & { at: number },
): Promise<Rule> {
  if (!/^[a-z][a-z0-9-]{0,60}$/.test(wish.code))
    throw new Refused('bad-input', 'A code is small letters, digits and hyphens.')
  if (await find(tx, rules, { code: wish.code, removed_at: null }))
    throw new Refused('already-there', `There is a rule "${wish.code}".`)
  await mustBeSoundRule({ reader: tx, type, hand: await handAt(tx, wish.at) }, wish)
  const row = await insert(tx, rules, {
    code: wish.code,
    record_type_id: type.id,
    ...columnsOf(wish),
    secret: `whsec_${randomBytes(24).toString('base64')}`,
    created_at: wish.at,
  })
  return openedRule(row)
}

/** What a rule writes is read as Postern's own words. */
async function handAt(tx: Tx, at: number): Promise<Hand> {
  return { by: await systemPerson(tx, at), at }
}

/** @throws Refused where it could not be followed */
export async function changeRule(tx: Tx, rule: Rule, wish: Omit<RuleWish, 'code'>): Promise<Rule> {
  const type = await recordTypeById(tx, rule.record_type_id)
  await mustBeSoundRule({ reader: tx, type, hand: await handAt(tx, rule.created_at) }, wish)
  const walked_to = rule.enabled_at !== null && wish.cause.on === 'deadline' ? 0 : null
  const [row] = await update(tx, rules, { id: rule.id }, { ...columnsOf(wish), walked_to })
  return openedRule(row!)
}

/** Switches a rule on. What was due before is left alone. Done twice it changes nothing. */
export async function enableRule(
  tx: Tx,
  rule: Rule,
  { by, at }: { by: PersonRow; at: number },
): Promise<Rule> {
  if (rule.enabled_at !== null) return rule
  const [row] = await update(
    tx,
    rules,
    { id: rule.id },
    {
      enabled_at: at,
      enabled_by: by.id,
      stopped_why: null,
      failures: 0,
      walked_to: rule.cause.on === 'deadline' ? 0 : null,
    },
  )
  return openedRule(row!)
}

/** @param why where it is switched off by itself */
export async function disableRule(
  tx: Tx,
  rule: Pick<Rule, 'id'>,
  why: string | null = null,
): Promise<Rule> {
  const [row] = await update(tx, rules, { id: rule.id }, { enabled_at: null, stopped_why: why })
  return openedRule(row!)
}

/** Takes a rule out of the lists; what it did stays in the log. */
export async function removeRule(tx: Tx, rule: Rule, at: number): Promise<void> {
  await update(tx, rules, { id: rule.id }, { removed_at: at, enabled_at: null })
}

export async function restoreRule(tx: Tx, code: string): Promise<void> {
  if (await find(tx, rules, { code, removed_at: null }))
    throw new Refused('already-there', `There is a rule "${code}".`)
  const [gone] = await list(tx, rules, { where: { code }, order: 'removed_at desc', limit: 1 })
  if (!gone) throw new Refused('not-found', `There is no rule "${code}".`)
  await update(tx, rules, { id: gone.id }, { removed_at: null })
}

const MOST_RULES = 500

export async function listRules(reader: Reader): Promise<Rule[]> {
  const rows = await list(reader, rules, {
    where: { removed_at: null },
    order: 'record_type_id, name, id',
    limit: MOST_RULES,
  })
  return rows.map(openedRule)
}

export async function enabledRules(reader: Reader): Promise<Rule[]> {
  return (await listRules(reader)).filter(({ enabled_at }) => enabled_at !== null)
}

export async function findRule(reader: Reader, code: string): Promise<Rule | null> {
  const row = await find(reader, rules, { code, removed_at: null })
  return row && openedRule(row)
}

/** @throws Refused where there is no such rule */
export async function ruleByCode(reader: Reader, code: string): Promise<Rule> {
  const rule = await findRule(reader, code)
  if (!rule) throw new Refused('not-found', `There is no rule "${code}".`)
  return rule
}

export async function ruleById(reader: Reader, id: number): Promise<Rule | null> {
  const row = await find(reader, rules, { id })
  return row && openedRule(row)
}

function columnsOf({ name, cause, conditions, actions }: Omit<RuleWish, 'code'>) {
  return {
    name: name.trim(),
    cause: toJson(cause),
    conditions: toJson(conditions),
    actions: toJson(actions),
  }
}
