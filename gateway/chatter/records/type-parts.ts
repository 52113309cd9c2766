import { Refused } from '../../lib/errors.ts'
import type { Field, FieldKind, Stage } from '../../store/tables/threads.ts'
import { mustBeCurrency } from './typed-numbers.ts'

export const FIELD_KINDS: FieldKind[] = [
  'text',
  'long-text',
  'number',
  'money',
  'date',
  'date-time',
  'selection',
  'stage',
  'boolean',
  'person',
  'link',
]

const MOST_FIELDS = 100
const MOST_STAGES = 50
/** What every record has; columns of files and commands name them. */
const TAKEN = ['stage', 'name', 'assignee', 'customer', 'reference', 'number']

/** What fields and stages may name: the codes of subtypes and of record types that there are. */
export type Known = { subtypes: string[]; types: string[]; currency: string }

/** A code out of a label: small letters, digits and hyphens. @throws Refused where nothing is left of it */
export function codeFrom(label: string): string {
  const code = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 41)
  if (code === '') throw new Refused('bad-input', `"${label}" cannot be used as a name.`)
  return code
}

/** Fields as they are kept. @throws Refused that names the field and what is wrong with it */
export function soundFields(fields: Field[], known: Known): Field[] {
  if (fields.length > MOST_FIELDS)
    throw new Refused('bad-input', `A record type has at most ${MOST_FIELDS} fields.`)
  mustDiffer(fields, 'field')
  return fields.map((field) => soundField(field, known))
}

/** Stages as they are kept. @throws Refused that names the stage and what is wrong with it */
export function soundStages(stages: Stage[], known: Known): Stage[] {
  if (stages.length > MOST_STAGES)
    throw new Refused('bad-input', `A record type has at most ${MOST_STAGES} stages.`)
  mustDiffer(stages, 'stage')
  for (const { code, label, subtype } of stages) {
    mustBeCode(code, label)
    mustBeKnown(subtype, label, known)
  }
  return stages
}

/**
 * Those of before that are not among those of now, with the time of their going; a code that comes back is not among them any more.
 * Values in records are kept under their codes.
 */
export function withRemoved<Part extends { code: string; removed_at?: number }>(
  before: Part[],
  now: Part[],
  at: number,
): Part[] {
  const gone = before.filter((part) => now.every(({ code }) => code !== part.code))
  return [...now, ...gone.map((part) => ({ removed_at: at, ...part }))]
}

/** Amounts without a currency stay in the one that they were written in. */
export function withStoredCurrency(field: Field, before: Field[]): Field {
  const old = before.find(({ code, kind }) => code === field.code && kind === 'money')
  const was = old?.storedIn ?? old?.currency
  if (field.kind !== 'money' || !was || was === field.currency) return field
  return { ...field, storedIn: was }
}

function soundField(field: Field, known: Known): Field {
  const { code, label, kind, tracked, subtype } = field
  mustBeCode(code, label)
  if (TAKEN.includes(code)) throw new Refused('bad-input', `Every record has "${label}" already.`)
  if (!FIELD_KINDS.includes(kind))
    throw new Refused(
      'bad-input',
      `There is no field kind "${kind}". There are: ${FIELD_KINDS.join(', ')}.`,
    )
  mustBeKnown(subtype, label, known)
  return { code, label, kind, tracked, ...ofKind(field, known), ...(subtype ? { subtype } : {}) }
}

/** What only fields of its kind have. */
function ofKind(field: Field, known: Known): Partial<Field> {
  if (field.kind === 'selection') return { options: soundOptions(field) }
  if (field.kind === 'link' && field.linkTo) return { linkTo: soundLink(field, known) }
  if (field.kind !== 'money') return {}
  const currency = (field.currency || known.currency).toUpperCase()
  mustBeCurrency(currency)
  const { storedIn, anyCurrency } = field
  return { currency, ...(anyCurrency ? { anyCurrency } : {}), ...(storedIn ? { storedIn } : {}) }
}

function soundOptions({ label, options = [] }: Field): string[] {
  const texts = [...new Set(options.map((one) => one.trim()).filter((one) => one !== ''))]
  if (texts.length === 0)
    throw new Refused('bad-input', `${label} needs options, parted by commas.`)
  return texts
}

function soundLink({ label, linkTo }: Field, { types }: Known): string {
  if (types.includes(linkTo!)) return linkTo!
  throw new Refused(
    'bad-input',
    `${label} cannot lead to "${linkTo}". There are: ${types.join(', ')}.`,
  )
}

function mustBeKnown(subtype: string | undefined, label: string, { subtypes }: Known): void {
  if (!subtype || subtypes.includes(subtype)) return
  throw new Refused(
    'bad-input',
    `${label} names no subtype "${subtype}" that there is. There are: ${subtypes.join(', ')}.`,
  )
}

function mustBeCode(code: string, label: string): void {
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(code) || label.trim() === '' || label.length > 100)
    throw new Refused('bad-input', `"${label}" cannot be used as a name.`)
}

function mustDiffer(parts: { code: string; label: string }[], what: string): void {
  const codes = parts.map(({ code }) => code)
  const twice = parts.find(({ code }, index) => codes.indexOf(code) < index)
  if (twice) throw new Refused('bad-input', `There are two ${what}s "${twice.label}".`)
}
