import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../lib/sync-folder.ts'

/** Where a record's body stands. */
export type Place = { segment: Segment; offset: number; length: number }

/** One file of the spool. `open`: how many of its records are not in the database yet. */
export type Segment = {
  path: string
  file: FileHandle
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
  await mkdir(folder, { recursive: true })
  const path = join(folder, name)
  const file = await open(path, 'ax+', 0o600)
  await syncFolder(folder)
  return { path, file, size: 0, open: 0, closed: false }
}

/** Writes and syncs some records together, and tells each where it stands. */
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
  segment.size = at
  for (const [index, record] of group.entries()) record.resolve(places[index]!)
}

async function writeWhole(file: FileHandle, pieces: Buffer[]): Promise<void> {
  const bytes = Buffer.concat(pieces)
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written)).bytesWritten
  }
}

export async function readBody({ segment, offset, length }: Place): Promise<Buffer> {
  const body = Buffer.alloc(length)
  await segment.file.read(body, 0, length, offset)
  return body
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
