import { bodyOffset, headerValue, readHeaderLines } from '../header/headers.ts'
import { describePart, type MimePart } from './mime-part.ts'
import { decodeTransfer } from './transfer.ts'

type Walk = { source: Buffer; parts: number; flaws: Set<string> }
type Range = { start: number; end: number }

const deepest = 40
const mostParts = 2000
const DASH = 0x2d

/**
 * Cuts an irregular mail into parts: blanks after a boundary, boundaries that were never declared or never closed,
 * header sections without an end. Outer boundaries win over inner ones. Never throws; the flaws say what was mended.
 * RFC 2046 section 5.1.1.
 */
export function readPartsLeniently(source: Buffer): { root: MimePart; flaws: string[] } {
  const walk: Walk = { source, parts: 0, flaws: new Set() }
  const root = readPart(walk, { start: 0, end: source.length }, { parentType: '', depth: 0 })
  return { root, flaws: [...walk.flaws] }
}

function readPart(
  walk: Walk,
  range: Range,
  place: { parentType: string; depth: number },
): MimePart {
  walk.parts++
  const bytes = walk.source.subarray(range.start, range.end)
  const found = sectionOf(bytes, place.depth)
  if (found.flaw) walk.flaws.add(found.flaw)
  const part = describePart(
    readHeaderLines(bytes.subarray(found.header, found.body)),
    place.parentType,
  )
  const body = { start: range.start + found.body, end: range.end }
  if (part.type.startsWith('multipart/')) readChildren(walk, part, body, place.depth)
  if (part.children.length === 0) part.content = leafContent(walk, part, body)
  return part
}

/** A part that begins with an empty line has no header section. */
function sectionOf(
  bytes: Buffer,
  depth: number,
): { header: number; body: number; flaw: string | null } {
  if (depth > 0 && bytes[0] === 0x0a) return { header: 0, body: 1, flaw: null }
  if (depth > 0 && bytes[0] === 0x0d && bytes[1] === 0x0a) return { header: 0, body: 2, flaw: null }
  return bodyOffset(bytes)
}

function readChildren(walk: Walk, part: MimePart, body: Range, depth: number): void {
  if (depth >= deepest) {
    walk.flaws.add('nested-too-deeply')
    return
  }
  for (const range of childRanges(walk, part, body)) {
    if (walk.parts >= mostParts) {
      walk.flaws.add('too-many-parts')
      return
    }
    part.children.push(readPart(walk, range, { parentType: part.type, depth: depth + 1 }))
  }
}

function childRanges(walk: Walk, part: MimePart, body: Range): Range[] {
  const declared = part.params['boundary'] ?? ''
  const ranges = declared ? cutAt(walk.source, body, declared) : []
  if (ranges.length > 0) return ranges
  const guessed = guessBoundary(walk.source, body)
  walk.flaws.add(guessed ? 'boundary-guessed' : 'multipart-without-parts')
  return guessed ? cutAt(walk.source, body, guessed) : []
}

function leafContent(walk: Walk, part: MimePart, body: Range): Buffer {
  const bytes = walk.source.subarray(body.start, body.end)
  if (part.type.startsWith('multipart/')) {
    part.type = 'text/plain'
    part.disposition = ''
  }
  return decodeTransfer(headerValue(part.headers, 'content-transfer-encoding'), bytes)
}

/** The ranges between the delimiter lines of one boundary, without the line end in front of each delimiter. */
function cutAt(source: Buffer, body: Range, boundary: string): Range[] {
  const ranges: Range[] = []
  const mark = Buffer.from(`--${boundary.trimEnd()}`, 'latin1')
  let open = -1
  for (
    let at = source.indexOf(mark, body.start);
    at >= 0 && at < body.end;
    at = source.indexOf(mark, at + mark.length)
  ) {
    const line = delimiterLine(source, body, { start: at, end: at + mark.length })
    if (!line) continue
    if (open >= 0) ranges.push({ start: open, end: Math.max(open, withoutLineEnd(source, at)) })
    open = line.closes ? -1 : line.next
    if (line.closes || ranges.length > mostParts) break
  }
  if (open >= 0 && open < body.end)
    ranges.push({ start: open, end: beforeGluedEnd(source, body, mark) })
  return ranges
}

/** Some programs write the closing delimiter behind the last word, without a line end between. */
function beforeGluedEnd(source: Buffer, body: Range, mark: Buffer): number {
  const tail = source.subarray(Math.max(body.start, body.end - mark.length - 20), body.end)
  const at = tail.lastIndexOf(Buffer.concat([mark, Buffer.from('--')]))
  const isLast = at >= 0 && tail.toString('latin1', at + mark.length + 2).trim() === ''
  return isLast ? body.end - tail.length + at : body.end
}

function delimiterLine(
  source: Buffer,
  body: Range,
  mark: Range,
): { next: number; closes: boolean } | null {
  if (mark.start > body.start && source[mark.start - 1] !== 0x0a && source[mark.start - 1] !== 0x0d)
    return null
  const closes = source[mark.end] === DASH && source[mark.end + 1] === DASH
  let at = closes ? mark.end + 2 : mark.end
  while (source[at] === 0x20 || source[at] === 0x09) at++
  if (at >= body.end) return { next: body.end, closes }
  if (source[at] === 0x0d) at++
  if (source[at] === 0x0a) return { next: at + 1, closes }
  return source[at - 1] === 0x0d || closes ? { next: at, closes } : null
}

function withoutLineEnd(source: Buffer, at: number): number {
  if (source[at - 1] !== 0x0a) return source[at - 1] === 0x0d ? at - 1 : at
  return source[at - 2] === 0x0d ? at - 2 : at - 1
}

/** The first line of the body that looks like a delimiter and is followed by a header field or comes back. */
function guessBoundary(source: Buffer, body: Range): string | null {
  const start = source.toString('latin1', body.start, Math.min(body.end, body.start + 100_000))
  const match = /(?:^|\n)--([^\s][^\r\n]{0,199}?)[ \t]*\r?\n(?=[A-Za-z-]{1,60}:)/.exec(start)
  return match ? match[1]! : null
}
