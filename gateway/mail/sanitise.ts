import sanitizeHtml, { type Attributes, type Tag } from 'sanitize-html'
import { openTextWriter } from './html-text.ts'
import { policy, safeStyles } from './sanitise-policy.ts'

/** Mail of more HTML than this is shown as text. */
const longestHtml = 4 * 1024 * 1024
const deepestHtml = 400
const longestText = 2 * 1024 * 1024

export type CleanHtml = { html: string; text: string; flaw: string | null }

/**
 * Makes HTML of a stranger safe to show, and writes its text in the same pass. HTML too long or too deep for a parser
 * comes back as plain paragraphs. Never throws on any input.
 */
export function sanitiseHtml(source: string): CleanHtml {
  if (source.length > longestHtml) return asPlain(source.slice(0, longestHtml), 'html-too-long')
  if (isTooDeep(source)) return asPlain(source, 'html-too-deep')
  const writer = openTextWriter()
  const html = sanitizeHtml(source, {
    ...policy,
    transformTags: { '*': transformTag },
    onOpenTag: writer.open,
    onCloseTag: writer.close,
    textFilter: (text) => {
      writer.write(text)
      return text
    },
  })
  return { html, text: writer.text(), flaw: null }
}

function transformTag(tagName: string, attribs: Attributes): Tag {
  if (attribs['style']) attribs = { ...attribs, style: safeStyle(attribs['style']) }
  if (tagName === 'a' && attribs['href']) return { tagName, attribs: linkAttributes(attribs) }
  if (tagName === 'img') return { tagName, attribs: imageAttributes(attribs) }
  if (isQuote(tagName, attribs)) return { tagName, attribs: { ...attribs, 'data-quote': '1' } }
  return { tagName, attribs }
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

function isQuote(tagName: string, attribs: Attributes): boolean {
  if (tagName === 'blockquote')
    return attribs['type'] === 'cite' || (attribs['class'] ?? '').includes('quote')
  return (
    tagName === 'div' &&
    /\b(gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote)\b/.test(attribs['class'] ?? '')
  )
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
  return { html: `<p>${escapeHtml(text)}</p>`, text, flaw }
}

/** Words as HTML text. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
