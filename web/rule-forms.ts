import { Refused } from '../gateway/lib/errors.ts'
import type { Action, Cause, Condition } from '../gateway/store/tables/rules.ts'
import { fieldsUnder } from './forms.ts'

/** The rows of a rule's form: `cause.on`, `condition.0.field`, `action.1.does`. A row without its first choice is gone. */

const MOST_ROWS = 12

type FormRow = Record<string, string>

function rowsUnder(prefix: string, body: unknown): FormRow[] {
  const rows: FormRow[] = []
  for (const [name, value] of Object.entries(fieldsUnder(prefix, body))) {
    const [number, column] = name.split('.') as [string, string | undefined]
    if (!/^\d{1,2}$/.test(number) || !column || Number(number) >= MOST_ROWS)
      throw new Refused('bad-input')
    const words = column === 'words' ? value.replace(/\r\n?/g, '\n') : value
    rows[Number(number)] = { ...rows[Number(number)], [column]: words.trim() }
  }
  return rows.filter((row) => row !== undefined)
}

export function causeIn(body: unknown): Cause {
  const { on, field = '', to = '', hours = '', days = '' } = fieldsUnder('cause', body)
  switch (on) {
    case 'created':
    case 'assigned':
    case 'message received':
      return { on }
    case 'changed':
      return { on, field, to: to.trim() }
    case 'no answer':
      return { on, hours: Number(hours) }
    case 'deadline':
      return { on, field, days: Number(days) }
    default:
      throw new Refused('bad-input', 'When is the rule asked?')
  }
}

export const IS: Condition['is'][] = [
  'is',
  'is not',
  'is set',
  'is empty',
  'contains',
  'more than',
  'less than',
]

export function conditionsIn(body: unknown): Condition[] {
  return rowsUnder('condition', body)
    .filter(({ field }) => field)
    .map(({ field, is, value = '' }) => ({
      field: field!,
      is: IS.find((one) => one === is) ?? 'is',
      value,
    }))
}

export function actionsIn(body: unknown): Action[] {
  return rowsUnder('action', body)
    .filter(({ does }) => does)
    .map(actionOf)
}

function actionOf({ does, target = '', words = '' }: FormRow): Action {
  switch (does) {
    case 'note':
      return { does, text: words, tells: namesIn(target) }
    case 'template':
      return { does, code: target.toLowerCase(), to: words || 'customer' }
    case 'set':
      return { does, field: target, value: words }
    case 'follow':
      return { does, who: namesIn(target) }
    case 'webhook':
      return { does, url: target }
    case 'activity':
      return { does, type: target, summary: words, days: 0, assignee: '' }
    default:
      throw new Refused('bad-input', 'What does the rule do?')
  }
}

/** What stands in the two fields of an action's row. */
export function rowOf(action: Action): { target: string; words: string } {
  switch (action.does) {
    case 'note':
      return { target: action.tells.join(', '), words: action.text }
    case 'template':
      return { target: action.code, words: action.to }
    case 'set':
      return { target: action.field, words: action.value }
    case 'follow':
      return { target: action.who.join(', '), words: '' }
    case 'webhook':
      return { target: action.url, words: '' }
    case 'activity':
      return { target: action.type, words: action.summary }
  }
}

function namesIn(text: string): string[] {
  return text
    .split(/[\s,;]+/)
    .filter((name) => name !== '')
    .slice(0, 50)
}
