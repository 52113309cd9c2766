import { Refused } from '../../lib/errors.ts'
import { splitAddress } from '../../mail/addresses.ts'
import type { Reader } from '../../store/store.ts'
import type { Action, Cause, Condition } from '../../store/tables/rules.ts'
import { faultsOfTags, LONGEST_SOURCE } from '../mail-templates/language.ts'
import { valueNames } from '../mail-templates/values.ts'
import { type Hand, readValues } from '../records/read-values.ts'
import type { RecordType } from '../records/record-types.ts'
import { activityTypeCalled } from './activity-action.ts'

/** Says whether a rule could be followed at all: asked when it is saved, so that it does not fail in the night. */

const MOST_ACTIONS = 10
const MOST_CONDITIONS = 10
const LONGEST_NOTE = 5000
const LONGEST_NAME = 100

/** What every record has beside the fields of its type. */
export const COMMON_FIELDS = ['stage', 'name', 'assignee', 'customer']

/** In whose words its values are written. */
type Asking = { reader: Reader; type: RecordType; hand: Hand }

type Sayings = { name: string; cause: Cause; conditions: Condition[]; actions: Action[] }

/** @throws Refused that says what cannot be */
export async function mustBeSoundRule(asking: Asking, wish: Sayings): Promise<void> {
  const { type } = asking
  const name = wish.name.trim()
  if (name === '' || name.length > LONGEST_NAME || /[\p{Cc}\p{Cf}]/u.test(name))
    refuse('A rule needs a name of at most 100 signs, in one line.')
  await mustCause(asking, wish.cause)
  if (wish.actions.length === 0) refuse('A rule that does nothing is none: add an action.')
  if (wish.actions.length > MOST_ACTIONS || wish.conditions.length > MOST_CONDITIONS)
    refuse('At most ten conditions and ten actions.')
  for (const { field } of wish.conditions) mustHave(type, field)
  for (const action of wish.actions) await mustDo(asking, action)
}

async function mustCause({ reader, type, hand }: Asking, cause: Cause): Promise<void> {
  if (cause.on === 'no answer' && !(cause.hours >= 1 && cause.hours <= 24 * 365))
    refuse('How long without an answer? 1 to 8760 hours.')
  if (cause.on === 'changed') {
    mustHave(type, cause.field)
    const field = type.fields.find(({ code }) => code === cause.field)
    if (field && !field.tracked) refuse(`${field.label} is not tracked: nobody notes its changes.`)
    if (cause.field === 'stage' && cause.to !== '')
      await readValues(reader, type, { ...hand, values: { stage: cause.to } })
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
  [Does in Action['does']]: (
    asking: Asking,
    action: Action & { does: Does },
  ) => void | Promise<void>
} = {
  note({ type }, { text, tells }) {
    if (text.trim() === '' || text.length > Math.min(LONGEST_NOTE, LONGEST_SOURCE))
      refuse('A note needs words, at most 5,000 signs.')
    const [fault] = faultsOfTags('words', text, valueNames(type))
    if (fault) refuse(`The note, line ${fault.line}, column ${fault.column}: ${fault.says}`)
    for (const who of tells) if (who !== 'assignee') mustBeAddress(who)
  },
  template({ type }, { code, to }) {
    if (code.trim() === '') refuse('Which template is sent?')
    if (to.startsWith('field:')) mustHave(type, to.slice('field:'.length))
    else if (to !== 'customer' && to !== 'followers')
      refuse('A template goes to the customer, to the followers, or to the address in a field.')
  },
  async set({ reader, type, hand }, { field, value }) {
    mustHave(type, field)
    if (!['name', 'assignee', 'customer'].includes(field))
      await readValues(reader, type, { ...hand, values: { [field]: value } })
    else if (field === 'name' && value.trim() === '') refuse('A record needs a name.')
    else if (field !== 'name' && value !== 'none') mustBeAddress(value)
  },
  follow(_asking, { who }) {
    if (who.length === 0) refuse('Who is to follow?')
    for (const one of who) mustBeAddress(one)
  },
  async activity({ reader, type: { id } }, { type, assignee }) {
    await activityTypeCalled(reader, id, type)
    if (assignee !== '' && assignee !== 'assignee') mustBeAddress(assignee)
  },
  webhook(_asking, { url }) {
    const read = URL.canParse(url) ? new URL(url) : null
    if (!read || !['http:', 'https:'].includes(read.protocol) || read.username || read.password)
      refuse('A webhook is an address that begins with https:// or http://, without a password.')
  },
}

async function mustDo<Does extends Action['does']>(
  asking: Asking,
  action: Action & { does: Does },
): Promise<void> {
  await DO[action.does](asking, action)
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
