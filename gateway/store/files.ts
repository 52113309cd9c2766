import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { makeFolder, syncFolder } from '../lib/folders.ts'

/**
 * Files of the data folder: attachments by the hash of their bytes, and the originals of large mails. Everything is synced to the
 * disk, the folder too, before it counts as kept.
 */
export type Files = {
  /** Keeps bytes under their SHA-256; what is there already is not written again. */
  keepContent(content: Uint8Array, sha256?: string): Promise<string>
  readContent(sha256: string): Readable
  contentOf(sha256: string): Promise<Buffer>
  /**
   * Erases bytes for good, unless somebody has kept the same ones since.
   * @returns false where that is so: then they stay
   */
  eraseContent(sha256: string, keptBefore: number): Promise<boolean>
  /** Begins a large mail. */
  startOriginal(id: string): Promise<OriginalWriter>
  original(name: string): Promise<Buffer>
  /** The first bytes of a large mail. */
  originalHead(name: string, length: number): Promise<Buffer>
}

type OriginalWriter = {
  readonly name: string
  write(chunk: Buffer): Promise<void>
  /** Syncs file and folder; from now on the mail survives a power cut. */
  finish(): Promise<void>
  /** Takes the file away again, finished or not. */
  abandon(): Promise<void>
}

export function openFiles(dataDir: string): Files {
  const contentPath = (sha256: string) => join(dataDir, 'files', sha256.slice(0, 2), sha256)
  const originalPath = (name: string) => join(dataDir, 'mails', name.slice(0, 6), name)

  return {
    async keepContent(content, sha256 = createHash('sha256').update(content).digest('hex')) {
      const path = contentPath(sha256)
      // another mail may have written it this moment: its name must be on the disk for this one, too
      if (await touch(path)) await syncFolder(dirname(path))
      else await writeSynced(path, content)
      return sha256
    },
    readContent: (sha256) => createReadStream(contentPath(mustBeHash(sha256))),
    contentOf: (sha256) => readFile(contentPath(mustBeHash(sha256))),
    eraseContent: (sha256, keptBefore) => eraseOld(contentPath(mustBeHash(sha256)), keptBefore),
    startOriginal: (id) => startWriting(`${id}.eml`, originalPath(`${id}.eml`)),
    original: (name) => readFile(originalPath(name)),
    originalHead: (name, length) => readStart(originalPath(name), length),
  }
}

async function startWriting(name: string, path: string): Promise<OriginalWriter> {
  await makeFolder(dirname(path))
  const file = await open(path, 'w', 0o600)
  return {
    name,
    write: (chunk) => file.appendFile(chunk),
    async finish() {
      await file.sync()
      await file.close()
      await syncFolder(dirname(path))
    },
    async abandon() {
      await file.close().catch(() => {}) // it may be closed already
      await rm(path, { force: true })
    },
  }
}

async function readStart(path: string, length: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Under another name first, so that a file with the right name is always whole. */
async function writeSynced(path: string, content: Uint8Array): Promise<void> {
  await makeFolder(dirname(path))
  const draft = `${path}.${randomUUID()}`
  try {
    const file = await open(draft, 'w', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (failure) {
    await rm(draft, { force: true })
    throw failure
  }
  await syncFolder(dirname(path))
}

/** Is it there? Then it counts as kept from this moment: whoever erases old files leaves it alone. */
async function touch(path: string): Promise<boolean> {
  const now = new Date()
  return utimes(path, now, now).then(
    () => true,
    () => false,
  )
}

/** Under another name first: who keeps the same bytes from now on writes them anew, who kept them before has left a fresh time. */
async function eraseOld(path: string, keptBefore: number): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (failure) {
    if ((failure as { code?: string }).code === 'ENOENT') return true
    throw failure
  }
  const isFresh = (await stat(aside)).mtimeMs >= keptBefore
  if (isFresh) await rename(aside, path)
  else await rm(aside)
  return !isFresh
}

function mustBeHash(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('This is not the hash of a file.')
  return sha256
}
