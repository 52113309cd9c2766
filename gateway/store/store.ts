import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Sequelize } from 'sequelize'
import { openTurnstile } from '../lib/one-at-a-time.ts'
import { type Later, writePutOff } from './later.ts'
import { lend } from './lease.ts'
import type { Dialect, Query } from './query.ts'
import { forgetChanged, lookInto, type Memory, openMemory, type Seldom } from './seldom.ts'
import { sqliteModule } from './sqlite.ts'
import type { Row, Value } from './value.ts'

/**
 * A snapshot to read from. Only `store.read` makes one, and the database refuses to write through it.
 */
export type Reader = {
  readonly dialect: Dialect
  /** Its view of the memory that all transactions share: see seldom.ts. */
  readonly seldom: Seldom
  all<Found>(sql: string, values?: Value[]): Promise<Found[]>
  one<Found>(sql: string, values?: Value[]): Promise<Found | null>
}

declare const writable: unique symbol

/** A transaction that may write. Only `store.write` makes one: no Tx, no write. */
export type Tx = Reader & { readonly [writable]: true; readonly later: Later }

export type Store = {
  readonly dialect: Dialect
  /** The object that migrations and tests use; everybody else calls `read` and `write`. */
  readonly sequelize: Sequelize
  read<Result>(work: (reader: Reader) => Promise<Result>): Promise<Result>
  write<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
  /** Grows whenever a change of what is kept in memory has been committed here: see seldom.ts. */
  changes(): number
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
  const ground: Ground = { sequelize, dialect: 'sqlite', memory: openMemory() }

  return {
    dialect: 'sqlite',
    sequelize,
    read: (work) => inSnapshot(ground, 'begin deferred', work),
    // one writer at a time inside a process, else waiting writers starve libuv's four threads
    write: (work) => turnstile.pass(() => inTransaction(ground, 'begin immediate', work)),
    changes: () => ground.memory.forgotten,
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
  const ground: Ground = { sequelize, dialect: 'postgres', memory: openMemory() }

  return {
    dialect: 'postgres',
    sequelize,
    read: (work) => inSnapshot(ground, 'begin isolation level repeatable read read only', work),
    write: (work) => inTransaction(ground, 'begin', work),
    changes: () => ground.memory.forgotten,
    close: () => sequelize.close(),
  }
}

/** What all transactions of one store stand on. */
type Ground = { sequelize: Sequelize; dialect: Dialect; memory: Memory }

function inSnapshot<Result>(
  ground: Ground,
  begin: string,
  work: (reader: Reader) => Promise<Result>,
): Promise<Result> {
  const seldom = lookInto(ground.memory)
  return transact(ground, begin, (query) =>
    work(readerOn(readingOnly(query), ground.dialect, seldom)),
  )
}

async function inTransaction<Result>(
  ground: Ground,
  begin: string,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const seldom = lookInto(ground.memory)
  const result = await transact(ground, begin, async (query) => {
    const later: Later = new Map()
    const done = await work({ ...readerOn(query, ground.dialect, seldom), later } as Tx)
    await writePutOff(later, query)
    return done
  })
  forgetChanged(seldom)
  return result
}

async function transact<Result>(
  { sequelize, dialect }: Ground,
  begin: string,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  const lease = await lend(sequelize, dialect)
  try {
    await lease.query(begin, [])
    const result = await work(lease.query)
    await lease.query('commit', [])
    lease.giveBack()
    return result
  } catch (failure) {
    await lease.query('rollback', []).then(lease.giveBack, lease.throwAway)
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

function readerOn(query: Query, dialect: Dialect, seldom: Seldom): Reader {
  return {
    dialect,
    seldom,
    all: <Found>(sql: string, values: Value[] = []) =>
      query(sql, values) as Promise<Row[]> as Promise<Found[]>,
    one: async <Found>(sql: string, values: Value[] = []) =>
      ((await query(sql, values))[0] as Found) ?? null,
  }
}
