import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export const BIN = join(import.meta.dirname, '../../bin/postern.cjs')

type Answer = { code: number | null; rows: Record<string, unknown>[]; said: string }

/** A folder of its own and the real command on it. */
export function installation() {
  const folder = mkdtempSync(join(tmpdir(), 'postern-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const postern = (...words: string[]) => told('', ...words)
  /** With something on standard input. */
  const told = (input: string, ...words: string[]): Answer => {
    const env = {
      ...process.env,
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'error',
      DATABASE_URL: '',
      BASE_URL: '',
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words], {
      env,
      input,
      encoding: 'utf8',
    })
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
    return { code: status, rows: lines.map((line) => JSON.parse(line)), said: stderr }
  }
  return { postern, told, file }
}
