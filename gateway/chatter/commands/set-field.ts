import { Refused } from '../../lib/errors.ts'
import type { Tx } from '../../store/store.ts'
import type { Field } from '../../store/tables/threads.ts'
import { readValues, showValue } from '../records/field-values.ts'
import type { RecordType } from '../records/record-types.ts'
import type { OpenRecord } from '../records/records.ts'
import { saveRecord } from '../records/tracking.ts'
import { nearest } from './nearest.ts'
import { personNamed } from './people-named.ts'
import { readStage, readTyped, unquoted } from './typed-values.ts'
import { type Answer, type Order, recordOf } from './verb.ts'

/** What every record has beside the fields of its type. */
const COMMON = ['name', 'stage', 'assignee', 'customer']

/** `/set priority high`, `/set "Due date" fri`: a field by its code or its label, and a value as people type it. */
export async function setField(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  const { name, value } = parted(open.type, order.said)
  const field = open.type.fields.find((one) => one.code === name)
  if (!field) return setCommon(tx, { ...order, open, said: value }, name)

  const { by, at } = order
  const text = await readTyped(tx, field, { said: value, by, at })
  await saveRecord(tx, open, { by, at, values: { [field.code]: text } })
  const shown = showValue(field, readValues(open.type, { [field.code]: text })[field.code])
  return { says: `${field.label}: ${shown || 'empty'}.` }
}

async function setCommon(
  tx: Tx,
  { by, at, open, said }: Order & { open: OpenRecord },
  name: string,
): Promise<Answer> {
  if (name === 'name') {
    if (said === '') throw new Refused('bad-input', 'A record needs a name.')
    await saveRecord(tx, open, { by, at, name: said.slice(0, 200) })
    return { says: `Name: ${said}.` }
  }
  if (name === 'stage') {
    const stage = readStage(open.type, said)
    await saveRecord(tx, open, { by, at, values: { stage: stage.code } })
    return { says: `Stage: ${stage.label}.` }
  }
  const key = name as 'assignee' | 'customer'
  const of = key === 'assignee' ? 'users' : 'everybody'
  const person = /^(?:none|nobody|-)$/i.test(said) ? null : await personNamed(tx, said, { by, of })
  await saveRecord(tx, open, { by, at, [key]: person?.id ?? null })
  return { says: `${key === 'assignee' ? 'Assignee' : 'Customer'}: ${person?.name ?? 'nobody'}.` }
}

/** The name of a field and the rest: in quotation marks, or the longest code or label that the words begin with. */
function parted(type: RecordType, said: string): { name: string; value: string } {
  const quoted = /^["“„«']([^"”“»']{1,80})["”“»']\s*[=:]?\s*(.*)$/u.exec(said)
  const wanted = quoted?.[1]?.toLowerCase()
  const names = namesOf(type.fields)
  const found = names.find(({ text }) =>
    quoted
      ? text === wanted
      : said.toLowerCase().startsWith(text) && /^(?:$|[\s=:])/.test(said.slice(text.length)),
  )
  if (found) {
    const rest = quoted ? quoted[2]! : said.slice(found.text.length).replace(/^\s*[=:]?\s*/, '')
    return { name: found.code, value: found.code === 'name' ? unquoted(rest) : rest.trim() }
  }
  const near = nearest(wanted ?? said.split(/\s/)[0]!, [
    ...type.fields.map(({ code }) => code),
    ...COMMON,
  ])
  throw new Refused('bad-input', `Which field? Near it: ${near.join(', ')}.`)
}

/** Longest first: "due date" is no field "due" with the value "date". */
function namesOf(fields: Field[]): { text: string; code: string }[] {
  return [
    ...fields.flatMap(({ code, label }) => [
      { text: code.toLowerCase(), code },
      { text: label.toLowerCase(), code },
    ]),
    ...COMMON.map((name) => ({ text: name, code: name })),
  ].sort((one, other) => other.text.length - one.text.length)
}
