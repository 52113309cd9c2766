import type { Tx } from '../store.ts'
import type { Value } from '../value.ts'

export type Column = { name: string; type: 'bigint' | 'text' }

/**
 * Changes many rows in one statement, each with values of its own. The first column is the key. Both databases call the columns of
 * VALUES column1, column2 ...; PostgreSQL must be told their types.
 * @param only leaves rows alone in which this column is not this
 */
export async function updateMany(
  tx: Tx,
  table: string,
  columns: Column[],
  rows: Value[][],
  only?: { column: string; is: Value },
): Promise<void> {
  if (rows.length === 0) return
  const place = (row: number, column: number) =>
    `cast($${row * columns.length + column + 1} as ${columns[column]!.type})`
  const tuples = rows.map(
    (_, row) => `(${columns.map((_, column) => place(row, column)).join(', ')})`,
  )
  const sets = columns.slice(1).map(({ name }, index) => `${name} = v.column${index + 2}`)
  const guard = only ? ` and ${table}.${only.column} = $${rows.length * columns.length + 1}` : ''
  await tx.all(
    `update ${table} set ${sets.join(', ')} from (values ${tuples.join(', ')}) as v where ${table}.${columns[0]!.name} = v.column1${guard}`,
    only ? [...rows.flat(), only.is] : rows.flat(),
  )
}
