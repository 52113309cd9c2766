import { decodeText } from '../charsets/charset.ts'
import { decodeWords } from './words.ts'

/** A field such as Content-Type: the value in lower case, its parameters by name in lower case. */
export type Parametrised = { value: string; params: Record<string, string> }

type Segment = { index: number; encoded: boolean; text: string }

const parameter = /^\s*([^\s=*]{1,100})(?:\*(\d{1,4}))?(\*)?\s*=\s*/

/**
 * Reads a field with parameters: continued and charset-marked ones (RFC 2231 sections 3 and 4), and encoded words where
 * they are not allowed but common (RFC 2047 section 5). RFC 2045 section 5.1.
 */
export function readParametrised(field: string): Parametrised {
  const [value = '', ...rest] = splitOutsideQuotes(withSemicolon(field))
  const segments = new Map<string, Segment[]>()
  for (const piece of rest) addSegment(segments, piece)
  const params: Record<string, string> = Object.create(null)
  for (const [name, list] of segments) params[name] = joinSegments(list)
  return { value: dropComment(value).toLowerCase(), params }
}

/** `application/pdf name="a.pdf"`: the first semicolon is often forgotten, or another sign stands in its place. */
function withSemicolon(field: string): string {
  return field.replace(
    /^(\s{0,9}[\w.+-]{1,100}\/[\w.+-]{1,100})(?:[ \t]{1,9}|[,:]\s{0,9})(?=[a-z]{1,20}\*?\s?=)/i,
    '$1; ',
  )
}

/** What stands behind a comma is no part of the value either. */
function dropComment(value: string): string {
  return value.split(/[(,]/, 1)[0]!.trim()
}

/** Cuts at semicolons that stand outside quoted strings and comments. */
function splitOutsideQuotes(field: string): string[] {
  const pieces: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < field.length; at++) {
    const char = field[at]
    if (quoted && char === '\\') at++
    else if (char === '"') quoted = !quoted
    else if (char === ';' && !quoted) {
      pieces.push(field.slice(start, at))
      start = at + 1
    }
  }
  pieces.push(field.slice(start))
  return quoted && pieces.length === 1 && field.includes(';') ? field.split(';') : pieces
}

function addSegment(segments: Map<string, Segment[]>, piece: string): void {
  const match = parameter.exec(piece)
  if (!match) return
  const name = match[1]!.toLowerCase()
  const raw = unquote(piece.slice(match[0].length))
  const segment = { index: Number(match[2] ?? -1), encoded: match[3] !== undefined, text: raw }
  const known = segments.get(name)
  if (known) known.push(segment)
  else segments.set(name, [segment])
}

function unquote(raw: string): string {
  const text = raw.trim()
  if (!text.startsWith('"')) return dropTrailingComment(text)
  const close = closingQuote(text)
  return text.slice(1, close).replace(/\\(["\\])/g, '$1')
}

function closingQuote(text: string): number {
  for (let at = 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return text.length
}

function dropTrailingComment(text: string): string {
  const open = text.indexOf(' (')
  return open > 0 && text.endsWith(')') ? text.slice(0, open).trim() : text
}

/** Extended segments win over a plain value of the same name. */
function joinSegments(list: Segment[]): string {
  const numbered = list.filter((segment) => segment.index >= 0).sort((a, b) => a.index - b.index)
  const single = list.find((segment) => segment.index < 0 && segment.encoded)
  if (single) return decodeExtended([single])
  if (numbered.length > 0) return decodeExtended(numbered)
  return decodeWords(list[0]!.text)
}

function decodeExtended(list: Segment[]): string {
  const first = list[0]!
  const marked = first.encoded ? /^([^']{0,60})'[^']{0,60}'/.exec(first.text) : null
  const texts = list.map((segment, n) =>
    n === 0 && marked ? segment.text.slice(marked[0].length) : segment.text,
  )
  if (!list.some((segment) => segment.encoded)) return decodeWords(texts.join(''))
  const bytes = list.map((segment, n) =>
    segment.encoded ? percentBytes(texts[n]!) : Buffer.from(texts[n]!, 'utf8'),
  )
  return decodeText(Buffer.concat(bytes), marked?.[1] ?? null).text
}

function percentBytes(text: string): Buffer {
  const parts = text.split('%')
  const out = [Buffer.from(parts[0]!, 'utf8')]
  for (const part of parts.slice(1)) {
    const hex = /^[0-9A-Fa-f]{2}/.exec(part)?.[0]
    if (hex) out.push(Buffer.from(hex, 'hex'), Buffer.from(part.slice(2), 'utf8'))
    else out.push(Buffer.from(`%${part}`, 'utf8'))
  }
  return Buffer.concat(out)
}
