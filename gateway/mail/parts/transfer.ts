/** Undoes a Content-Transfer-Encoding; what is no encoding we know stays as it is. RFC 2045 section 6. */
export function decodeTransfer(encoding: string, bytes: Buffer): Buffer {
  const name = encoding.toLowerCase().replace(/[\s;"'(].*$/s, '')
  if (name === 'base64') return decodeBase64(bytes)
  if (name === 'quoted-printable') return decodeQuotedPrintable(bytes)
  if (/^(?:x-)?uu(?:e|encode)?$/.test(name)) return decodeUuencode(bytes)
  return bytes
}

/** Padding ends a block; another block may follow on a line of its own (a list's footer), other words are not read. */
function decodeBase64(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  const padding = text.indexOf('=')
  if (padding < 0 || /^[=\s]*$/.test(text.slice(padding))) return Buffer.from(text, 'base64')
  const blocks = text.split(/(?<=[A-Za-z0-9+/]=)[ \t]*\r?\n|(?<=[A-Za-z0-9+/]==)[ \t]*\r?\n/)
  return Buffer.concat(blocks.map((block) => Buffer.from(upToPadding(block), 'base64')))
}

function upToPadding(block: string): string {
  const padding = block.indexOf('=')
  return padding < 0 ? block : block.slice(0, padding)
}

const CR = 0x0d
const LF = 0x0a
const EQUALS = 0x3d

/** One pass, linear: blanks at the end of a line go, soft line ends go, `=XX` is a byte. RFC 2045 section 6.7. */
export function decodeQuotedPrintable(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length)
  let length = 0
  let solid = 0 // where the line ends without its blanks
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === EQUALS) {
      const soft = softBreak(bytes, at + 1)
      const value = soft < 0 ? hexByte(bytes, at + 1) : -1
      if (soft >= 0) at = soft - 1
      else if (value >= 0) at += 2
      if (soft < 0) out[length++] = value >= 0 ? value : EQUALS
      solid = length
    } else if (byte === LF || byte === CR) {
      length = solid
      out[length++] = byte
      solid = length
    } else {
      out[length++] = byte
      if (byte !== 0x20 && byte !== 0x09) solid = length
    }
  }
  return out.subarray(0, solid)
}

/** The offset after `=` blanks line end, or -1. */
function softBreak(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && at < start + 100 && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++
  if (at >= bytes.length) return at
  if (bytes[at] === LF) return at + 1
  return bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : -1
}

function hexByte(bytes: Buffer, at: number): number {
  const high = hexDigit(bytes[at] ?? 0)
  const low = hexDigit(bytes[at + 1] ?? 0)
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** `begin 644 name`, lines that carry their length in the first character, `end`: what Unix sent before MIME. */
function decodeUuencode(bytes: Buffer): Buffer {
  const lines = bytes.toString('latin1').split(/\r?\n/)
  const begin = lines.findIndex((line) => /^begin [0-7]{3,4} /.test(line))
  if (begin < 0) return bytes
  const end = lines.findIndex((line, n) => n > begin && line === 'end')
  return decodeUuLines(lines.slice(begin + 1, end < 0 ? undefined : end))
}

/** The lines between `begin` and `end`. */
export function decodeUuLines(lines: string[]): Buffer {
  return Buffer.concat(lines.map(decodeUuLine))
}

function decodeUuLine(line: string): Buffer {
  const length = (line.charCodeAt(0) - 32) & 63
  if (line === '' || length === 0) return Buffer.alloc(0)
  const out = Buffer.alloc(Math.ceil(length / 3) * 3)
  for (let group = 0; group * 3 < length; group++) {
    const sextets = [0, 1, 2, 3].map((n) => ((line.charCodeAt(1 + group * 4 + n) || 32) - 32) & 63)
    out.writeUIntBE(
      sextets.reduce((sum, sextet) => sum * 64 + sextet, 0),
      group * 3,
      3,
    )
  }
  return out.subarray(0, length)
}
