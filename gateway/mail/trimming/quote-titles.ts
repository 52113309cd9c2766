import { blockEnd, labelKind } from './quote-blocks.ts'
import { escapeWord, nextFull, plainStart, type QuoteHead, seen } from './quote-lines.ts'
import { forwardTitles, markerPhrases, originalTitles, wroteVerbs } from './quote-locales.ts'

const originals = new Set(originalTitles)
const forwards = new Set(forwardTitles)
const longestTitle = Math.max(...[...originals, ...forwards].map((title) => title.length)) + 1
const longForwards = forwardTitles
  .filter((title) => title.includes(' '))
  .map((title) => `${title} `)
const markers = new RegExp(markerPhrases.map(escapeWord).join('|'), 'iu')
const orders =
  /^(?:please |bitte )?(?:type your |write your )?(?:reply|respond|answer|write|previous|antwort)/i
const endsInVerb = new RegExp(`(?:${wroteVerbs.map(escapeWord).join('|')})\\s?[:：]?$`, 'iu')

/** "Reply above this line" in our own mails and in those of other desks: between marks, or as an order. */
export function markerAt(lines: string[], at: number, line: string): QuoteHead | null {
  if (line.length >= 200 || !(isDecorated(lines[at]!) || isOrder(line))) return null
  if (!markers.test(line)) return null // last, for it is looked for all along the line
  return { start: at, end: at + 1, kind: 'quote', form: 'marker' }
}

function isDecorated(raw: string): boolean {
  return /^[\s>]{0,20}[-#=_*~–—]{2,}/.test(raw)
}

/** Does the line begin as an order to write: "Please reply"? */
export function isOrder(line: string): boolean {
  return orders.test(line)
}

/** "-----Original Message-----", "Begin forwarded message:" and other titles of quoted text. */
export function titleAt(lines: string[], at: number, line: string): QuoteHead | null {
  const own = ownShapeAt(lines, at, line)
  if (own) return own
  const ruled = dashedTitle(lines[at]!)
  const title = ruled ?? plainTitle(line)
  if (title === null) return null
  const head = { start: at, end: blockEnd(lines, at + 1), form: 'title' } as const
  const sure = ruled !== null || line.endsWith(':') || hasFields(lines, at)
  if (sure && (forwards.has(title) || (ruled !== null && beginsAsForward(title))))
    return { ...head, kind: 'forwarded' }
  if (
    ruled !== null ? originals.has(title) || endsInVerb.test(title) : sure && originals.has(title)
  )
    return { ...head, kind: 'quote' }
  return null
}

/** "Forwarded message from Nora" (mutt, Horde), "Forwarded by Kim/Shop on 05/01/2026" (HCL Notes). */
function beginsAsForward(title: string): boolean {
  return longForwards.some((start) => title.startsWith(start))
}

/** The words between two runs of dashes, in lower case. */
export function dashedTitle(raw: string): string | null {
  if (plainStart.test(raw)) return null
  const line = seen(raw).replace(/^[\s>]{0,60}/, '')
  const ruled =
    /^[-_=*\u2010-\u2015]{2,100}\s*([^-_=\u2010-\u2015*].{0,120}?)\s*[-_=*\u2010-\u2015:]{0,100}\s*$/.exec(
      line.replaceAll('&nbsp;', ' '),
    )
  return ruled ? tidyTitle(ruled[1]!) : null
}

/** These write no blanks between words. */
const farEast = /[\u3040-\u30ff\u4e00-\u9fff]{4,}/

/** BlackBerry writes no dashes, Apple Mail a colon; a single word is no title. */
function plainTitle(line: string): string | null {
  return line.length < 80 && !/^\p{L}+:?$/u.test(line.replace(farEast, '')) ? tidyTitle(line) : null
}

/** A title without dashes and colon. */
export function isTitle(line: string): boolean {
  if (line.length > longestTitle) return false
  const title = line.trim().toLowerCase()
  return originals.has(title) || forwards.has(title)
}

function tidyTitle(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replaceAll('i\u0307', 'i')
    .replace(/\s*[:：]$/, '')
}

function hasFields(lines: string[], at: number): boolean {
  const below = nextFull(lines, at + 1, 2)
  return below > 0 && labelKind(lines[below]!) !== null
}

/** Clients with a shape of their own. */
function ownShapeAt(lines: string[], at: number, line: string): QuoteHead | null {
  const head = { start: at, end: at + 1, kind: 'quote', form: 'title' } as const
  if (ofGroupWise(line, lines[at]!)) return { ...head, marksNothing: true }
  return ofNotes(line) ? head : null
}

/** Novell GroupWise: ">>> Kim <kim@example.test> 1/5/2026 9:00 AM >>>". */
function ofGroupWise(line: string, raw: string): boolean {
  return /^\s{0,3}>>>/.test(raw) && line.length < 400 && /\d{1,2}[:.]\d{2}.{0,12}>>>$/.test(line)
}

/** HCL Notes: "Kim---05/01/2026 09:00:00---The first words of the mail". */
function ofNotes(line: string): boolean {
  if (!line.includes('---')) return false
  return /^[^-]{1,100}---\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4} \d{1,2}[:.]\d{2}[^-]{0,20}---/.test(line)
}
