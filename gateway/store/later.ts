import type { Query } from './query.ts'
import { columnsOf, insertText, valuesOf } from './sql/insert-text.ts'

/**
 * Rows that nothing in a transaction reads back: they are collected and written just before the commit, all of one table in one
 * statement. A transaction that files ten mails writes its notifications once, not ten times.
 */
export type Later = Map<string, { table: string; columns: string[]; rows: object[] }>

/** SQLite takes 32,766 values in a statement, PostgreSQL 65,535. */
const ROWS_AT_ONCE = 500

export function putOff(later: Later, table: string, rows: object[]): void {
  for (const row of rows) {
    const columns = columnsOf(row)
    const key = `${table} ${columns.join()}`
    const kept = later.get(key) ?? { table, columns, rows: [] }
    kept.rows.push(row)
    later.set(key, kept)
  }
}

export async function writePutOff(later: Later, query: Query): Promise<void> {
  for (const { table, columns, rows } of later.values()) {
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const some = rows.slice(from, from + ROWS_AT_ONCE)
      await query(insertText(table, columns, some.length), valuesOf(some, columns))
    }
  }
  later.clear()
}
