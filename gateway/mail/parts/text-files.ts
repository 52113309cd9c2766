import { decodeUuLines } from './transfer.ts'

/** A file that stood in the text of a mail, as before MIME, and the text without it. */
export type TextFile = { name: string; content: Buffer }
export type Taken = { text: Buffer; files: TextFile[] }

type Block = { name: string; content: Buffer; next: number }

const mostFiles = 200
const uuBegin = /^begin(?:-base64)? [0-7]{3,4} (\S.{0,300}?)\r?$/
const yBegin = /^=ybegin .{0,200}?name=(.{1,300}?)\r?$/

/**
 * Takes uuencoded and yEnc files out of a text. A block counts only where it ends as it should and each of its lines has the
 * length that it states: nothing that a person typed is taken.
 */
export function takeTextFiles(content: Buffer): Taken | null {
  if (!['begin ', 'begin-base64 ', '=ybegin '].some((mark) => content.includes(mark))) return null
  const lines = content.toString('latin1').split('\n')
  const kept: string[] = []
  const files: TextFile[] = []
  for (let at = 0; at < lines.length; ) {
    const block = files.length < mostFiles ? blockAt(lines, at) : null
    if (block) files.push({ name: block.name, content: block.content })
    else kept.push(lines[at]!)
    at = block ? block.next : at + 1
  }
  return files.length > 0 ? { text: Buffer.from(kept.join('\n'), 'latin1'), files } : null
}

function blockAt(lines: string[], at: number): Block | null {
  const line = lines[at]!
  const uu = uuBegin.exec(line)
  if (uu)
    return line.startsWith('begin-') ? base64Block(lines, at, uu[1]!) : uuBlock(lines, at, uu[1]!)
  const yenc = yBegin.exec(line)
  return yenc ? yencBlock(lines, at, yenc[1]!) : null
}

/** A length, so many characters, and at last `end`. */
function uuBlock(lines: string[], begin: number, name: string): Block | null {
  let at = begin + 1
  while (at < lines.length && isUuLine(lines[at]!)) at++
  if (at === begin + 1 || !/^end\s*$/.test(lines[at] ?? '')) return null
  return { name, content: decodeUuLines(lines.slice(begin + 1, at)), next: at + 1 }
}

function isUuLine(line: string): boolean {
  const plain = line.replace(/\r$/, '')
  const length = (plain.charCodeAt(0) - 32) & 63
  const wanted = Math.ceil(length / 3) * 4
  if (plain === '' || plain.length > 70 || !/^[ -`]+$/.test(plain)) return false
  // trailing blanks may be lost on the way, and some encoders add a checksum
  return plain.length <= wanted + 3 && plain.trimEnd().length > wanted - 12
}

function base64Block(lines: string[], begin: number, name: string): Block | null {
  let at = begin + 1
  while (at < lines.length && /^[A-Za-z0-9+/]{1,76}={0,2}\r?$/.test(lines[at]!)) at++
  if (!/^====\s*$/.test(lines[at] ?? '')) return null
  const text = lines.slice(begin + 1, at).join('')
  return { name, content: Buffer.from(text, 'base64'), next: at + 1 }
}

/** Each octet 42 higher, the few that mail would spoil behind an equals sign and 64 higher: yEnc draft 1.3. */
function yencBlock(lines: string[], begin: number, name: string): Block | null {
  let first = begin + 1
  if (/^=ypart /.test(lines[first] ?? '')) first++
  let at = first
  while (at < lines.length && !/^=y(?:end|begin)/.test(lines[at]!)) at++
  if (!lines[at]?.startsWith('=yend')) return null
  const encoded = Buffer.from(lines.slice(first, at).join('').replaceAll('\r', ''), 'latin1')
  const content = Buffer.alloc(encoded.length)
  let length = 0
  for (let n = 0; n < encoded.length; n++) {
    const escaped = encoded[n] === 0x3d
    if (escaped) n++
    content[length++] = ((encoded[n] ?? 0) - (escaped ? 106 : 42)) & 0xff
  }
  const size = Number(/ size=(\d{1,12})/.exec(lines[at]!)?.[1] ?? length)
  return size === length ? { name, content: content.subarray(0, length), next: at + 1 } : null
}
