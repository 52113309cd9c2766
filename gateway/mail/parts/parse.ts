import { bodyOffset, type Section } from '../header/headers.ts'
import { readPartsLeniently } from './lenient-parts.ts'
import { readPartsWithMailparser } from './mailparser-parts.ts'
import { leavesOf, type MimePart } from './mime-part.ts'

export type Parsed = { root: MimePart; flaws: string[] }

const longestBlankRun = 200

/**
 * Cuts a mail into its parts. mailparser cuts regular multiparts; what it would misread, refuse, or be slow on goes to our
 * lenient reader, and so does a mail of one part. RFC 2045, RFC 2046.
 */
export async function parseMail(source: Buffer): Promise<Parsed> {
  const section = bodyOffset(source)
  if (!section.flaw && !isMultipart(source.subarray(section.header, section.body)))
    return readLeniently(source, null)
  const irregular = irregularity(source, section)
  if (irregular) return readLeniently(source, irregular)
  try {
    const root = await readPartsWithMailparser(source)
    return isDoubtful(root, source) ? readLeniently(source, null) : { root, flaws: [] }
  } catch {
    return readLeniently(source, 'parser-refused')
  }
}

/** A mail of one part, as most are, needs no cutting. */
function isMultipart(section: Buffer): boolean {
  return /^content-type\s{0,9}:\s{0,99}multipart/im.test(section.toString('latin1'))
}

function readLeniently(source: Buffer, flaw: string | null): Parsed {
  const read = readPartsLeniently(source)
  return { root: read.root, flaws: flaw ? [flaw, ...read.flaws] : read.flaws }
}

/** What mailparser cannot be trusted with, found in one look over the bytes. */
function irregularity(source: Buffer, section: Section): string | null {
  if (section.flaw) return section.flaw
  if (section.header > 0) return 'lines-before-header'
  if (source.includes('rintable') && hasLongBlankRun(source)) return 'long-blank-run'
  return hasPaddedBoundary(source, section.body) ? 'padded-boundary' : null
}

/** The quoted-printable decoder of mailparser (libqp) takes quadratic time on them. */
function hasLongBlankRun(source: Buffer): boolean {
  let run = 0
  for (let at = 0; at < source.length; at++) {
    const byte = source[at]
    run = byte === 0x20 || byte === 0x09 ? run + 1 : 0
    if (run > longestBlankRun) return true
  }
  return false
}

/** Blanks after a delimiter are allowed (RFC 2046 section 5.1.1), but mailparser takes the line for text. */
function hasPaddedBoundary(source: Buffer, body: number): boolean {
  for (let at = source.indexOf('\n--', body); at >= 0; at = source.indexOf('\n--', at + 3)) {
    const end = source.indexOf(0x0a, at + 1)
    const last = end < 0 ? source.length : source[end - 1] === 0x0d ? end - 1 : end
    if (
      last - at > 4 &&
      last - at < 220 &&
      (source[last - 1] === 0x20 || source[last - 1] === 0x09)
    )
      return true
  }
  return false
}

/** A multipart without parts, or one that is not closed on a line of its own: mailparser then mixes the levels up. */
function isDoubtful(root: MimePart, source: Buffer): boolean {
  if (leavesOf(root).some((leaf) => leaf.type.startsWith('multipart/'))) return true
  return (
    !source.includes(`\n--${root.params['boundary'] ?? ''}--`) ||
    root.children.some((child) => hasOpenMultipart(child, source))
  )
}

function hasOpenMultipart(part: MimePart, source: Buffer): boolean {
  if (part.children.length === 0) return false
  if (!source.includes(`--${part.params['boundary'] ?? ''}--`)) return true
  return part.children.some((child) => hasOpenMultipart(child, source))
}
