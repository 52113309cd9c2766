import type { Value } from '../value.ts'

/** The columns of a row, in the order in which its statement names them. */
export function columnsOf(row: object): string[] {
  return Object.keys(row)
}

export function valuesOf(rows: object[], columns: string[]): Value[] {
  return rows.flatMap((row) =>
    columns.map((column) => (row as Record<string, Value>)[column] ?? null),
  )
}

/** An insert of so many rows, with a place for each value. */
export function insertText(table: string, columns: string[], rows: number): string {
  return `insert into ${table} (${columns.join(', ')}) values ${tuples(rows, columns.length)}`
}

function tuples(rows: number, columns: number): string {
  const place = (row: number, column: number) => `$${row * columns + column + 1}`
  const one = (row: number) =>
    `(${Array.from({ length: columns }, (_, column) => place(row, column)).join(', ')})`
  return Array.from({ length: rows }, (_, row) => one(row)).join(', ')
}
