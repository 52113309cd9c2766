import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { SMTPServerDataStream } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { readStream } from '../../gateway/inbound/door/take-stream.ts'
import type { Mailbag } from '../../gateway/inbound/mailbag/arrival.ts'
import { openFiles } from '../../gateway/store/files.ts'
import type { Site } from '../../gateway/store/site.ts'

/** The real files, which count how often they are written to. */
function countedFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'postern-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const files = openFiles(folder)
  const counted = { writes: 0, files }
  const startOriginal: typeof files.startOriginal = async (id) => {
    const writer = await files.startOriginal(id)
    const write: typeof writer.write = (chunk) => {
      counted.writes++
      return writer.write(chunk)
    }
    return { ...writer, write }
  }
  const site = { files: { ...files, startOriginal } } as unknown as Site
  const mailbag = { newId: () => 'a'.repeat(21) } as unknown as Mailbag
  return { counted, door: { site, mailbag } }
}

const sizes = [
  { bytes: 0, inFile: false },
  { bytes: 40_000, inFile: false },
  { bytes: 256 * 1024, inFile: false },
  { bytes: 256 * 1024 + 4, inFile: true },
  { bytes: 1024 * 1024 + 4, inFile: true },
]
for (const { bytes, inFile } of sizes) {
  test(`a mail of ${bytes} bytes that comes in pieces of four is kept whole, in a few writes`, async () => {
    const { counted, door } = countedFiles()
    const mail = Buffer.from('.x\r\n'.repeat(bytes / 4))
    const pieces = Array.from({ length: bytes / 4 }, (_, n) => mail.subarray(n * 4, n * 4 + 4))
    const stream = Readable.from(pieces) as unknown as SMTPServerDataStream
    const { content } = await readStream(door, stream)
    expect(content.size).toBe(bytes)
    expect(content.file !== null).toBe(inFile)
    const kept = content.source ?? (await counted.files.original(content.file!))
    expect(kept.equals(mail)).toBe(true)
    expect(counted.writes).toBeLessThanOrEqual(bytes / (64 * 1024) + 1)
  })
}
