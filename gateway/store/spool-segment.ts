import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, syncFolder } from '../lib/folders.ts'
import { bytesAt } from './spool-record.ts'

/** Where a record's body stands. */
export type Place = { segment: Segment; offset: number; length: number }

/** One file of the spool. `open`: how many of its records are not in the database yet. */
export type Segment = {
  path: string
  file: FileHandle
  /** The file itself, whatever its name is by now. */
  ino: number
  size: number
  open: number
  closed: boolean
}

export type Waiting = {
  record: Buffer[]
  bodyAt: number
  length: number
  resolve(place: Place): void
  reject(failure: unknown): void
}

export async function startSegment(folder: string, name: string): Promise<Segment> {
  await makeFolder(folder)
  const path = join(folder, name)
  const file = await open(path, 'ax+', 0o600)
  await syncFolder(folder)
  const { ino } = await file.stat()
  return { path, file, ino, size: 0, open: 0, closed: false }
}

/** Another process took us for dead and has the file now. It may or may not have seen the last records. */
export class TakenOver extends Error {}

/**
 * Writes and syncs some records together, and tells each where it stands. The name is looked at after the sync: who adopts a file
 * renames it first and reads it then, so that a record under a name that still stands is read by whoever comes later.
 */
export async function writeGroup(segment: Segment, group: Waiting[]): Promise<void> {
  const places: Place[] = []
  let at = segment.size
  for (const { record, bodyAt, length } of group) {
    places.push({ segment, offset: at + bodyAt, length })
    at += record.reduce((sum, piece) => sum + piece.length, 0)
  }
  segment.open += group.length
  await writeWhole(
    segment.file,
    group.flatMap(({ record }) => record),
  )
  await segment.file.datasync()
  await mustBeOurs(segment)
  segment.size = at
  for (const [index, record] of group.entries()) record.resolve(places[index]!)
}

async function writeWhole(file: FileHandle, pieces: Buffer[]): Promise<void> {
  const bytes = Buffer.concat(pieces)
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written)).bytesWritten
  }
}

async function mustBeOurs({ path, ino }: Segment): Promise<void> {
  const found = await stat(path).catch((failure: NodeJS.ErrnoException) => {
    if (failure.code === 'ENOENT') return null
    throw failure
  })
  if (found?.ino !== ino) throw new TakenOver('The spool file was taken over by another process.')
}

export async function readBody({ segment, offset, length }: Place): Promise<Buffer> {
  return bytesAt(segment.file, offset, length)
}

/** Shows the others that we live. One that was taken over is not ours to touch. */
export async function touch(segment: Segment): Promise<void> {
  if (segment.closed) return
  const now = new Date()
  await segment.file.utimes(now, now).catch(() => {})
}

/** Removes a file whose records are all done. If that fails, the next start reads it and finds nothing new. */
export function retire(segment: Segment): void {
  if (segment.closed || segment.open > 0) return
  segment.closed = true
  segment.file
    .close()
    .then(() => rm(segment.path, { force: true }))
    .catch(() => {})
}

export async function endSegment(segment: Segment): Promise<void> {
  if (segment.closed) return
  segment.closed = true
  await segment.file.close()
  if (segment.open === 0) await rm(segment.path, { force: true })
}
