import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Umzug } from 'umzug'
import type { Dialect } from './query.ts'
import type { Store, Tx } from './store.ts'

/**
 * What a migration is handed. One SQL text serves both databases; three column types are written as words, because they differ:
 * ID (primary key that counts up), INT8 (ids and times), BYTES.
 */
export type Schema = { dialect: Dialect; run(sql: string): Promise<void> }

type Migration = { name: string; up(schema: Schema): Promise<void> }

const FOLDER = join(import.meta.dirname, '../../migrations')

const TYPES = {
  sqlite: { ID: 'integer primary key autoincrement', INT8: 'integer', BYTES: 'blob' },
  postgres: { ID: 'bigserial primary key', INT8: 'bigint', BYTES: 'bytea' },
} as const

/** Any number that no other program locks: all processes of one installation wait for the same one. */
const LOCK = 7_406_011

/**
 * Brings the database up to date, forward only: all pending migrations in one transaction, which is the lock as well, so that
 * processes that start together do not run one twice.
 * @returns the names of the migrations that ran
 */
export function migrate(store: Store): Promise<string[]> {
  return store.write(async (tx) => {
    const umzug = await umzugOn(tx)
    return (await umzug.up()).map((migration) => migration.name)
  })
}

export async function migrationStatus(
  store: Store,
): Promise<{ done: string[]; pending: string[] }> {
  return store.write(async (tx) => {
    const umzug = await umzugOn(tx)
    const names = (migrations: { name: string }[]) => migrations.map((migration) => migration.name)
    return { done: names(await umzug.executed()), pending: names(await umzug.pending()) }
  })
}

async function umzugOn(tx: Tx): Promise<Umzug<Schema>> {
  if (tx.dialect === 'postgres') await tx.all('select pg_advisory_xact_lock($1)', [LOCK])
  await tx.all('create table if not exists migrations (name text primary key)')

  return new Umzug<Schema>({
    migrations: migrationFiles(),
    context: schemaOn(tx),
    storage: {
      executed: async () =>
        (await tx.all<{ name: string }>('select name from migrations order by name')).map(
          (row) => row.name,
        ),
      logMigration: async ({ name }) =>
        void (await tx.all('insert into migrations (name) values ($1)', [name])),
      unlogMigration: async ({ name }) =>
        void (await tx.all('delete from migrations where name = $1', [name])),
    },
    logger: undefined,
  })
}

function migrationFiles(): { name: string; up(params: { context: Schema }): Promise<void> }[] {
  const files = readdirSync(FOLDER).filter((file) => /^\d{4}-.*\.ts$/.test(file))
  return files.sort().map((file) => ({
    name: file.replace(/\.ts$/, ''),
    up: async ({ context }) => {
      const { up } = (await import(pathToFileURL(join(FOLDER, file)).href)) as Migration
      await up(context)
    },
  }))
}

function schemaOn(tx: Tx): Schema {
  const types: Record<string, string> = TYPES[tx.dialect]
  return {
    dialect: tx.dialect,
    async run(sql) {
      for (const statement of sql.split(';').filter((text) => text.trim() !== '')) {
        await tx.all(statement.replace(/\b(ID|INT8|BYTES)\b/g, (word) => types[word] ?? word))
      }
    },
  }
}
