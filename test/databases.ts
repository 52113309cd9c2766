import { randomUUID } from 'node:crypto'
import pg from 'pg'

/** The database that postgres-server.ts makes ready. */
export const PREPARED = 'prepared'

/** A new PostgreSQL database for one test, ready for use, or nothing: then the test's store is a SQLite file. */
export async function newDatabase(): Promise<string | undefined> {
  return isOnPostgres() ? databaseNamed(freshName(), PREPARED) : undefined
}

/** The same without a table in it. */
export async function emptyDatabase(): Promise<string | undefined> {
  return isOnPostgres() ? databaseNamed(freshName()) : undefined
}

/** @param template the database that it is a copy of */
export async function databaseNamed(name: string, template = 'template1'): Promise<string> {
  const server = process.env['TEST_POSTGRES_URL']!
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`create database ${name} template ${template}`)
  await client.end()
  return server.replace(/\/[^/]*$/, `/${name}`)
}

function isOnPostgres(): boolean {
  return process.env['TEST_STORE'] === 'postgres' && Boolean(process.env['TEST_POSTGRES_URL'])
}

function freshName(): string {
  return `t_${randomUUID().replaceAll('-', '')}`
}
