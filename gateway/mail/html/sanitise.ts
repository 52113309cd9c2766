import { cleanHtml } from './clean-writer.ts'
import type { HtmlWalk } from './html-walk.ts'
import { escapeHtml } from './safe-attributes.ts'

/** Mail of more HTML than this is shown as text. */
const longestHtml = 4 * 1024 * 1024
const deepestHtml = 400
const longestText = 2 * 1024 * 1024

export type CleanHtml = { html: string; text: string; walk: HtmlWalk | null; flaw: string | null }

/**
 * Makes HTML of a stranger safe to show, and writes its text. HTML too long or too deep for a parser
 * comes back as plain paragraphs. Never throws on any input.
 */
export function sanitiseHtml(source: string): CleanHtml {
  if (source.length > longestHtml) return asPlain(source.slice(0, longestHtml), 'html-too-long')
  if (isTooDeep(source)) return asPlain(source, 'html-too-deep')
  const walk = cleanHtml(source)
  return { html: walk.html, text: walk.text, walk, flaw: null }
}

/** Counts tags that open and close, in one pass; a parser takes quadratic time on deep ones. */
function isTooDeep(html: string): boolean {
  if (!hasBrackets(html, deepestHtml * 5)) return false
  let depth = 0
  const tag = /<(\/?)([a-z][a-z0-9]{0,15})/gi
  for (let match = tag.exec(html); match; match = tag.exec(html)) {
    if (isVoid.test(match[2]!)) continue
    depth = match[1] ? Math.max(0, depth - 1) : depth + 1
    if (depth > deepestHtml * 5) return true
  }
  return false
}

function hasBrackets(html: string, most: number): boolean {
  let found = 0
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1))
    if (++found > most) return true
  return false
}

const isVoid =
  /^(?:br|hr|img|input|meta|link|col|area|base|wbr|p|li|td|tr|th|dt|dd|tbody|thead|option|o)$/i

function asPlain(source: string, flaw: string): CleanHtml {
  const bare = source
    .replace(/<(?:script|style)\b[^>]{0,1000}>/gi, '<')
    .replace(/<[^<>]{0,2000}>?/g, ' ')
  const text = bare
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .slice(0, longestText)
  return { html: `<p>${escapeHtml(text)}</p>`, text, walk: null, flaw }
}
