import { decodeText } from '../charsets/charset.ts'
import { decodeWords } from './words.ts'

/** One field of a header section: its name in lower case, its value unfolded, in Unicode, encoded words still in place. */
export type HeaderLine = { name: string; value: string }

/** Where a header section begins and its body begins, and what was wrong with it. */
export type Section = { header: number; body: number; flaw: string | null }

const LF = 0x0a
const CR = 0x0d
/** More than this is no header of a person's mail; the rest is not read. */
const longestSection = 4 * 1024 * 1024
const mostJunkLines = 300
const usualField =
  /^(?:from|to|subject|date|message-id|received|return-path|content-type|mime-version|reply-to|cc|sender|content-transfer-encoding)\s?:/i
const fieldName = /^[!-9;-~]{1,200}[ \t]*:/

/**
 * Finds where the header section of `source` ends: the offset of the first byte of the body. A line that can be no
 * field ends the section as well, as in mail that lacks the empty line. RFC 5322 section 2.1.
 */
export function bodyOffset(source: Buffer, start = 0): Section {
  const header = skipPreface(source, start)
  const limit = Math.min(source.length, header + longestSection)
  let at = header
  let junkUntil = 0 // junk is let pass up to here: what lies ahead is looked at once
  while (at < limit) {
    const next = lineEnd(source, at)
    if (endsSection(source, at, next)) return { header, body: next, flaw: null }
    if (at >= junkUntil && !isField(source, at, next, at === header)) {
      junkUntil = endOfJunk(source, next)
      if (junkUntil < 0) return { header, body: at, flaw: 'header-without-end' }
    }
    at = next
  }
  return { header, body: at, flaw: at < source.length ? 'header-too-long' : null }
}

/** The fields of a header section, in order; lines that are no fields are left out. RFC 5322 section 2.2. */
export function readHeaderLines(section: Buffer, charset: string | null = null): HeaderLine[] {
  const lines: HeaderLine[] = []
  for (const line of unfold(section)) {
    const name = fieldName.exec(line)?.[0]
    if (!name) continue
    const value = line.slice(name.length).trim()
    lines.push({ name: name.slice(0, -1).trim().toLowerCase(), value: fromBinary(value, charset) })
  }
  return lines
}

/** The first value of a field, or ''. */
export function headerValue(lines: HeaderLine[], name: string): string {
  return headerValues(lines, name)[0] ?? ''
}

/** Every value of a field, in order. */
export function headerValues(lines: HeaderLine[], name: string): string[] {
  return valuesOf(lines).get(name) ?? none
}

/** A header is asked some sixty times: the values by their names, found once. Fields are never changed once they are asked. */
function valuesOf(lines: HeaderLine[]): Map<string, string[]> {
  const known = values.get(lines)
  if (known) return known
  const found = new Map<string, string[]>()
  for (const { name, value } of lines) {
    const list = found.get(name)
    if (list) list.push(value)
    else found.set(name, [value])
  }
  values.set(lines, found)
  return found
}

const values = new WeakMap<HeaderLine[], Map<string, string[]>>()
const none: string[] = []

/** The text of an unstructured field with its encoded words read; null where the field is absent. RFC 2047. */
export function headerText(lines: HeaderLine[], name: string): string | null {
  const value = headerValues(lines, name)[0]
  return value === undefined ? null : cleanText(decodeTwice(value))
}

/** Some programs encode what another one had encoded already. */
function decodeTwice(value: string): string {
  const text = decodeWords(value)
  return text !== value && /=\?[^?\s]{1,60}\?[bq]\?[^?]{0,200}\?=/i.test(text)
    ? decodeWords(text)
    : text
}

/** Control characters have no place in a subject or a name: they would break a header of ours. */
export function cleanText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ').trim()
}

/** A binary string (one character a byte) as Unicode: UTF-8 where it is valid, else the given or a guessed charset. */
function fromBinary(text: string, charset: string | null): string {
  if (!/[\u0080-\u00ff\u001b]/.test(text)) return text
  return decodeText(Buffer.from(text, 'latin1'), charset).text
}

/** Folded lines are joined; so are parameters that lost the blank in front of them. RFC 5322 section 2.2.3. */
function unfold(section: Buffer): string[] {
  return section
    .toString('latin1')
    .replace(/;[ \t]{0,20}\r?\n(?=[a-z-]{1,40}=)/gi, ';')
    .replace(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n|\r/)
}

/** An mbox line, blank lines or a byte order mark in front are not the mail's own. */
function skipPreface(source: Buffer, start: number): number {
  let at = start
  if (start === 0 && source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf) at = 3
  for (
    let next = lineEnd(source, at);
    at < source.length && isBlankLine(source, at, next);
    next = lineEnd(source, at)
  )
    at = next
  const first = source.toString('latin1', at, at + 6)
  return /^>?From /.test(first) ? lineEnd(source, at) : at
}

/** An empty line; a line of blanks only where no folded line or usual field follows it (RFC 5322 section 4.2). */
function endsSection(source: Buffer, at: number, next: number): boolean {
  if (!isBlankLine(source, at, next)) return false
  if (source[at] === LF || source[at] === CR) return true
  const after = source.toString('latin1', next, next + 40)
  return !/^[ \t]{1,30}[^\s]/.test(after) && !usualField.test(after)
}

function lineEnd(source: Buffer, start: number): number {
  const end = source.indexOf(LF, start)
  return end < 0 ? source.length : end + 1
}

function isBlankLine(source: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (source[at] !== LF && source[at] !== CR && source[at] !== 0x20 && source[at] !== 0x09)
      return false
  }
  return true
}

/**
 * Junk does not end the fields when a usual one, or nothing but fields, comes before the next blank line.
 * @returns where that field or that line begins; -1 where the junk is the body
 */
function endOfJunk(source: Buffer, from: number): number {
  let at = from
  let onlyFields = true
  for (let n = 0; n < mostJunkLines && at < source.length; n++) {
    const next = lineEnd(source, at)
    if (isBlankLine(source, at, next)) return n > 0 && onlyFields ? at : -1
    if (usualField.test(source.toString('latin1', at, Math.min(next, at + 40)))) return at
    onlyFields = onlyFields && isField(source, at, next, n === 0)
    at = next
  }
  return -1
}

function isField(source: Buffer, start: number, end: number, mustStart: boolean): boolean {
  const first = source[start]
  if (!mustStart && isStrayParameter(source, start)) return true
  if (first === 0x20 || first === 0x09) return !mustStart
  return fieldName.test(source.toString('latin1', start, Math.min(end, start + 210)))
}

function isStrayParameter(source: Buffer, start: number): boolean {
  return /^(?:boundary|charset|name|filename|format|type|report-type)=/i.test(
    source.toString('latin1', start, start + 20),
  )
}
