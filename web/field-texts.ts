import type { PersonWithAddress } from '../gateway/chatter/people/people.ts'
import { storedIn } from '../gateway/chatter/records/typed-numbers.ts'
import { wallText } from '../gateway/lib/moments.ts'
import type { PersonRow } from '../gateway/store/tables/people.ts'
import type { Field, FieldValue, FieldValues } from '../gateway/store/tables/threads.ts'

/** Who looks at a form: times stand in their zone, people as their addresses. */
export type Eyes = {
  viewer: PersonRow
  everybody: PersonWithAddress[]
  /** Of the people in values, those who are gone too. */
  names: Map<number, string>
}

/** A value as a form has it, so that what comes back unchanged is the same text. */
export function formText(field: Field, value: FieldValue | undefined, eyes: Eyes): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object') return `${value.amount} ${value.currency}`
  if (typeof value === 'number') return numberText(field, value, eyes)
  return String(value)
}

function numberText(field: Field, value: number, { viewer, everybody, names }: Eyes): string {
  if (field.kind === 'date-time') return wallText(value, viewer.time_zone)
  if (field.kind === 'money' && storedIn(field) !== (field.currency ?? 'EUR'))
    return `${value} ${storedIn(field)}`
  if (field.kind !== 'person') return String(value)
  const person = everybody.find(({ id }) => id === value)
  return person?.address || names.get(value) || ''
}

/** The texts of a form that are others than those it came with: what somebody has not touched is not read anew. */
export function changedTexts(
  given: Record<string, string>,
  { fields, values, eyes }: { fields: Field[]; values: FieldValues; eyes: Eyes },
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).filter(([code, text]) => {
      const field = fields.find((one) => one.code === code)
      return !field || formText(field, values[code], eyes) !== text.replace(/\r\n/g, '\n')
    }),
  )
}
