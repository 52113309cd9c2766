import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** A new, empty PostgreSQL database for one test, or nothing: then the test's store is a SQLite file. */
export async function newDatabase(): Promise<string | undefined> {
  const server = process.env['TEST_POSTGRES_URL']
  if (process.env['TEST_STORE'] !== 'postgres' || !server) return undefined

  const name = `t_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return server.replace(/\/[^/]*$/, `/${name}`)
}
