import sanitizeHtml, { type Attributes, type Tag } from 'sanitize-html'
import { type HtmlWalk, walkHtml } from './html-walk.ts'
import { quoteRole } from './quote-containers.ts'
import { policy, safeStyles } from './sanitise-policy.ts'

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
  const html = sanitizeHtml(source, { ...policy, transformTags: { '*': transformTag } })
  const walk = walkHtml(html)
  return { html, text: walk.text, walk, flaw: null }
}

/** Sections of a page that we show as plain blocks. */
const sections = new Set(['article', 'section', 'header', 'footer', 'main', 'form', 'fieldset'])

function transformTag(name: string, given: Attributes): Tag {
  const tagName = sections.has(name) ? 'div' : name
  const role = quoteRole(tagName, given)
  const { 'data-quote': forged, ...own } = given
  const attribs = forged === undefined && !role ? given : own
  return {
    tagName,
    attribs: safeAttributes(tagName, role ? { ...own, 'data-quote': role } : attribs),
  }
}

function safeAttributes(tagName: string, attribs: Attributes): Attributes {
  const styled = attribs['style'] ? { ...attribs, style: safeStyle(attribs['style']) } : attribs
  if (tagName === 'a' && styled['href']) return linkAttributes(styled)
  return tagName === 'img' ? imageAttributes(styled) : styled
}

function linkAttributes(attribs: Attributes): Attributes {
  return { ...attribs, rel: 'noopener noreferrer nofollow', target: '_blank' }
}

/** A remote picture tells its sender that the mail was read: the address is kept aside for a click. */
function imageAttributes(attribs: Attributes): Attributes {
  const { src = '', 'data-remote-src': _, ...rest } = attribs
  if (/^\s*cid:/i.test(src)) return { ...rest, src: src.trim() }
  if (/^\s*https?:/i.test(src)) return { ...rest, 'data-remote-src': src.trim() }
  return rest
}

/** Keeps the declarations of the list; a value with an escape or a comment is not looked at further. */
function safeStyle(style: string): string {
  if (style.length > 4000 || /[\\@]|\/\*/.test(style)) return ''
  const kept: string[] = []
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':')
    const name = declaration.slice(0, colon).trim().toLowerCase()
    const value = declaration
      .slice(colon + 1)
      .replace(/!important/i, '')
      .trim()
    if (colon > 0 && Object.hasOwn(safeStyles, name) && safeStyles[name]!.test(value))
      kept.push(`${name}:${value}`)
  }
  return kept.join(';')
}

/** Counts tags that open and close, in one pass; a parser takes quadratic time on deep ones. */
function isTooDeep(html: string): boolean {
  if (html.length < deepestHtml * 3) return false
  let depth = 0
  const tag = /<(\/?)([a-z][a-z0-9]{0,15})/gi
  for (let match = tag.exec(html); match; match = tag.exec(html)) {
    if (isVoid.test(match[2]!)) continue
    depth = match[1] ? Math.max(0, depth - 1) : depth + 1
    if (depth > deepestHtml * 5) return true
  }
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

/** Words as HTML text. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
