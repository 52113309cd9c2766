import { codeFrom, FIELD_KINDS } from '../gateway/chatter/records/type-parts.ts'
import { Refused } from '../gateway/lib/errors.ts'
import type { Field, Stage } from '../gateway/store/tables/threads.ts'
import { fieldsUnder } from './forms.ts'

/** The rows of a record type's form: `field.0.label`, `stage.2.closed`. A row without a label is gone. */
const MOST_ROWS = 100

/** What only the chatter knows of fields stays as it was: see `soundFields`, which refuses what is not right. */
export function fieldsIn(body: unknown, before: Field[]): Field[] {
  return rowsUnder('field', body).map((row) => fieldOf(row, before))
}

export function stagesIn(body: unknown): Stage[] {
  return rowsUnder('stage', body).map((row) => ({
    code: row['code'] || codeFrom(row['label']!),
    label: row['label']!,
    ...(row['closed'] ? { closed: true } : {}),
    ...(row['subtype'] ? { subtype: row['subtype'] } : {}),
    ...(row['template'] ? { template: row['template'] } : {}),
  }))
}

type FormRow = Record<string, string>

/** In the order that their places say; those without one where they stand. */
function rowsUnder(prefix: string, body: unknown): FormRow[] {
  const rows: FormRow[] = []
  for (const [name, value] of Object.entries(fieldsUnder(prefix, body))) {
    const [number, column] = name.split('.') as [string, string | undefined]
    if (!/^\d{1,2}$/.test(number) || !column || Number(number) >= MOST_ROWS)
      throw new Refused('bad-input')
    rows[Number(number)] = { ...rows[Number(number)], [column]: value.trim() }
  }
  return rows
    .map((row, index) => ({ row, place: placeOf(row, index + 1) }))
    .filter(({ row }) => row?.['label'])
    .sort((one, other) => one.place - other.place)
    .map(({ row }) => row)
}

function placeOf(row: FormRow | undefined, otherwise: number): number {
  const place = row?.['place'] ?? ''
  return /^\d{1,3}$/.test(place) ? Number(place) : otherwise
}

function fieldOf(row: FormRow, before: Field[]): Field {
  const code = row['code'] || codeFrom(row['label']!)
  const kind = FIELD_KINDS.find((one) => one === row['kind']) ?? 'text'
  const was = before.find((field) => field.code === code)
  return {
    code,
    label: row['label']!,
    kind,
    tracked: row['tracked'] !== undefined,
    ...ofKind(kind, row),
    ...(row['anyCurrency'] ? { anyCurrency: true } : {}),
    ...(row['subtype'] ? { subtype: row['subtype'] } : {}),
    ...(was?.storedIn ? { storedIn: was.storedIn } : {}),
  }
}

/** What a kind needs besides: options, a currency, the record type that a link leads to. */
function ofKind(kind: Field['kind'], row: FormRow): Partial<Field> {
  const { options = '', currency = '', linkTo = '' } = row
  if (kind === 'selection') return { options: options.split(',') }
  if (kind === 'money') return currency === '' ? {} : { currency: currency.toUpperCase() }
  return kind === 'link' && linkTo !== '' ? { linkTo } : {}
}
