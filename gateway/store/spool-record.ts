import { crc32 } from 'node:zlib'

const MARK = 'postern'

/** One record as it stands in the file: lengths and checksum, head, body, a line end. */
export function recordOf(head: object, body: Buffer): { record: Buffer[]; bodyAt: number } {
  const words = Buffer.from(JSON.stringify(head))
  const sum = crc32(body, crc32(words))
  const line = Buffer.from(`${MARK} ${words.length} ${body.length} ${sum}\n`)
  return { record: [line, words, body, Buffer.from('\n')], bodyAt: line.length + words.length }
}

/** Reads the record that begins here; null where none does, or not a whole one. */
export function recordAt(
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
