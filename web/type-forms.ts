import { Refused } from '../gateway/lib/errors.ts'
import type { Field, FieldKind, Stage } from '../gateway/store/tables/threads.ts'
import { fieldsUnder } from './forms.ts'

/** The rows of a record type's form: `field.0.label`, `stage.2.closed`. A row without a label is gone. */
export const FIELD_KINDS: FieldKind[] = [
  'text',
  'number',
  'money',
  'date',
  'selection',
  'person',
  'boolean',
]

const MOST_ROWS = 50

export function fieldsIn(body: unknown): Field[] {
  return unique(rowsUnder('field', body).map(fieldOf), 'field')
}

export function stagesIn(body: unknown): Stage[] {
  const stages = rowsUnder('stage', body).map((row) => ({
    code: codeOf(row),
    label: row['label']!,
    ...(row['closed'] ? { closed: true } : {}),
  }))
  return unique(stages, 'stage')
}

type FormRow = Record<string, string>

function rowsUnder(prefix: string, body: unknown): FormRow[] {
  const rows: FormRow[] = []
  for (const [name, value] of Object.entries(fieldsUnder(prefix, body))) {
    const [number, column] = name.split('.') as [string, string | undefined]
    if (!/^\d{1,2}$/.test(number) || !column || Number(number) >= MOST_ROWS)
      throw new Refused('bad-input')
    rows[Number(number)] = { ...rows[Number(number)], [column]: value.trim() }
  }
  return rows.filter((row) => row?.['label'])
}

function fieldOf(row: FormRow): Field {
  const kind = FIELD_KINDS.find((one) => one === row['kind']) ?? 'text'
  const options = (row['options'] ?? '')
    .split(',')
    .map((option) => option.trim())
    .filter((option) => option !== '')
  if (kind === 'selection' && options.length === 0)
    throw new Refused('bad-input', `${row['label']} needs options, parted by commas.`)
  return {
    code: codeOf(row),
    label: row['label']!,
    kind,
    tracked: row['tracked'] !== undefined,
    ...(kind === 'selection' ? { options } : {}),
    ...(kind === 'money' ? { currency: currencyOf(row) } : {}),
  }
}

function currencyOf(row: FormRow): string {
  const currency = (row['currency'] || 'EUR').toUpperCase()
  if (!/^[A-Z]{3}$/.test(currency))
    throw new Refused('bad-input', `${currency} is no currency. Write three letters, such as EUR.`)
  return currency
}

/** A code stays what it was, since values are kept under it; a new row gets one from its label. */
function codeOf(row: FormRow): string {
  const code =
    row['code'] ||
    row['label']!.toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(code) || code === 'stage')
    throw new Refused('bad-input', `"${row['label']}" cannot be used as a name.`)
  return code
}

function unique<Named extends { code: string; label: string }>(
  rows: Named[],
  what: string,
): Named[] {
  const twice = rows.find(
    (row, index) => rows.findIndex((other) => other.code === row.code) !== index,
  )
  if (twice) throw new Refused('already-there', `There are two of one ${what}: ${twice.label}.`)
  return rows
}
