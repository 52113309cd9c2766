import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Sequelize, Transaction } from 'sequelize'
import { openTurnstile } from './one-at-a-time.ts'
import { type Dialect, type Query, queryOf } from './query.ts'
import type { Seldom } from './seldom.ts'
import { sqliteModule } from './sqlite.ts'
import type { Row, Value } from './value.ts'

/**
 * A snapshot to read from. Only `store.read` makes one, and the database refuses to write through it.
 */
export type Reader = {
  readonly dialect: Dialect
  /** Memory of the store, shared by its transactions: see seldom.ts. */
  readonly seldom: Seldom
  all<Found>(sql: string, values?: Value[]): Promise<Found[]>
  one<Found>(sql: string, values?: Value[]): Promise<Found | null>
}

declare const writable: unique symbol

/** A transaction that may write. Only `store.write` makes one: no Tx, no write. */
export type Tx = Reader & { readonly [writable]: true }

export type Store = {
  readonly dialect: Dialect
  /** The object that migrations and tests use; everybody else calls `read` and `write`. */
  readonly sequelize: Sequelize
  read<Result>(work: (reader: Reader) => Promise<Result>): Promise<Result>
  write<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

export type StoreSettings = {
  DATA_DIR: string
  DATABASE_URL?: string | undefined
  SQLITE_DRIVER?: 'sqlite3' | 'node' | undefined
}

const POOL_SIZE = 10

/** Opens the database that the settings name; it is not migrated yet (see migrate.ts). */
export function openStore(settings: StoreSettings): Store {
  return settings.DATABASE_URL ? openPostgres(settings.DATABASE_URL) : openSqlite(settings)
}

function openSqlite(settings: StoreSettings): Store {
  mkdirSync(settings.DATA_DIR, { recursive: true })
  const module = sqliteModule(settings.SQLITE_DRIVER) as { closeIdle(): Promise<void> }
  const sequelize = new Sequelize({
    dialect: 'sqlite',
    dialectModule: module,
    storage: join(settings.DATA_DIR, 'postern.sqlite'),
    logging: false,
    retry: { max: 1 },
    // our PRAGMAs do it once per connection; Sequelize would once per transaction
    ...{ foreignKeys: false },
  })
  const turnstile = openTurnstile()
  const ground: Ground = { sequelize, dialect: 'sqlite', seldom: new Map() }

  return {
    dialect: 'sqlite',
    sequelize,
    read: (work) => transact(ground, { type: Transaction.TYPES.DEFERRED, readOnly: true }, work),
    // one writer at a time inside a process, else waiting writers starve libuv's four threads
    write: (work) =>
      turnstile.pass(() => transact(ground, { type: Transaction.TYPES.IMMEDIATE }, asWriter(work))),
    async close() {
      await turnstile.idle()
      await sequelize.close()
      await module.closeIdle()
    },
  }
}

function openPostgres(url: string): Store {
  // int8: our ids and times stay below 2^53
  pg.types.setTypeParser(20, Number)
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    dialectModule: pg,
    logging: false,
    pool: { max: POOL_SIZE, min: 0, idle: 10_000, acquire: 30_000 },
  })
  const ground: Ground = { sequelize, dialect: 'postgres', seldom: new Map() }
  const snapshot = { isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ, readOnly: true }

  return {
    dialect: 'postgres',
    sequelize,
    read: (work) => transact(ground, snapshot, work),
    write: (work) =>
      transact(
        ground,
        { isolationLevel: Transaction.ISOLATION_LEVELS.READ_COMMITTED },
        asWriter(work),
      ),
    close: () => sequelize.close(),
  }
}

type Options = {
  type?: Transaction.TYPES
  isolationLevel?: Transaction.ISOLATION_LEVELS
  readOnly?: boolean
}

/** What all transactions of one store stand on. */
type Ground = { sequelize: Sequelize; dialect: Dialect; seldom: Seldom }

async function transact<Result>(
  ground: Ground,
  options: Options,
  work: (reader: Reader) => Promise<Result>,
): Promise<Result> {
  const transaction = await ground.sequelize.transaction(options)
  const anything = queryOf(transaction, ground.dialect)
  const query = options.readOnly ? readingOnly(anything) : anything
  try {
    if (options.readOnly && ground.dialect === 'postgres')
      await anything('set transaction read only', [])
    const result = await work(readerOn(query, ground))
    await transaction.commit()
    return result
  } catch (failure) {
    await transaction.rollback().catch(() => {})
    throw failure
  }
}

/** Whoever gets round the types is stopped here; PostgreSQL would refuse as well. */
function readingOnly(query: Query): Query {
  return async (sql, values) => {
    if (!/^\s*(select|with)\b/i.test(sql))
      throw new Error('A snapshot is for reading. Writing needs store.write.')
    return query(sql, values)
  }
}

function readerOn(query: Query, { dialect, seldom }: Ground): Reader {
  return {
    dialect,
    seldom,
    all: <Found>(sql: string, values: Value[] = []) =>
      query(sql, values) as Promise<Row[]> as Promise<Found[]>,
    one: async <Found>(sql: string, values: Value[] = []) =>
      ((await query(sql, values))[0] as Found) ?? null,
  }
}

function asWriter<Result>(work: (tx: Tx) => Promise<Result>): (reader: Reader) => Promise<Result> {
  return (reader) => work(reader as Tx)
}
