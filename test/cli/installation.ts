import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { readConfig } from '../../gateway/lib/config.ts'
import { silentLog } from '../../gateway/lib/log.ts'
import { prepareStore } from '../../gateway/processes/prepare-store.ts'
import { openSite } from '../../gateway/store/site.ts'
import type { Tx } from '../../gateway/store/store.ts'
import { runCommand } from './run-command.ts'

type Answer = { code: number; rows: Record<string, unknown>[]; said: string }

/** A folder of its own and the real commands on it. */
export function installation() {
  const folder = mkdtempSync(join(tmpdir(), 'postern-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const settings = { DATA_DIR: join(folder, 'data'), DATABASE_URL: '' }
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const postern = (...words: string[]) => told('', ...words)
  /** With something on standard input. */
  const told = (input: string, ...words: string[]): Answer => {
    const env = { ...process.env, ...settings, LOG_LEVEL: 'error', BASE_URL: '' }
    const { status, stdout, stderr } = runCommand(words, { env, input })
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
    return { code: status, rows: lines.map((line) => JSON.parse(line)), said: stderr }
  }
  /** Acts on the store without a command. */
  const inside = async (act: (tx: Tx) => Promise<unknown>) => {
    const site = openSite(readConfig(settings), { log: silentLog })
    await prepareStore(site)
    await site.store.write(act)
    await site.close()
  }
  const json = (...words: string[]) => postern(...words, '--json')
  return { postern, json, told, file, inside }
}
