import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { SECOND } from '../lib/clock.ts'
import { ownMark } from '../lib/process-mark.ts'
import { type Adopted, adoptAll } from './spool-adopt.ts'
import { recordOf } from './spool-record.ts'
import {
  endSegment,
  type Place,
  readBody,
  retire,
  type Segment,
  startSegment,
  touch,
  type Waiting,
  writeGroup,
} from './spool-segment.ts'

/**
 * The spool: an append-only file of what has been promised and not yet brought into the database. Records that arrive together are
 * written and synced together, so that a promise costs one share of one sync. A record is a head (JSON) and a body (bytes).
 *
 * Each process writes files of its own. A file goes away when all its records are done; what a crash left is adopted by whoever
 * looks next. A half-written record at the end (never promised) is told by its length or its checksum.
 */
export type Spool = {
  /** Resolves when the record is on the disk, file and folder synced. */
  append(head: object, body: Buffer): Promise<Place>
  read(place: Place): Promise<Buffer>
  /** The record has been brought into the database. */
  done(place: Place): void
  /** The records that dead processes left; they belong to this spool now. */
  adopt(): Promise<Adopted>
  /** How many records the last sync served: a measure of how crowded the door is. */
  crowd(): number
  close(): Promise<void>
}

const RECORDS_A_SYNC = 200
const SEGMENT_SIZE = 16 * 1024 * 1024
const SIGN_OF_LIFE_EVERY = 15 * SECOND

type Spooling = {
  folder: string
  /** The beginning of the names of all our files: the mark of this process, and a word of this spool's own. */
  owner: string
  waiting: Waiting[]
  segments: Set<Segment>
  active: Segment | null
  made: number
  writing: Promise<void> | null
  lastGroup: number
}

/** The open spools of this process. */
const living = new Set<string>()

export function openSpool(dataDir: string): Spool {
  const spooling: Spooling = {
    folder: join(dataDir, 'spool'),
    owner: `${ownMark()}+${randomUUID().slice(0, 8)}`,
    waiting: [],
    segments: new Set(),
    active: null,
    made: 0,
    writing: null,
    lastGroup: 0,
  }
  living.add(spooling.owner)
  const pulse = setInterval(() => spooling.segments.forEach(touch), SIGN_OF_LIFE_EVERY).unref()
  return {
    append: (head, body) => append(spooling, head, body),
    read: readBody,
    done: ({ segment }) => done(spooling, segment),
    async adopt() {
      const adopted = await adoptAll(spooling.folder, {
        isOurs: (name) => [...living].some((owner) => name.startsWith(owner)),
        newName: () => nextName(spooling),
      })
      for (const { place } of adopted.left) spooling.segments.add(place.segment)
      return adopted
    },
    crowd: () => spooling.lastGroup + spooling.waiting.length,
    async close() {
      await spooling.writing
      clearInterval(pulse)
      await Promise.all([...spooling.segments].map(endSegment))
      spooling.active = null
      living.delete(spooling.owner)
    },
  }
}

function append(spooling: Spooling, head: object, body: Buffer): Promise<Place> {
  return new Promise((resolve, reject) => {
    spooling.waiting.push({ ...recordOf(head, body), length: body.length, resolve, reject })
    spooling.writing ??= writeAll(spooling)
  })
}

async function writeAll(spooling: Spooling): Promise<void> {
  while (spooling.waiting.length > 0) {
    const group = spooling.waiting.splice(0, RECORDS_A_SYNC)
    spooling.lastGroup = group.length
    try {
      await writeGroup(await segmentFor(spooling), group)
    } catch (failure) {
      giveUp(spooling, group, failure)
    }
  }
  spooling.lastGroup = 0
  // in the same moment as the last look: what is appended from now on begins anew
  spooling.writing = null
}

/** What is half written now can never be finished: these are told, and the next go into another file. */
function giveUp(spooling: Spooling, group: Waiting[], failure: unknown): void {
  if (spooling.active) spooling.active.open -= group.length
  leaveActive(spooling)
  for (const record of group) record.reject(failure)
}

async function segmentFor(spooling: Spooling): Promise<Segment> {
  if (spooling.active && spooling.active.size < SEGMENT_SIZE) return spooling.active
  leaveActive(spooling)
  const segment = await startSegment(spooling.folder, nextName(spooling))
  spooling.segments.add(segment)
  spooling.active = segment
  return segment
}

function nextName(spooling: Spooling): string {
  return `${spooling.owner}.${++spooling.made}`
}

function leaveActive(spooling: Spooling): void {
  const left = spooling.active
  spooling.active = null
  if (left) retire(left)
}

function done(spooling: Spooling, segment: Segment): void {
  segment.open--
  if (segment.open > 0) return
  if (segment === spooling.active && segment.size > SEGMENT_SIZE / 4) spooling.active = null
  if (segment === spooling.active) return
  spooling.segments.delete(segment)
  retire(segment)
}
