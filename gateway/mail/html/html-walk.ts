import { type Element, type LineRole, openTextWriter, type TextWriter } from './html-text.ts'
import type { QuoteRole } from './quote-containers.ts'

/** One piece of clean HTML, in order. `line` is the line of the text in which its words stand, -1 where it has none. */
export type Piece = {
  kind: 'open' | 'close' | 'void' | 'words' | 'blank'
  html: string
  tag: string
  line: number
  /** It opens the quote of a mail program. */
  quotes: boolean
}

/** Clean HTML as its pieces and as its text; `roles` says what the containers of mail programs make of the lines. */
export type HtmlWalk = {
  html: string
  text: string
  /** Null where there are too many. */
  pieces: Piece[] | null
  roles: Map<number, LineRole>
}

/** A walk under way: `sanitise.ts` takes each step as it writes, `walkHtml` over what has been written. */
export type Walk = { writer: TextWriter; pieces: Piece[]; open: Element[] }

/** HTML of more pieces than this is not cut: nobody wrote it. */
const mostPieces = 200_000
const voids = new Set(['br', 'hr', 'img', 'col'])
/** An element that says nothing besides its name. */
export const plain: Element = { role: null, alt: '', pre: false }

export function openWalk(): Walk {
  return { writer: openTextWriter(), pieces: [], open: [] }
}

/** What has been walked; `html` is all of it. */
export function finishWalk({ writer, pieces }: Walk, html: string): HtmlWalk {
  const { text, above, roles } = writer.finish()
  if (pieces.length >= mostPieces) return { html, text, pieces: null, roles: new Map() }
  if (above > 0) for (const piece of pieces) if (piece.line >= 0) piece.line -= above
  return { html, text, pieces, roles: new Map([...roles].map(([n, role]) => [n - above, role])) }
}

/**
 * Walks once over HTML that `sanitise.ts` has made: every tag is closed in order, no `<` or `>` stands in a value. So a
 * search for the next bracket is enough. Linear.
 */
export function walkHtml(html: string): HtmlWalk {
  const walk = openWalk()
  for (let at = 0; at < html.length; ) {
    const next = html.charCodeAt(at) === 60 ? tagEnd(html, at) : wordsEnd(html, at)
    const piece = html.slice(at, next)
    if (html.charCodeAt(at) !== 60) walkWords(walk, piece)
    else walkTag(walk, piece)
    at = next
  }
  return finishWalk(walk, html)
}

function tagEnd(html: string, at: number): number {
  const end = html.indexOf('>', at)
  return end < 0 ? html.length : end + 1
}

function wordsEnd(html: string, at: number): number {
  const end = html.indexOf('<', at)
  return end < 0 ? html.length : end
}

function walkTag(walk: Walk, html: string): void {
  if (html.charCodeAt(1) === 47) walkClose(walk, html, html.slice(2, -1))
  else {
    const tag = /^[a-z0-9]+/.exec(html.slice(1, 12))?.[0] ?? ''
    walkOpen(walk, { html, tag }, html.length > tag.length + 2 ? readElement(html) : plain)
  }
}

function readElement(html: string): Element {
  const role = / data-quote="([a-z]{1,12})"/.exec(html)?.[1] as QuoteRole | undefined
  const alt = html.startsWith('<img') ? (/ alt="([^"]{0,2000})"/.exec(html)?.[1] ?? '') : ''
  const pre = / style="[^"]{0,4000}white-space:pre/.test(html)
  return role || alt || pre ? { role: role ?? null, alt, pre } : plain
}

/** An element begins; a void one is whole. */
export function walkOpen(
  { writer, pieces, open }: Walk,
  { html, tag }: { html: string; tag: string },
  element: Element,
): void {
  writer.open(tag, element)
  if (voids.has(tag)) {
    const line = tag === 'img' ? writer.line() : -1
    keep(pieces, { kind: 'void', html, tag, line, quotes: false })
    if (element !== plain) writer.close('', element)
  } else {
    open.push(element)
    const quotes = element.role === 'cite' || element.role === 'all'
    keep(pieces, { kind: 'open', html, tag, line: -1, quotes })
  }
}

export function walkClose({ writer, pieces, open }: Walk, html: string, tag: string): void {
  writer.close(tag, open.pop() ?? plain)
  keep(pieces, { kind: 'close', html, tag, line: -1, quotes: false })
}

const words = /[^\s\u00a0]/

/** Of preformatted words each line is a piece, because the cut may go between them. */
export function walkWords({ writer, pieces }: Walk, html: string): void {
  const lines = writer.isPreformatted() && html.includes('\n') ? splitAfter(html) : [html]
  for (const line of lines) {
    const at = writer.line()
    writer.write(line)
    const kind = words.test(line) ? 'words' : 'blank'
    const n = kind === 'words' ? at : -1
    keep(pieces, { kind, html: line, tag: '', line: n, quotes: false })
  }
}

function splitAfter(text: string): string[] {
  return text.split(/(?<=\n)/)
}

function keep(pieces: Piece[], piece: Piece): void {
  if (pieces.length < mostPieces) pieces.push(piece)
}
