import type { PersonWithAddress } from '../../gateway/chatter/people/people.ts'
import type { RecordType } from '../../gateway/chatter/records/record-types.ts'
import { html, type SafeHtml } from '../../gateway/lib/html.ts'
import type { Field, FieldKind } from '../../gateway/store/tables/threads.ts'
import { selectField, textArea, textField } from './fields.ts'

const INPUT_TYPES: Partial<Record<FieldKind, string>> = {
  date: 'date',
  'date-time': 'datetime-local',
}

const HINTS: Partial<Record<FieldKind, string>> = {
  person: 'An address or a name.',
  link: 'A reference, such as T-42.',
}

/** The id of the proposals for fields that name a person. */
const PEOPLE = 'people-named'

/** The input that fits a field's kind. @param value as `formText` writes it */
export function fieldInput(field: Field, value: string): SafeHtml {
  const shared = { name: `value.${field.code}`, label: labelOf(field), value }
  if (field.kind === 'selection')
    return selectField({ ...shared, options: optionsOf(field, value) })
  if (field.kind === 'boolean') return selectField({ ...shared, options: YES_OR_NO })
  if (field.kind === 'long-text') return textArea({ ...shared, rows: 4 })
  return textField({
    ...shared,
    type: INPUT_TYPES[field.kind] ?? 'text',
    ...(HINTS[field.kind] ? { hint: HINTS[field.kind] } : {}),
    ...(field.kind === 'person' ? { list: PEOPLE } : {}),
  })
}

/** Who can be named in the person fields of a type; without such a field nothing. */
export function peopleList(type: RecordType, everybody: PersonWithAddress[]): SafeHtml | false {
  if (type.fields.every(({ kind }) => kind !== 'person')) return false
  const named = everybody.filter(({ address }) => address !== '')
  return html`<datalist id="${PEOPLE}">${named.map(({ name, address }) => html`<option value="${address}">${name}</option>`)}</datalist>`
}

const YES_OR_NO = [
  { value: '', label: '' },
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
]

/** An option that was taken out stays chosen until somebody chooses another. */
function optionsOf({ options = [] }: Field, value: string): { value: string; label: string }[] {
  const all = options.includes(value) || value === '' ? options : [value, ...options]
  return ['', ...all].map((option) => ({ value: option, label: option }))
}

function labelOf({ label, kind, currency = 'EUR' }: Field): string {
  return kind === 'money' ? `${label} (${currency})` : label
}
