import { Refused } from '../../lib/errors.ts'
import { splitAddress } from '../../mail/addresses.ts'
import type { Action, Cause, Condition } from '../../store/tables/rules.ts'
import { faultsOfTags, LONGEST_SOURCE } from '../mail-templates/language.ts'
import { valueNames } from '../mail-templates/values.ts'
import { readValues } from '../records/field-values.ts'
import type { RecordType } from '../records/record-types.ts'
import { ACTIVITIES_ARE_THERE } from './activity-seam.ts'

/** Says whether a rule could be followed at all: asked when it is saved, so that it does not fail in the night. */

const MOST_ACTIONS = 10
const MOST_CONDITIONS = 10
const LONGEST_NOTE = 5000
const LONGEST_NAME = 100

/** What every record has beside the fields of its type. */
export const COMMON_FIELDS = ['stage', 'name', 'assignee', 'customer']

type Sayings = { name: string; cause: Cause; conditions: Condition[]; actions: Action[] }

/** @throws Refused that says what cannot be */
export function mustBeSoundRule(type: RecordType, wish: Sayings): void {
  const name = wish.name.trim()
  if (name === '' || name.length > LONGEST_NAME || /[\p{Cc}\p{Cf}]/u.test(name))
    refuse('A rule needs a name of at most 100 signs, in one line.')
  mustCause(type, wish.cause)
  if (wish.actions.length === 0) refuse('A rule that does nothing is none: add an action.')
  if (wish.actions.length > MOST_ACTIONS || wish.conditions.length > MOST_CONDITIONS)
    refuse('At most ten conditions and ten actions.')
  for (const { field } of wish.conditions) mustHave(type, field)
  for (const action of wish.actions) mustDo(type, action)
}

function mustCause(type: RecordType, cause: Cause): void {
  if (cause.on === 'no answer' && !(cause.hours >= 1 && cause.hours <= 24 * 365))
    refuse('How long without an answer? 1 to 8760 hours.')
  if (cause.on === 'changed') {
    mustHave(type, cause.field)
    const field = type.fields.find(({ code }) => code === cause.field)
    if (field && !field.tracked) refuse(`${field.label} is not tracked: nobody notes its changes.`)
    if (cause.field === 'stage' && cause.to !== '') readValues(type, { stage: cause.to })
  }
  if (cause.on !== 'deadline') return
  const date = type.fields.find(({ code }) => code === cause.field)
  if (!date?.kind.startsWith('date'))
    refuse(`"${cause.field}" is no date of a ${type.label.toLowerCase()}.`)
  if (!date!.tracked) refuse(`${date!.label} is not tracked: nobody notes its changes.`)
  if (!Number.isInteger(cause.days) || Math.abs(cause.days) > 3650)
    refuse('Days are a whole number.')
}

const DO: {
  [Does in Action['does']]: (type: RecordType, action: Action & { does: Does }) => void
} = {
  note(type, { text, tells }) {
    if (text.trim() === '' || text.length > Math.min(LONGEST_NOTE, LONGEST_SOURCE))
      refuse('A note needs words, at most 5,000 signs.')
    const [fault] = faultsOfTags('words', text, valueNames(type))
    if (fault) refuse(`The note, line ${fault.line}, column ${fault.column}: ${fault.says}`)
    for (const who of tells) if (who !== 'assignee') mustBeAddress(who)
  },
  template(type, { code, to }) {
    if (code.trim() === '') refuse('Which template is sent?')
    if (to.startsWith('field:')) mustHave(type, to.slice('field:'.length))
    else if (to !== 'customer' && to !== 'followers')
      refuse('A template goes to the customer, to the followers, or to the address in a field.')
  },
  set(type, { field, value }) {
    mustHave(type, field)
    if (!['name', 'assignee', 'customer'].includes(field)) readValues(type, { [field]: value })
    else if (field === 'name' && value.trim() === '') refuse('A record needs a name.')
    else if (field !== 'name' && value !== 'none') mustBeAddress(value)
  },
  follow(_type, { who }) {
    if (who.length === 0) refuse('Who is to follow?')
    for (const one of who) mustBeAddress(one)
  },
  activity(_type, { type }) {
    if (!ACTIVITIES_ARE_THERE) refuse('Rules cannot schedule activities yet.')
    if (type.trim() === '') refuse('Which type of activity?')
  },
  webhook(_type, { url }) {
    const read = URL.canParse(url) ? new URL(url) : null
    if (!read || !['http:', 'https:'].includes(read.protocol) || read.username || read.password)
      refuse('A webhook is an address that begins with https:// or http://, without a password.')
  },
}

function mustDo<Does extends Action['does']>(
  type: RecordType,
  action: Action & { does: Does },
): void {
  DO[action.does](type, action)
}

function mustHave(type: RecordType, field: string): void {
  const codes = [...COMMON_FIELDS, ...type.fields.map(({ code }) => code)]
  if (!codes.includes(field))
    refuse(`A ${type.label.toLowerCase()} has no field "${field}". It has: ${codes.join(', ')}.`)
}

function mustBeAddress(text: string): void {
  if (!splitAddress(text)) refuse(`"${text}" is not a mail address.`)
}

function refuse(says: string): never {
  throw new Refused('bad-input', says)
}
