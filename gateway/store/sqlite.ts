import { createRequire } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'
import type { Row, Value } from './value.ts'

/**
 * SQLite for Sequelize, with connections that stay open. Sequelize opens and closes a file for each transaction, which costs more
 * than a small transaction itself and throws its prepared statements away; here `close` gives the connection back to a pool.
 * Two drivers: the package sqlite3 (statements run on libuv's threads), and Node's own, where sqlite3 did not install.
 */
export type SqliteConnection = {
  /** Runs one statement, prepared once per connection. */
  query(sql: string, values: Value[]): Promise<Row[]>
  exec(sql: string): Promise<void>
  end(): Promise<void>
}

/** synchronous=FULL: what 250 promised survives a power cut (with NORMAL a committed WAL transaction may roll back). */
const PRAGMAS = `PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
  PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=4000;`
const STATEMENTS_KEPT = 300
const PREPARE_TRIES = 100
const PREPARE_PAUSE = 50

type Callback = (this: unknown, failure: Error | null, rows?: Row[]) => void

/**
 * @param driver `sqlite3`, `node`, or undefined for sqlite3 where it loads
 * @returns what Sequelize takes as `dialectModule`
 */
export function sqliteModule(driver: 'sqlite3' | 'node' | undefined): object {
  const pool: Pool = { idle: [], open: openerFor(driver) }

  class Database extends PooledDatabase {
    constructor(file: string, _mode: number, done: (failure: Error | null) => void) {
      super(pool, file, done)
    }
  }
  const closeIdle = async () => {
    await Promise.all(pool.idle.splice(0).map((connection) => connection.end()))
  }
  return { OPEN_READWRITE: 2, OPEN_CREATE: 4, Database, closeIdle }
}

type Pool = { idle: SqliteConnection[]; open(file: string): Promise<SqliteConnection> }

/** What Sequelize takes for a database of the package sqlite3. */
class PooledDatabase {
  filename: string
  uuid: string | undefined
  connection: SqliteConnection | null = null
  readonly #pool: Pool

  constructor(pool: Pool, file: string, done: (failure: Error | null) => void) {
    this.#pool = pool
    this.filename = file
    takeConnection(pool, file).then(
      (connection) => {
        this.connection = connection
        done(null)
      },
      (failure: Error) => done(failure),
    )
  }

  serialize(work: () => void): void {
    work()
  }

  all(sql: string, values: unknown, done?: Callback): void {
    answer(this.connection!.query(sql, positional(values)), sql, done)
  }

  run(sql: string, values?: unknown, done?: Callback): void {
    if (typeof values === 'function') this.all(sql, [], values as Callback)
    else this.all(sql, values, done)
  }

  exec(sql: string, done?: Callback): void {
    const ran = this.connection!.exec(sql).then(() => [])
    answer(ran, sql, done)
  }

  /** Its state is not known any more: it is ended instead of being lent again. */
  spoil(): void {
    this.connection?.end().catch(() => {})
    this.connection = null
  }

  close(done?: (failure: Error | null) => void): void {
    if (this.connection) this.#pool.idle.push(this.connection)
    this.connection = null
    done?.(null)
  }
}

async function takeConnection(pool: Pool, file: string): Promise<SqliteConnection> {
  const kept = pool.idle.pop()
  if (kept) return kept

  const connection = await pool.open(file)
  await prepare(connection, PREPARE_TRIES)
  return connection
}

/** The change to WAL does not wait for a lock as other statements do: two processes that make a new file meet here. */
async function prepare(connection: SqliteConnection, tries: number): Promise<void> {
  try {
    await connection.exec(PRAGMAS)
  } catch (failure) {
    if (tries === 0 || !/SQLITE_BUSY|locked/.test(String(failure))) throw failure
    await pause(PREPARE_PAUSE)
    await prepare(connection, tries - 1)
  }
}

