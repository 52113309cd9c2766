import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

const MARK = 'postern'
const LONGEST_LINE = 64

/** One record as it stands in the file: lengths and checksum, head, body, a line end. */
export function recordOf(head: object, body: Buffer): { record: Buffer[]; bodyAt: number } {
  const words = Buffer.from(JSON.stringify(head))
  const sum = crc32(body, crc32(words))
  const line = Buffer.from(`${MARK} ${words.length} ${body.length} ${sum}\n`)
  return { record: [line, words, body, Buffer.from('\n')], bodyAt: line.length + words.length }
}

export type FoundRecord = { head: object; bodyAt: number; bodyLength: number; end: number }

/** Reads the record that begins here; null where none does, or not a whole one. */
export async function recordAt(
  file: FileHandle,
  at: number,
  size: number,
): Promise<FoundRecord | null> {
  const line = (await bytesAt(file, at, Math.min(LONGEST_LINE, size - at))).toString('latin1')
  const [found, headLength, bodyLength, sum] = /^postern (\d+) (\d+) (\d+)\n/.exec(line) ?? []
  if (found === undefined) return null
  const bodyAt = at + found.length + Number(headLength)
  const end = bodyAt + Number(bodyLength) + 1
  if (end > size) return null
  const words = await bytesAt(file, at + found.length, Number(headLength))
  const body = await bytesAt(file, bodyAt, Number(bodyLength))
  if (crc32(body, crc32(words)) !== Number(sum)) return null
  const head = JSON.parse(words.toString()) as object
  return { head, bodyAt, bodyLength: body.length, end }
}

/**
 * Looks for a whole record after a place where none can be read.
 * @returns where it begins; null when there is none
 */
export async function nextRecord(
  file: FileHandle,
  after: number,
  size: number,
): Promise<number | null> {
  const rest = await bytesAt(file, after, size - after)
  const start = Buffer.from(`\n${MARK} `)
  for (let at = rest.indexOf(start); at >= 0; at = rest.indexOf(start, at + 1)) {
    if (await recordAt(file, after + at + 1, size)) return after + at + 1
  }
  return null
}

/** @throws when the file ends before */
export async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(length)
  for (let have = 0; have < length; ) {
    const { bytesRead } = await file.read(bytes, have, length - have, at + have)
    if (bytesRead === 0) throw new Error('The spool file ends too early.')
    have += bytesRead
  }
  return bytes
}
