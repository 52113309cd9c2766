import { Refused } from '../../lib/errors.ts'
import { splitAddress } from '../../mail/addresses.ts'
import type { Tx } from '../../store/store.ts'
import type { PersonRow } from '../../store/tables/people.ts'
import type { Action } from '../../store/tables/rules.ts'
import { followByRule } from '../followers/follow.ts'
import { fillWords } from '../mail-templates/language.ts'
import { sendTemplate } from '../mail-templates/send-template.ts'
import { templateValues } from '../mail-templates/values.ts'
import { logNote } from '../messages/post.ts'
import { findPersonByAddress, isUser, meetPerson, personByAddress } from '../people/people.ts'
import { type OpenRecord, valuesOf } from '../records/records.ts'
import { type Save, saveRecord } from '../records/tracking.ts'
import { scheduleByRule } from './activity-action.ts'
import type { Rule } from './rules.ts'
import { queueCall } from './webhook-calls.ts'

/** What a rule does on a record. Everything is credited to Postern; to users it names the rule. */
export type Doing = {
  rule: Rule
  open: OpenRecord
  /** Postern itself. */
  system: PersonRow
  /** The address of the record in the web interface, for webhooks. */
  recordUrl: string
  at: number
}

/** @throws Refused where it cannot be done: no customer, no such template */
export async function act<Does extends Action['does']>(
  tx: Tx,
  doing: Doing,
  action: Action & { does: Does },
): Promise<void> {
  await ACTS[action.does](tx, doing, action)
}

/** An outsider is told nothing of how our rules are called; a user reads it as the author's name. */
function inNameOf({ system, rule }: Doing): PersonRow {
  return { ...system, name: `${system.name}, rule “${rule.name}”` }
}

const ACTS: {
  [Does in Action['does']]: (
    tx: Tx,
    doing: Doing,
    action: Action & { does: Does },
  ) => Promise<unknown>
} = {
  async note(tx, doing, { text, tells }) {
    const { open, system, at } = doing
    const values = await templateValues(tx, open, { sender: system, language: 'en' })
    const named = await usersNamed(tx, open, tells)
    const words = fillWords(text, values).trim()
    return logNote(tx, open.thread, { author: inNameOf(doing), text: words, named, at })
  },
  async template(tx, { open, system, at }, { code, to }) {
    const named = await recipientsOf(tx, open, { to, at })
    return sendTemplate(tx, open, { code, author: system, named, automatic: true, at })
  },
  async set(tx, doing, { field, value }) {
    const change = await changeOf(tx, field, value)
    const cause = { door: 'rule' as const, name: doing.rule.name }
    return saveRecord(tx, doing.open, { by: doing.system, cause, at: doing.at, ...change })
  },
  async follow(tx, { open, system, at }, { who }) {
    for (const address of who) {
      const person = (await personByAddress(tx, address)).id
      const wish = { thread: open.thread.id, person, reason: 'follower_rule' as const, at }
      await followByRule(tx, { ...wish, addedBy: system.id })
    }
  },
  async activity(tx, { open, system, at }, action) {
    return scheduleByRule(tx, open, { action, by: system, at })
  },
  async webhook(tx, { rule, open, recordUrl, at }, { url }) {
    return queueCall(tx, { rule, open, url, recordUrl, at })
  },
}

/** A rule's note names users only, whoever stands in the rule: a note never leaves by it. */
async function usersNamed(tx: Tx, { record }: OpenRecord, tells: string[]): Promise<number[]> {
  const named: number[] = []
  for (const who of tells) {
    if (who === 'assignee') {
      if (record.assignee_id !== null) named.push(record.assignee_id)
      continue
    }
    const person = await findPersonByAddress(tx, who)
    if (person && isUser(person)) named.push(person.id)
  }
  return [...new Set(named)]
}

async function recipientsOf(
  tx: Tx,
  { record, type }: OpenRecord,
  { to, at }: { to: string; at: number },
): Promise<number[]> {
  if (to === 'followers') return []
  if (to === 'customer') {
    if (record.customer_id === null) throw new Refused('bad-input', 'The record has no customer.')
    return [record.customer_id]
  }
  const code = to.slice('field:'.length)
  const label = type.fields.find((field) => field.code === code)?.label ?? code
  const address = String(valuesOf(record)[code] ?? '').trim()
  if (!splitAddress(address)) throw new Refused('bad-input', `${label} holds no mail address.`)
  return [(await meetPerson(tx, { name: '', address }, at)).id]
}

async function changeOf(tx: Tx, field: string, value: string): Promise<Partial<Save>> {
  if (field === 'name') return { name: value }
  if (field !== 'assignee' && field !== 'customer') return { values: { [field]: value } }
  return { [field]: value === 'none' ? null : (await personByAddress(tx, value)).id }
}
