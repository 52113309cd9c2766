import { readFile } from 'node:fs/promises'
import { readConfig } from '../lib/config.ts'
import { write } from '../lib/output.ts'
import { openReadPool } from '../mail/read-pool.ts'
import type { Reading } from '../mail/reading.ts'

const DEADLINE = 30_000
const MEMORY_MB = 512

/** Prints what the reader sees in each file, one JSON object a line, in the order of the files. */
export async function inspect(files: string[], options: { jobs: number }): Promise<void> {
  const ownDomains = [readConfig(process.env).MAIL_DOMAIN]
  const threads = Math.max(1, Math.min(64, Math.trunc(options.jobs) || 1))
  const pool = openReadPool({ threads, deadlineMs: DEADLINE, memoryMb: MEMORY_MB })
  try {
    for (let from = 0; from < files.length; from += threads * 4) {
      const group = files.slice(from, from + threads * 4)
      const readings = await Promise.all(
        group.map(async (file) => pool.read(await readFile(file), { mailFrom: null, ownDomains })),
      )
      for (const [index, reading] of readings.entries())
        await write(`${JSON.stringify(lineOf(group[index]!, reading))}\n`)
    }
  } finally {
    await pool.close()
  }
}

/** The contract's fields: the reading without bytes. */
function lineOf(file: string, reading: Reading): object {
  const { fingerprint: _, deliveredTo: __, attachments, ...seen } = reading
  return {
    file,
    ...seen,
    attachments: attachments.map(({ content: ___, ...attachment }) => attachment),
  }
}
