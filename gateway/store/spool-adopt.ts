import { open, readdir, readFile, rename } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../lib/alive.ts'
import { recordAt } from './spool-record.ts'
import { type Place, retire, type Segment } from './spool-segment.ts'

export type Left = { head: object; body: Buffer; place: Place }

type Names = { isOurs(name: string): boolean; newName(): string }

/**
 * Takes over the files of processes that are gone. Renaming one is what makes it ours: only one process can.
 * The data folder belongs to one host at a time; a file of another host name is what that host left before it was renamed.
 */
export async function adoptAll(folder: string, names: Names): Promise<Left[]> {
  const found = await readdir(folder).catch(() => [])
  const left: Left[] = []
  for (const name of found.filter((one) => !names.isOurs(one) && !isHeld(one))) {
    const path = join(folder, names.newName())
    const ours = await rename(join(folder, name), path).then(
      () => true,
      () => false,
    )
    if (ours) left.push(...(await recordsIn(path)))
  }
  return left
}

/** Is the file's process alive? One with our own number is a predecessor of ours. */
function isHeld(name: string): boolean {
  const host = hostname()
  if (!name.startsWith(`${host}.`)) return false
  const pid = Number(name.slice(host.length + 1).split('.')[0])
  return pid !== process.pid && isAlive(pid)
}

async function recordsIn(path: string): Promise<Left[]> {
  const bytes = await readFile(path)
  const segment: Segment = {
    path,
    file: await open(path, 'r'),
    size: bytes.length,
    open: 0,
    closed: false,
  }
  const left: Left[] = []
  for (let at = 0; at < bytes.length; ) {
    const record = recordAt(bytes, at)
    if (!record) break
    segment.open++
    left.push({
      head: record.head,
      body: record.body,
      place: { segment, offset: record.bodyAt, length: record.body.length },
    })
    at = record.end
  }
  if (left.length === 0) retire(segment)
  return left
}
