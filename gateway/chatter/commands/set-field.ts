import { Refused } from '../../lib/errors.ts'
import { nearest } from '../../lib/nearest.ts'
import type { Tx } from '../../store/store.ts'
import type { Field } from '../../store/tables/threads.ts'
import { personNamed } from '../people/people-named.ts'
import { namesIn, showValue } from '../records/field-values.ts'
import { readStage, unquoted } from '../records/read-values.ts'
import type { RecordType } from '../records/record-types.ts'
import { type OpenRecord, valuesOf } from '../records/records.ts'
import { saveRecord } from '../records/tracking.ts'
import { type Answer, causeOf, type Order, recordOf } from './verb.ts'

/** What every record has beside the fields of its type. */
const COMMON = ['name', 'stage', 'assignee', 'customer']

/** `/set priority high`, `/set "Due date" fri`: a field by its code or its label, and a value as people type it. */
export async function setField(tx: Tx, order: Order): Promise<Answer> {
  const open = await recordOf(tx, order)
  const { name, value } = parted(open.type, order.said)
  const field = open.type.fields.find((one) => one.code === name)
  if (!field) return setCommon(tx, { ...order, open, said: value }, name)

  const { by, at } = order
  const save = { by, at, cause: causeOf(order), mark: 'asked' as const }
  await saveRecord(tx, open, { ...save, values: { [field.code]: value } })
  const after = await recordOf(tx, order)
  const values = valuesOf(after.record)
  const glance = {
    type: after.type,
    tongue: { language: by.language, timeZone: by.time_zone },
    names: await namesIn(tx, after.type, values),
  }
  const shown = showValue(field, values[field.code], glance) || 'empty'
  return { says: `${field.label}: ${shown}.` }
}

async function setCommon(
  tx: Tx,
  order: Order & { open: OpenRecord },
  name: string,
): Promise<Answer> {
  const { by, at, open, said } = order
  const save = { by, at, cause: causeOf(order) }
  if (name === 'name') {
    if (said === '') throw new Refused('bad-input', 'A record needs a name.')
    await saveRecord(tx, open, { ...save, name: said.slice(0, 200) })
    return { says: `Name: ${said}.` }
  }
  if (name === 'stage') {
    const stage = readStage(open.type, said)
    await saveRecord(tx, open, { ...save, values: { stage: stage.code } })
    return { says: `Stage: ${stage.label}.` }
  }
  const key = name as 'assignee' | 'customer'
  const of = key === 'assignee' ? 'users' : 'everybody'
  const person = /^(?:none|nobody|-)$/i.test(said) ? null : await personNamed(tx, said, { by, of })
  await saveRecord(tx, open, { ...save, [key]: person?.id ?? null })
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