function openerFor(
  driver: 'sqlite3' | 'node' | undefined,
): (file: string) => Promise<SqliteConnection> {
  if (driver === 'node') return openNode
  try {
    const sqlite3 = createRequire(import.meta.url)('sqlite3') as Sqlite3
    return (file) => openSqlite3(sqlite3, file)
  } catch (failure) {
    if (driver === 'sqlite3') throw failure
    return openNode
  }
}

/** What Sequelize reads off a finished statement: it looks at `this` of the callback. */
function answer(rows: Promise<Row[]>, sql: string, done: Callback | undefined): void {
  const statement = { sql, lastID: 0, changes: 0 }
  rows.then(
    (found) => done?.call(statement, null, found),
    (failure: Error) => done?.call(statement, failure),
  )
}

function positional(values: unknown): Value[] {
  if (Array.isArray(values)) return values as Value[]
  return values ? (Object.values(values as object) as Value[]) : []
}

type Sqlite3Statement = {
  all(values: Value[], done: (failure: Error | null, rows: Row[]) => void): void
  finalize(): void
}
type Sqlite3Database = {
  exec(sql: string, done: (failure: Error | null) => void): void
  prepare(sql: string, done: (failure: Error | null) => void): Sqlite3Statement
  close(done: (failure: Error | null) => void): void
}
type Sqlite3 = {
  Database: new (file: string, done: (failure: Error | null) => void) => Sqlite3Database
}

async function openSqlite3(sqlite3: Sqlite3, file: string): Promise<SqliteConnection> {
  const database = await new Promise<Sqlite3Database>((resolve, reject) => {
    const opened = new sqlite3.Database(file, (failure) =>
      failure ? reject(failure) : resolve(opened),
    )
  })
  const statements = new Map<string, Sqlite3Statement>()

  const query = (sql: string, values: Value[]) =>
    new Promise<Row[]>((resolve, reject) => {
      const run = (statement: Sqlite3Statement) =>
        statement.all(values, (failure, rows) => (failure ? reject(failure) : resolve(rows ?? [])))
      const kept = statements.get(sql)
      if (kept) return run(kept)

      const prepared = database.prepare(sql, (failure) => {
        if (failure) return reject(failure)
        keep(statements, sql, prepared)
        run(prepared)
      })
    })
  const exec = (sql: string) =>
    new Promise<void>((resolve, reject) =>
      database.exec(sql, (failure) => (failure ? reject(failure) : resolve())),
    )
  const end = () =>
    new Promise<void>((resolve) => {
      for (const statement of statements.values()) statement.finalize()
      database.close(() => resolve())
    })
  return { query, exec, end }
}

type NodeStatement = import('node:sqlite').StatementSync & { finalize?(): void }

async function openNode(file: string): Promise<SqliteConnection> {
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(file)
  const statements = new Map<string, NodeStatement>()

  const query = async (sql: string, values: Value[]) => {
    let statement = statements.get(sql)
    if (!statement) {
      statement = database.prepare(sql)
      keep(statements, sql, statement)
    }
    if (statement.columns().length > 0)
      return statement.all(...values).map((row) => withBuffers(row as Row))
    statement.run(...values)
    return []
  }
  const exec = async (sql: string) => database.exec(sql)
  const end = async () => database.close()
  return { query, exec, end }
}

function withBuffers(row: Row): Row {
  const plain: Row = {}
  for (const [column, value] of Object.entries(row)) {
    plain[column] =
      value instanceof Uint8Array
        ? Buffer.from(value.buffer, value.byteOffset, value.length)
        : value
  }
  return plain
}

function keep<Statement extends { finalize?(): void }>(
  statements: Map<string, Statement>,
  sql: string,
  statement: Statement,
): void {
  if (statements.size >= STATEMENTS_KEPT) {
    for (const old of statements.values()) old.finalize?.()
    statements.clear()
  }
  statements.set(sql, statement)
}
