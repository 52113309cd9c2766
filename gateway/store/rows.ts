import { putOff } from './later.ts'
import { columnsOf, insertText, valuesOf } from './sql/insert-text.ts'
import type { Reader, Tx } from './store.ts'
import type { Value } from './value.ts'

/** A table is its name and the type of its rows: columns, no methods, no hooks. */
export type Table<Row extends object> = { readonly name: string; readonly row?: Row }

export function table<Row extends object>(name: string): Table<Row> {
  return { name }
}

/** JSON kept as text. The type remembers what is inside; `readJson` opens it. */
export type Json<Content> = string & { readonly content?: Content }

export function toJson<Content>(content: Content): Json<Content> {
  return JSON.stringify(content) as Json<Content>
}

export function readJson<Content>(text: Json<Content>): Content {
  return JSON.parse(text) as Content
}

/** Conditions joined by "and": a value is equality, a list is "one of", null is "is null". */
export type Where<Row> = { [Column in keyof Row]?: Row[Column] | readonly Row[Column][] }

export type ListOptions<Row> = { where?: Where<Row>; order?: string; limit?: number }

/** Writes one row and returns it as it is stored, with its id. */
export async function insert<Row extends object>(
  tx: Tx,
  into: Table<Row>,
  row: Partial<NoInfer<Row>>,
): Promise<Row> {
  return (await insertAll(tx, into, [row]))[0]!
}

/** Writes rows that all have the columns of the first one, in one statement. */
async function insertAll<Row extends object>(
  tx: Tx,
  into: Table<Row>,
  rows: Partial<NoInfer<Row>>[],
): Promise<Row[]> {
  if (rows.length === 0) return []
  const columns = columnsOf(rows[0]!)
  const sql = `${insertText(into.name, columns, rows.length)} returning *`
  return tx.all<Row>(sql, valuesOf(rows, columns))
}

/** Writes one row and returns only its id. */
export async function insertId<Row extends { id: number }>(
  tx: Tx,
  into: Table<Row>,
  row: Omit<NoInfer<Row>, 'id'>,
): Promise<number> {
  const columns = columnsOf(row)
  const sql = `${insertText(into.name, columns, 1)} returning id`
  return (await tx.one<{ id: number }>(sql, valuesOf([row], columns)))!.id
}

/** Writes rows of one shape without reading them back: for the paths that every mail takes. */
export async function insertRows<Row extends object>(
  tx: Tx,
  into: Table<Row>,
  rows: Partial<NoInfer<Row>>[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = columnsOf(rows[0]!)
  const sql = insertText(into.name, columns, rows.length)
  await tx.all(sql, valuesOf(rows, columns))
}

/** Writes rows just before the commit, with all others of their table: for what nothing in this transaction reads back. */
export function insertLater<Row extends object>(
  tx: Tx,
  into: Table<Row>,
  rows: Partial<NoInfer<Row>>[],
): void {
  putOff(tx.later, into.name, rows)
}

/**
 * Writes one row unless a row with the same unique key is there.
 * @returns the row written, or null when there was one
 */
export async function insertNew<Row extends object>(
  tx: Tx,
  into: Table<Row>,
  row: Partial<NoInfer<Row>>,
): Promise<Row | null> {
  const columns = columnsOf(row)
  const sql = `${insertText(into.name, columns, 1)} on conflict do nothing returning *`
  return tx.one<Row>(sql, valuesOf([row], columns))
}

export async function find<Row extends object>(
  reader: Reader,
  from: Table<Row>,
  where: Where<NoInfer<Row>>,
): Promise<Row | null> {
  return (await list(reader, from, { where, limit: 1 }))[0] ?? null
}

export async function list<Row extends object>(
  reader: Reader,
  from: Table<Row>,
  options: ListOptions<NoInfer<Row>> = {},
): Promise<Row[]> {
  const { where = {}, order = '', limit } = options
  const { text, values } = conditions(where, 0)
  const sql = `select * from ${from.name}${text}${order && ` order by ${order}`}${limit ? ` limit ${limit}` : ''}`
  return reader.all<Row>(sql, values)
}

/** Changes all rows that match and returns them as they are now. An empty condition is refused. */
export async function update<Row extends object>(
  tx: Tx,
  of: Table<Row>,
  where: Where<NoInfer<Row>>,
  changes: Partial<NoInfer<Row>>,
): Promise<Row[]> {
  const columns = columnsOf(changes)
  const { text, values } = conditions(someCondition(where), columns.length)
  const sets = columns.map((column, index) => `${column} = $${index + 1}`).join(', ')
  return tx.all<Row>(`update ${of.name} set ${sets}${text} returning *`, [
    ...valuesOf([changes], columns),
    ...values,
  ])
}

/** Removes all rows that match and returns them. An empty condition is refused. */
export async function remove<Row extends object>(
  tx: Tx,
  from: Table<Row>,
  where: Where<NoInfer<Row>>,
): Promise<Row[]> {
  const { text, values } = conditions(someCondition(where), 0)
  return tx.all<Row>(`delete from ${from.name}${text} returning *`, values)
}

export async function count<Row extends object>(
  reader: Reader,
  of: Table<Row>,
  where: Where<NoInfer<Row>> = {},
): Promise<number> {
  const { text, values } = conditions(where, 0)
  const found = await reader.one<{ n: number }>(
    `select count(*) as n from ${of.name}${text}`,
    values,
  )
  return Number(found?.n ?? 0)
}

function conditions(where: object, after: number): { text: string; values: Value[] } {
  const values: Value[] = []
  const place = (value: Value) => `$${after + values.push(value)}`
  const texts = Object.entries(where).map(([column, wanted]: [string, Value | Value[]]) => {
    if (wanted === null) return `${column} is null`
    if (!Array.isArray(wanted)) return `${column} = ${place(wanted)}`
    return wanted.length > 0 ? `${column} in (${wanted.map(place).join(', ')})` : '1 = 0'
  })
  return { text: texts.length > 0 ? ` where ${texts.join(' and ')}` : '', values }
}

function someCondition<Condition extends object>(where: Condition): Condition {
  if (Object.keys(where).length === 0)
    throw new Error('A change of all rows of a table is not meant.')
  return where
}
