import { type Element, type LineRole, openTextWriter } from './html-text.ts'
import type { QuoteRole } from './quote-containers.ts'

/** One piece of clean HTML, in order. `line` is the line of the text in which its words stand, -1 where it has none. */
export type Piece = {
  kind: 'open' | 'close' | 'void' | 'words' | 'blank'
  html: string
  tag: string
  line: number
}

/** Clean HTML as its pieces and as its text; `roles` says what the containers of mail programs make of the lines. */
export type HtmlWalk = {
  html: string
  text: string
  /** Null where there are too many. */
  pieces: Piece[] | null
  roles: Map<number, LineRole>
}

/** HTML of more pieces than this is not cut: nobody wrote it. */
const mostPieces = 200_000
const voids = new Set(['br', 'hr', 'img', 'col'])
const plain: Element = { role: null, alt: '', pre: false }

/**
 * Walks once over HTML that `sanitise.ts` has made: every tag is closed in order, no `<` or `>` stands in a value. So a
 * search for the next bracket is enough. Linear.
 */
export function walkHtml(html: string): HtmlWalk {
  const writer = openTextWriter()
  const pieces: Piece[] = []
  const open: Element[] = []
  for (let at = 0; at < html.length; ) {
    const next = html.charCodeAt(at) === 60 ? tagEnd(html, at) : wordsEnd(html, at)
    const piece = html.slice(at, next)
    if (html.charCodeAt(at) !== 60) walkWords(writer, pieces, piece)
    else walkTag(writer, { pieces, open }, piece)
    at = next
  }
  const { text, above, roles } = writer.finish()
  if (pieces.length >= mostPieces) return { html, text, pieces: null, roles: new Map() }
  for (const piece of pieces) if (piece.line >= 0) piece.line -= above
  return { html, text, pieces, roles: new Map([...roles].map(([n, role]) => [n - above, role])) }
}

function keep(pieces: Piece[], piece: Piece): void {
  if (pieces.length < mostPieces) pieces.push(piece)
}

function tagEnd(html: string, at: number): number {
  const end = html.indexOf('>', at)
  return end < 0 ? html.length : end + 1
}

function wordsEnd(html: string, at: number): number {
  const end = html.indexOf('<', at)
  return end < 0 ? html.length : end
}

type Writer = ReturnType<typeof openTextWriter>

function walkTag(writer: Writer, walk: { pieces: Piece[]; open: Element[] }, html: string): void {
  if (html.charCodeAt(1) === 47) {
    const tag = html.slice(2, -1)
    writer.close(tag, walk.open.pop() ?? plain)
    keep(walk.pieces, { kind: 'close', html, tag, line: -1 })
    return
  }
  const tag = /^[a-z0-9]+/.exec(html.slice(1, 12))?.[0] ?? ''
  const element = html.length > tag.length + 2 ? readElement(html) : plain
  writer.open(tag, element)
  if (voids.has(tag)) {
    keep(walk.pieces, { kind: 'void', html, tag, line: tag === 'img' ? writer.line() : -1 })
    if (element !== plain) writer.close('', element)
  } else {
    walk.open.push(element)
    keep(walk.pieces, { kind: 'open', html, tag, line: -1 })
  }
}

function readElement(html: string): Element {
  const role = / data-quote="([a-z]{1,12})"/.exec(html)?.[1] as QuoteRole | undefined
  const alt = html.startsWith('<img') ? (/ alt="([^"]{0,2000})"/.exec(html)?.[1] ?? '') : ''
  const pre = / style="[^"]{0,4000}white-space:pre/.test(html)
  return role || alt || pre ? { role: role ?? null, alt, pre } : plain
}

/** Of preformatted words each line is a piece, because the cut may go between them. */
function walkWords(writer: Writer, pieces: Piece[], html: string): void {
  const lines = writer.isPreformatted() && html.includes('\n') ? splitAfter(html) : [html]
  for (const line of lines) {
    const at = writer.line()
    writer.write(line)
    const blank = /^[\s\u00a0]*$/.test(line)
    keep(pieces, { kind: blank ? 'blank' : 'words', html: line, tag: '', line: blank ? -1 : at })
  }
}

function splitAfter(text: string): string[] {
  return text.split(/(?<=\n)/)
}
