import type { HtmlPart, PartKind } from '../reading.ts'
import type { HtmlWalk, Piece } from './html-walk.ts'

/** More parts than this, or much more HTML than there was, and the cut is not worth it: all is shown. */
const mostParts = 400
const mostGrowth = 3

/** Elements that are open, the part under way, and tags that wait to see whose words follow. */
type Cut = {
  parts: HtmlPart[]
  kind: PartKind | null
  out: string[]
  open: Piece[]
  waiting: Piece[]
  /** How many quote containers are open, and whether the last words stood in one. */
  quotes: number
  quotedLast: boolean
}

/**
 * Cuts clean HTML where its text was cut: `kinds` has the kind of each line. Every part is balanced: what is open at a cut
 * is closed, and opened again in the next part, so that each keeps its formatting. Nothing is left out.
 */
export function cutHtml(walk: HtmlWalk, kinds: PartKind[]): HtmlPart[] {
  if (!walk.pieces || isAllNew(walk.pieces, kinds)) return [{ kind: 'new', html: walk.html }]
  const cut: Cut = {
    parts: [],
    kind: null,
    out: [],
    open: [],
    waiting: [],
    quotes: 0,
    quotedLast: false,
  }
  for (const piece of walk.pieces) {
    if (piece.kind === 'close') closeElement(cut, piece)
    else if (piece.line < 0) cut.waiting.push(piece)
    else addWords(cut, piece, kindOf(cut, piece, kinds))
    if (cut.parts.length > mostParts) return [{ kind: 'new', html: walk.html }]
  }
  endPart(cut)
  const length = cut.parts.reduce((sum, part) => sum + part.html.length, 0)
  return length > walk.html.length * mostGrowth + 10_000
    ? [{ kind: 'new', html: walk.html }]
    : cut.parts
}

/** Most mails quote nothing: they are one part, as they stand. */
function isAllNew(pieces: Piece[], kinds: PartKind[]): boolean {
  return (
    pieces.length > 0 &&
    kinds.every((kind) => kind === 'new') &&
    !pieces.some((piece) => piece.quotes)
  )
}

/** A picture belongs to the quote in which it stands, else to the words before it; at the top it is new. */
function kindOf(cut: Cut, piece: Piece, kinds: PartKind[]): PartKind {
  if (piece.kind === 'words') return kinds[piece.line] ?? cut.kind ?? 'new'
  if (cut.quotes + cut.waiting.filter((waiting) => waiting.quotes).length > 0) return 'quote'
  return cut.quotedLast || cut.kind === null ? 'new' : cut.kind
}

function addWords(cut: Cut, piece: Piece, kind: PartKind): void {
  if (cut.kind !== null && cut.kind !== kind) {
    finishPart(cut)
    cut.out.push(...cut.open.map((element) => element.html))
  }
  cut.kind = kind
  takeWaiting(cut)
  cut.out.push(piece.html)
  cut.quotedLast = cut.quotes > 0
}

/** Ends the part under way; what waits goes with the words that follow. */
function finishPart(cut: Cut): void {
  const closing = cut.open.map((element) => `</${element.tag}>`).reverse()
  cut.parts.push({ kind: cut.kind ?? 'new', html: [...cut.out, ...closing].join('') })
  cut.out = []
}

function takeWaiting(cut: Cut): void {
  for (const piece of cut.waiting) {
    cut.out.push(piece.html)
    if (piece.kind === 'open') cut.open.push(piece)
    if (piece.quotes) cut.quotes++
  }
  cut.waiting = []
}

/** An element that closes without words goes with what stands before it. */
function closeElement(cut: Cut, piece: Piece): void {
  takeWaiting(cut)
  const closed = cut.open.pop()
  if (closed?.quotes) cut.quotes--
  cut.out.push(piece.html)
}

function endPart(cut: Cut): void {
  takeWaiting(cut)
  if (cut.out.length > 0) finishPart(cut)
}
