import type { Sought } from './search-query.ts'
import { type Term, termsOf } from './search-terms.ts'

/** A piece of a text; `found` where it is what was looked for. */
export type Piece = { text: string; found: boolean }

const SNIPPET = 240
const BEFORE = 80

/** The part of a text around the first thing found, with what was found apart. */
export function snippetOf(text: string, sought: Sought[]): Piece[] {
  const plain = text.replace(/\s+/g, ' ').trim()
  const hits = hitsIn(plain, sought)
  const first = hits[0]?.from ?? 0
  const start = first <= BEFORE ? 0 : blankBefore(plain, first - BEFORE)
  const end = Math.min(plain.length, start + SNIPPET)
  const pieces = cut(plain.slice(start, end), within(hits, start, end))
  const before: Piece[] = start > 0 ? [{ text: '… ', found: false }] : []
  const after: Piece[] = end < plain.length ? [{ text: ' …', found: false }] : []
  return [...before, ...pieces, ...after]
}

type Span = { from: number; to: number }

/** Where the things looked for stand, in order, without overlaps. */
function hitsIn(text: string, sought: Sought[]): Span[] {
  const terms = termsOf(text, 20_000)
  const spans = terms.flatMap((_, at) =>
    sought.filter((one) => standsAt(terms, at, one)).map((one) => spanOf(terms, at, one)),
  )
  const apart: Span[] = []
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    const last = apart.at(-1)
    if (last && span.from < last.to) last.to = Math.max(last.to, span.to)
    else apart.push({ ...span })
  }
  return apart
}

function standsAt(terms: Term[], at: number, { terms: wanted, isBeginning }: Sought): boolean {
  return wanted.every((term, offset) => {
    const here = terms[at + offset]?.term
    const mayGoOn = isBeginning && offset === wanted.length - 1
    return here !== undefined && (mayGoOn ? here.startsWith(term) : here === term)
  })
}

function spanOf(terms: Term[], at: number, sought: Sought): Span {
  return { from: terms[at]!.from, to: terms[at + sought.terms.length - 1]!.to }
}

function within(spans: Span[], start: number, end: number): Span[] {
  return spans
    .filter(({ from, to }) => from >= start && to <= end)
    .map(({ from, to }) => ({ from: from - start, to: to - start }))
}

function cut(text: string, spans: Span[]): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const { from, to } of spans) {
    pieces.push({ text: text.slice(done, from), found: false })
    pieces.push({ text: text.slice(from, to), found: true })
    done = to
  }
  pieces.push({ text: text.slice(done), found: false })
  return pieces.filter((piece) => piece.text !== '')
}

function blankBefore(text: string, at: number): number {
  const blank = text.lastIndexOf(' ', at)
  return blank > at - 40 ? blank + 1 : at
}
