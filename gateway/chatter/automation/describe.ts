import type { Action, Cause, Condition } from '../../store/tables/rules.ts'
import { COMMON_FIELDS } from './sound.ts'

/** Rules in words, for the log, the dry run, the pages and the command line. */

type Labels = {
  fields: { code: string; label: string }[]
  stages: { code: string; label: string }[]
}

export function causeText(cause: Cause, type: Labels): string {
  switch (cause.on) {
    case 'created':
      return 'when it is created'
    case 'changed':
      return cause.to === ''
        ? `when ${labelOf(type, cause.field)} changes`
        : `when ${labelOf(type, cause.field)} becomes ${valueLabel(type, cause.field, cause.to)}`
    case 'assigned':
      return 'when it is assigned'
    case 'message received':
      return 'when a message comes from outside'
    case 'no answer':
      return `when nobody has answered for ${cause.hours} h`
    case 'deadline':
      return `${daysText(cause.days)} ${labelOf(type, cause.field)}`
  }
}

export function conditionText({ field, is, value }: Condition, type: Labels): string {
  const label = labelOf(type, field)
  return is === 'is set' || is === 'is empty'
    ? `${label} ${is}`
    : `${label} ${is} ${valueLabel(type, field, value)}`
}

export function actionText(action: Action, type: Labels): string {
  switch (action.does) {
    case 'note':
      return action.tells.length > 0 ? `note for ${action.tells.join(', ')}` : 'note'
    case 'template':
      return `template “${action.code}” to ${recipientText(action.to, type)}`
    case 'set':
      return `${labelOf(type, action.field)} set to ${valueLabel(type, action.field, action.value)}`
    case 'follow':
      return `${action.who.join(', ')} made to follow`
    case 'activity':
      return `activity “${action.type}”`
    case 'webhook':
      return `webhook to ${new URL(action.url).host}`
  }
}

function recipientText(to: string, type: Labels): string {
  if (to === 'customer') return 'the customer'
  return to === 'followers'
    ? 'the followers'
    : `the address in ${labelOf(type, to.slice('field:'.length))}`
}

function daysText(days: number): string {
  if (days === 0) return 'on the day of'
  const count = Math.abs(days) === 1 ? 'one day' : `${Math.abs(days)} days`
  return `${count} ${days > 0 ? 'before' : 'after'}`
}

function labelOf({ fields }: Labels, code: string): string {
  const known = fields.find((field) => field.code === code)?.label
  return (
    known ?? (COMMON_FIELDS.includes(code) ? `${code[0]!.toUpperCase()}${code.slice(1)}` : code)
  )
}

function valueLabel({ stages }: Labels, field: string, value: string): string {
  const stage = field === 'stage' ? stages.find(({ code }) => code === value) : null
  return `“${stage?.label ?? value}”`
}
