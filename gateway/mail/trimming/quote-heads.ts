import { beginsStrongly, wroteAt } from './attributions.ts'
import { blockAt } from './quote-blocks.ts'
import { bare, isRule, longestProbe, nextFull, type QuoteHead } from './quote-lines.ts'
import { dashedTitle, isOrder, isTitle, markerAt, titleAt } from './quote-titles.ts'

/**
 * Finds where quoted or forwarded text is introduced at line `at`: our marker, a title between dashes, a copied header
 * block, or an attribution ("On ... wrote:"). Looks at most ten lines ahead. Null where nothing begins here. A client
 * with a shape of its own is one more function in the last line.
 */
export function quoteHeadAt(lines: string[], at: number): QuoteHead | null {
  const raw = lines[at]!
  if (raw.trim() === '') return null
  const line = bare(raw)
  if (line === '' && !isRule(raw)) return null
  if (!mayBegin(raw, line)) return null
  return shapeAt(lines, at) ?? ruledAt(lines, at)
}

/** A line with none of these, and no word of the table first, introduces nothing: most lines. */
const hints = /[\d:：@_=*|#~\u2010-\u2015-]/

function mayBegin(raw: string, line: string): boolean {
  if (hints.test(raw.length > longestProbe ? raw.slice(0, longestProbe) : raw)) return true
  return beginsStrongly(line) || isTitle(line) || isOrder(line)
}

const datesMessage =
  /^(?:message|mensaje|nachricht|messaggio|mensagem) (?:du|del|de|vom|of)\s?:?\s*\d/i

/**
 * A rule, a title of unknown words between dashes, or a line that dates the message belongs to the head below it; a rule
 * may stand above such a line.
 */
function ruledAt(lines: string[], at: number): QuoteHead | null {
  const rule = isRule(lines[at]!)
  const below = rule ? nextFull(lines, at + 1, 4) : at
  if (below < 0 || (rule && isRule(lines[below]!))) return null
  const head = introducedAt(lines, below) ?? (rule ? shapeAt(lines, below) : null)
  return head ? { ...head, start: at } : null
}

function introducedAt(lines: string[], at: number): QuoteHead | null {
  if (datesMessage.test(bare(lines[at]!))) {
    const next = nextFull(lines, at + 1, 4)
    return next < 0 ? null : shapeAt(lines, next)
  }
  if (dashedTitle(lines[at]!) === null) return null
  const next = nextFull(lines, at + 1, 2)
  return next < 0 ? null : blockAt(lines, next)
}

function shapeAt(lines: string[], at: number): QuoteHead | null {
  const line = bare(lines[at]!)
  return (
    markerAt(lines, at, line) ??
    titleAt(lines, at, line) ??
    blockAt(lines, at) ??
    wroteAt(lines, at)
  )
}
