import { copyFile, open, readdir, rename, stat, utimes } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder } from '../lib/folders.ts'
import { isGone, ownMark } from '../lib/process-mark.ts'
import { nextRecord, recordAt } from './spool-record.ts'
import { type Place, retire, type Segment } from './spool-segment.ts'

export type Left = { head: object; place: Place }

export type Adopted = { left: Left[]; failures: unknown[] }

type Names = { isOurs(name: string): boolean; newName(): string }

/** A living process touches its files more often than this; one of another host, or one that was stopped, is told by it. */
const SILENCE = 60_000

/**
 * Takes over the files of processes that are gone. Renaming one is what makes it ours: only one process can. Should the other be
 * alive after all, it sees at its next promise that the name is gone, and does not make it (see `writeGroup`).
 */
export async function adoptAll(folder: string, names: Names): Promise<Adopted> {
  const adopted: Adopted = { left: [], failures: [] }
  const found = await readdir(folder).catch(() => [])
  for (const name of found.filter((one) => !names.isOurs(one))) {
    const path = join(folder, name)
    if (!(await isLeft(path, name))) continue
    await adoptOne(path, join(folder, names.newName())).then(
      (left) => adopted.left.push(...left),
      (failure) => adopted.failures.push(failure),
    )
  }
  return adopted
}

async function isLeft(path: string, name: string): Promise<boolean> {
  const mark = name.split('+')[0]!
  // of our own mark and not ours: a spool of this process that was closed
  if (mark === ownMark() || isGone(mark)) return true
  const found = await stat(path).catch(() => null)
  return found !== null && Date.now() - found.mtimeMs > SILENCE
}

/** What cannot be read gets its name back, and is tried again at the next sweep. */
async function adoptOne(path: string, ours: string): Promise<Left[]> {
  try {
    const now = new Date()
    await utimes(path, now, now)
    await rename(path, ours)
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return [] // another was quicker
    throw failure
  }
  try {
    const found = await recordsIn(ours)
    if (found.isDamaged) await keepDamaged(ours)
    return found.left
  } catch (failure) {
    await rename(ours, path)
    throw failure
  }
}

/** What could not be read in the midst of a file may have been promised: a copy stays for an operator. */
async function keepDamaged(path: string): Promise<void> {
  const folder = join(dirname(path), '..', 'spool-damaged')
  await makeFolder(folder)
  await copyFile(path, join(folder, basename(path)))
}

async function recordsIn(path: string): Promise<{ left: Left[]; isDamaged: boolean }> {
  const file = await open(path, 'r')
  try {
    const { size, ino } = await file.stat()
    const segment: Segment = { path, file, ino, size, open: 0, closed: false }
    const left: Left[] = []
    let isDamaged = false
    for (let at = 0; at < size; ) {
      const record = await recordAt(file, at, size)
      if (!record) {
        const next = await nextRecord(file, at, size)
        if (next === null) break // the torn end: never promised
        isDamaged = true
        at = next
        continue
      }
      segment.open++
      left.push({
        head: record.head,
        place: { segment, offset: record.bodyAt, length: record.bodyLength },
      })
      at = record.end
    }
    if (left.length === 0 && !isDamaged) retire(segment)
    return { left, isDamaged }
  } catch (failure) {
    await file.close()
    throw failure
  }
}
