import { Refused } from '../../lib/errors.ts'
import type { RecordType } from './record-types.ts'

/** What a column of a file can be: what every record has, and the fields of the type. */
export function columnsFor(type: RecordType): { code: string; label: string }[] {
  return [
    { code: 'reference', label: 'Reference' },
    { code: 'name', label: 'Name' },
    { code: 'stage', label: 'Stage' },
    { code: 'assignee', label: 'Assignee' },
    { code: 'customer', label: 'Customer' },
    ...type.fields.map(({ code, label }) => ({ code, label })),
  ]
}

/** The fields that the names of columns mean, by code or label; empty for a column that nobody knows, or that comes twice. */
export function guessColumns(type: RecordType, columns: string[]): string[] {
  const known = columnsFor(type)
  const codes = columns.map((name) => {
    const wanted = name.trim().toLowerCase()
    return (
      known.find(({ code, label }) => code === wanted || label.toLowerCase() === wanted)?.code ?? ''
    )
  })
  return codes.map((code, index) => (codes.indexOf(code) < index ? '' : code))
}

/** The guess, where `Column=field` says nothing else. @throws Refused for a column or a field that there is not */
export function columnsNamed(
  type: RecordType,
  columns: string[],
  named: Record<string, string>,
): string[] {
  const codes = guessColumns(type, columns)
  for (const [name, field] of Object.entries(named)) {
    const at = columns.findIndex((column) => column.toLowerCase() === name.toLowerCase())
    if (at < 0)
      throw new Refused(
        'bad-input',
        `The file has no column "${name}". It has: ${columns.join(', ')}.`,
      )
    const [code] = field === '' ? [''] : guessColumns(type, [field])
    if (field !== '' && code === '') throw noField(type, field)
    codes.forEach((other, index) => {
      if (other === code) codes[index] = ''
    })
    codes[at] = code!
  }
  return mustBeEnough(type, codes)
}

/** @throws Refused where a field stands twice, is none, or where neither name nor reference is among them */
export function mustBeEnough(type: RecordType, codes: string[]): string[] {
  const known = columnsFor(type)
  const used = codes.filter((code) => code !== '')
  const strange = used.find((code) => known.every((one) => one.code !== code))
  if (strange) throw noField(type, strange)
  const twice = used.find((code, index) => used.indexOf(code) < index)
  if (twice) throw new Refused('bad-input', `Two columns are "${twice}": one of them must go.`)
  if (!used.includes('name') && !used.includes('reference'))
    throw new Refused(
      'bad-input',
      'A column must be the name, or the reference of records that are there.',
    )
  return codes
}

function noField(type: RecordType, name: string): Refused {
  const codes = columnsFor(type).map(({ code }) => code)
  return new Refused(
    'bad-input',
    `A ${type.label.toLowerCase()} has no field "${name}". It has: ${codes.join(', ')}.`,
  )
}
