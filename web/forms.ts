import type { Request } from 'express'
import { z } from 'zod'
import { Refused } from '../gateway/lib/errors.ts'

/**
 * Reads a form or a query by its schema.
 * @throws Refused that names what could not be read
 */
export function read<Schema extends z.ZodType>(schema: Schema, from: unknown): z.output<Schema> {
  const found = schema.safeParse(withoutZeros(from))
  if (found.success) return found.data
  const faults = found.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Refused('bad-input', faults.join('. '))
}

/** A zero byte is no sign of a text: PostgreSQL takes none, and nobody types one. */
function withoutZeros(from: unknown): Record<string, unknown> {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean)
    return typeof value === 'string' ? value.replaceAll('\0', '') : value
  }
  return Object.fromEntries(
    Object.entries({ ...(from as object | undefined) }).map(([name, value]) => [
      name,
      clean(value),
    ]),
  )
}

const ID = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)

/** An id in the path. @throws Refused as for a thing that is not there */
export function idIn(request: Request, name = 'id'): number {
  const found = ID.safeParse(request.params[name])
  if (!found.success) throw new Refused('not-found')
  return found.data
}

export function wordIn(request: Request, name: string): string {
  const word = request.params[name]
  if (typeof word !== 'string' || word.length > 200 || word.includes('\0'))
    throw new Refused('not-found')
  return word
}

/** Fields of forms. What is missing counts as empty. */
export const line = (most = 200) => z.string().trim().max(most).default('')
export const needed = (label: string, most = 200) =>
  z
    .string({ error: `${label} is missing` })
    .trim()
    .min(1, `${label} is missing`)
    .max(most)
export const prose = (most = 100_000) => z.string().max(most).default('')
export const ticked = z
  .string()
  .optional()
  .transform((value) => value !== undefined && value !== '')
export const several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]))
/** A choice of one thing by its id, or of none. */
export const choice = z
  .string()
  .default('')
  .transform((value) => (/^\d{1,15}$/.test(value) && value !== '0' ? Number(value) : null))

const LONGEST_VALUE = 20_000

/** The fields of a form whose names begin with a word and a dot: `value.priority` is priority. */
export function fieldsUnder(prefix: string, body: unknown): Record<string, string> {
  const found = Object.entries(withoutZeros(body))
    .filter(
      (entry): entry is [string, string] =>
        entry[0].startsWith(`${prefix}.`) && typeof entry[1] === 'string',
    )
    .map(([name, value]) => [name.slice(prefix.length + 1), value.slice(0, LONGEST_VALUE)])
  return Object.fromEntries(found) as Record<string, string>
}
