import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { isAlive } from '../lib/alive.ts'

/**
 * The spool: an append-only file of what has been promised and not yet brought into the database. Records that arrive together are
 * written and synced together, so that a promise costs one share of one sync. A record is a head (JSON) and a body (bytes).
 *
 * Each process writes files of its own. A file goes away when all its records are done; what a crash left is adopted at the next
 * start, where a half-written record at the end (never promised) is told by its length or its checksum.
 */
export type Spool = {
  /** Resolves when the record is on the disk, file and folder synced. */
  append(head: object, body: Buffer): Promise<Place>
  read(place: Place): Promise<Buffer>
  /** The record has been brought into the database. */
  done(place: Place): void
  /** The records that dead processes left; they belong to this spool now. */
  adopt(): Promise<Left[]>
  /** How many records the last sync served: a measure of how crowded the door is. */
  crowd(): number
  close(): Promise<void>
}

/** Where a record's body stands. */
export type Place = { segment: Segment; offset: number; length: number }

type Left = { head: object; body: Buffer; place: Place }

type Segment = { path: string; file: FileHandle; size: number; open: number; closed: boolean }

type Waiting = {
  record: Buffer[]
  bodyAt: number
  length: number
  resolve(place: Place): void
  reject(failure: unknown): void
}

const RECORDS_A_SYNC = 200
const SEGMENT_SIZE = 16 * 1024 * 1024
const MARK = 'postern'

export function openSpool(dataDir: string): Spool {
  const folder = join(dataDir, 'spool')
  const owner = `${hostname()}.${process.pid}.${randomUUID().slice(0, 8)}`
  const waiting: Waiting[] = []
  const segments = new Set<Segment>()
  let active: Segment | null = null
  let made = 0
  let writing: Promise<void> | null = null
  let lastGroup = 0

  const segmentFor = async (): Promise<Segment> => {
    if (active && active.size < SEGMENT_SIZE) return active
    if (active) retire(active)
    active = await startSegment(folder, `${owner}.${++made}`)
    segments.add(active)
    return active
  }
  const writeAll = async () => {
    while (waiting.length > 0) {
      const group = waiting.splice(0, RECORDS_A_SYNC)
      lastGroup = group.length
      await writeGroup(await segmentFor(), group).catch((failure) => {
        // what is half written now can never be finished: go on in another file
        if (active) retire(active)
        active = null
        for (const record of group) record.reject(failure)
      })
    }
    lastGroup = 0
  }
  return {
    append: (head, body) =>
      new Promise((resolve, reject) => {
        const { record, bodyAt } = recordOf(head, body)
        waiting.push({ record, bodyAt, length: body.length, resolve, reject })
        writing ??= writeAll().finally(() => {
          writing = null
        })
      }),
    read: readBody,
    done({ segment }) {
      segment.open--
      if (segment.open === 0 && segment === active && segment.size > SEGMENT_SIZE / 4) active = null
      if (segment.open === 0 && segment !== active) retire(segment)
    },
    async adopt() {
      const left = await adoptAll(folder, owner)
      for (const { place } of left) segments.add(place.segment)
      return left
    },
    crowd: () => lastGroup + waiting.length,
    async close() {
      await writing
      await Promise.all([...segments].map(endSegment))
      active = null
    },
  }
}

function recordOf(head: object, body: Buffer): { record: Buffer[]; bodyAt: number } {
  const words = Buffer.from(JSON.stringify(head))
  const sum = crc32(body, crc32(words))
  const line = Buffer.from(`${MARK} ${words.length} ${body.length} ${sum}\n`)
  return { record: [line, words, body, Buffer.from('\n')], bodyAt: line.length + words.length }
}

async function startSegment(folder: string, name: string): Promise<Segment> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, name)
  const file = await open(path, 'ax+', 0o600)
  await syncFolder(folder)
  return { path, file, size: 0, open: 0, closed: false }
}

async function writeGroup(segment: Segment, group: Waiting[]): Promise<void> {
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

async function readBody({ segment, offset, length }: Place): Promise<Buffer> {
  const body = Buffer.alloc(length)
  await segment.file.read(body, 0, length, offset)
  return body
}

/** Takes over the files of processes that are gone. Renaming one is what makes it ours: only one process can. */
async function adoptAll(folder: string, owner: string): Promise<Left[]> {
  const names = await readdir(folder).catch(() => [])
  const left: Left[] = []
  for (const name of names.filter((one) => !isHeld(one, owner))) {
    const path = join(folder, `${owner}.from.${name}`.slice(0, 200))
    const ours = await rename(join(folder, name), path).then(
      () => true,
      () => false,
    )
    if (ours) left.push(...(await recordsIn(path)))
  }
  return left
}

/** Is the file's process alive? One with our own number is a predecessor, unless it is us. */
function isHeld(name: string, owner: string): boolean {
  if (name.startsWith(owner)) return true
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

function recordAt(
  bytes: Buffer,
  at: number,
): { head: object; body: Buffer; bodyAt: number; end: number } | null {
  const lineEnd = bytes.indexOf(0x0a, at)
  const [, headLength, bodyLength, sum] =
    /^postern (\d+) (\d+) (\d+)$/.exec(lineEnd < 0 ? '' : bytes.toString('latin1', at, lineEnd)) ??
    []
  if (sum === undefined) return null
  const headAt = lineEnd + 1
  const bodyAt = headAt + Number(headLength)
  const end = bodyAt + Number(bodyLength) + 1
  if (end > bytes.length) return null
  const words = bytes.subarray(headAt, bodyAt)
  const body = bytes.subarray(bodyAt, end - 1)
  if (crc32(body, crc32(words)) !== Number(sum)) return null
  return { head: JSON.parse(words.toString()) as object, body, bodyAt, end }
}

function retire(segment: Segment): void {
  if (segment.closed || segment.open > 0) return
  segment.closed = true
  void segment.file.close().then(() => rm(segment.path, { force: true }))
}

async function endSegment(segment: Segment): Promise<void> {
  if (segment.closed) return
  segment.closed = true
  await segment.file.close()
  if (segment.open === 0) await rm(segment.path, { force: true })
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
