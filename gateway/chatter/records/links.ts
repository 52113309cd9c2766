import { Refused } from '../../lib/errors.ts'
import type { Reader } from '../../store/store.ts'
import type { Field } from '../../store/tables/threads.ts'

/** The record that a link field names, by its reference. @throws Refused where there is none, or of another type */
export async function linkedReference(reader: Reader, field: Field, said: string): Promise<string> {
  const [, prefix, number] = /^#?([a-z]{1,6})-(\d{1,15})$/i.exec(said.trim()) ?? []
  const found =
    prefix &&
    (await reader.one<{ code: string; prefix: string; number: number }>(
      `select y.code, y.prefix, r.number from records r join record_types y on y.id = r.record_type_id
       where y.prefix = $1 and r.number = $2 and r.deleted_at is null`,
      [prefix.toUpperCase(), Number(number)],
    ))
  if (!found)
    throw new Refused(
      'bad-input',
      `${field.label} takes the reference of a record, such as T-42, not "${said.slice(0, 80)}".`,
    )
  if (field.linkTo && found.code !== field.linkTo)
    throw new Refused('bad-input', `${field.label} takes a ${field.linkTo}, not a ${found.code}.`)
  return `${found.prefix}-${found.number}`
}
