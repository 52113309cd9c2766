import { createHash } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'
import type { SqliteConnection } from './sqlite.ts'
import type { Row, Value } from './value.ts'

export type Dialect = 'sqlite' | 'postgres'

/** Whoever measures subscribes here and is told each statement. While nobody does it costs nothing. */
export const statements = channel('postern.statement')

/** Runs one statement on the connection of a transaction. Placeholders are $1, $2 ... in both databases. */
export type Query = (sql: string, values: Value[]) => Promise<Row[]>

/**
 * Statements go straight to a connection, prepared once, past Sequelize's query layer: that layer costs 0.2 to 0.5 ms of CPU a
 * statement, more than all the rest of filing a mail.
 */
export function queryOf(connection: object, dialect: Dialect): Query {
  const query =
    dialect === 'sqlite'
      ? sqliteQuery(connection as SqliteHolder)
      : postgresQuery(connection as PgClient)
  return (sql, values) => {
    if (statements.hasSubscribers) statements.publish(sql)
    return query(sql, values)
  }
}

type SqliteHolder = { connection: SqliteConnection }
type PgClient = {
  query(statement: { name: string; text: string; values: Value[] }): Promise<{ rows: Row[] }>
}

function sqliteQuery(holder: SqliteHolder): Query {
  return (sql, values) => holder.connection.query(numbered(sql), values)
}

function postgresQuery(client: PgClient): Query {
  return async (sql, values) => (await client.query({ name: nameOf(sql), text: sql, values })).rows
}

const numberedTexts = new Map<string, string>()

/** SQLite reads `$1` as a name and `?1` as a number. */
function numbered(sql: string): string {
  let text = numberedTexts.get(sql)
  if (text === undefined) {
    text = sql.replace(/\$(\d+)/g, '?$1')
    numberedTexts.set(sql, text)
  }
  return text
}

const statementNames = new Map<string, string>()

function nameOf(sql: string): string {
  let name = statementNames.get(sql)
  if (name === undefined) {
    name = createHash('sha1').update(sql).digest('hex').slice(0, 20)
    statementNames.set(sql, name)
  }
  return name
}
