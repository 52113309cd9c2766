import { afterAll } from 'vitest'
import type { ReadPool } from '../gateway/mail/read-pool.ts'
import { openReaders } from '../gateway/processes/intake.ts'

let readers: ReadPool | null = null

/** One set of reading threads for all houses of a test file: to start them costs more than most stories. */
export function sharedReaders(): ReadPool {
  readers ??= openReaders()
  return readers
}

afterAll(async () => {
  await readers?.close()
  readers = null
})
