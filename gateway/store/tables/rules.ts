import { type Json, table } from '../rows.ts'

/** When a rule is asked. */
export type Cause =
  | { on: 'created' }
  | { on: 'changed'; field: string; to: string }
  | { on: 'assigned' }
  | { on: 'message received' }
  | { on: 'no answer'; hours: number }
  | { on: 'deadline'; field: string; days: number }

export type Condition = {
  field: string
  is: 'is' | 'is not' | 'is set' | 'is empty' | 'contains' | 'more than' | 'less than'
  value: string
}

/** Whom a note tells besides the followers: users only. */
export type Action =
  | { does: 'note'; text: string; tells: string[] }
  | { does: 'template'; code: string; to: string }
  | { does: 'set'; field: string; value: string }
  | { does: 'follow'; who: string[] }
  | { does: 'activity'; type: string; summary: string; days: number; assignee: string }
  | { does: 'webhook'; url: string }

export type RuleRow = {
  id: number
  code: string
  name: string
  record_type_id: number
  cause: Json<Cause>
  conditions: Json<Condition[]>
  actions: Json<Action[]>
  /** Signs its webhook calls. */
  secret: string
  enabled_at: number | null
  enabled_by: number | null
  /** Why it was switched off by itself. */
  stopped_why: string | null
  /** Failures in a row. */
  failures: number
  /** Records up to this id have been asked for their deadline since it was switched on; null: all. */
  walked_to: number | null
  created_at: number
  removed_at: number | null
}

export type RuleRunRow = {
  id: number
  rule_id: number
  thread_id: number
  /** What it is about: an event, a message that waits for an answer, a deadline. Once each. */
  key: string
  event_id: number | null
  depth: number
  state: 'due' | 'done' | 'skipped' | 'failed'
  due_at: number
  attempts: number
  outcome: string | null
  created_at: number
  ended_at: number | null
}

export type WebhookCallRow = {
  id: number
  rule_id: number
  thread_id: number
  url: string
  body: string
  state: 'due' | 'done' | 'failed'
  attempts: number
  due_at: number
  response: string | null
  created_at: number
  ended_at: number | null
}

export const rules = table<RuleRow>('rules')
export const ruleRuns = table<RuleRunRow>('rule_runs')
export const webhookCalls = table<WebhookCallRow>('webhook_calls')
