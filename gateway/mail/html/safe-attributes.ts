import { type QuoteRole, quoteRole } from './quote-containers.ts'
import {
  allowedAttributes,
  linkSchemes,
  pictureSchemes,
  safeStyles,
  valuedAttributes,
} from './sanitise-policy.ts'

type Attributes = Record<string, string>

/** What an element keeps of its attributes, as HTML; and what they say of the words in it. */
export type SafeAttributes = { html: string; role: QuoteRole | null; alt: string; pre: boolean }

const longestAlt = 2000

/** Only attributes of the list, with values that neither run nor fetch; every value is escaped. */
export function safeAttributes(tag: string, given: Attributes): SafeAttributes {
  const role = quoteRole(tag, given)
  const wanted = wantedOf(tag, withRole(given, role))
  let html = ''
  let alt = ''
  let pre = false
  for (const name in wanted) {
    if (!isAllowed(tag, name)) continue
    const value = wanted[name]!
    if (value === '' && valuedAttributes.has(name)) continue
    if ((name === 'href' || name === 'src') && !isSafeAddress(tag, value)) continue
    const escaped = escapeValue(value)
    html += value === '' && name !== 'alt' ? ` ${name}` : ` ${name}="${escaped}"`
    if (name === 'alt' && escaped.length <= longestAlt) alt = escaped
    if (name === 'style') pre = value.includes('white-space:pre')
  }
  return { html, role, alt, pre }
}

/** A mark of ours in the source is forged, or of another gateway. */
function withRole(given: Attributes, role: QuoteRole | null): Attributes {
  if (role === null && given['data-quote'] === undefined) return given
  const { 'data-quote': _, ...own } = given
  return role === null ? own : { ...own, 'data-quote': role }
}

function isAllowed(tag: string, name: string): boolean {
  return allowedAttributes['*']!.has(name) || allowedAttributes[tag]?.has(name) === true
}

function wantedOf(tag: string, given: Attributes): Attributes {
  const wanted = given['style'] ? { ...given, style: safeStyle(given['style']) } : given
  if (tag === 'a' && wanted['href'])
    return { ...wanted, rel: 'noopener noreferrer nofollow', target: '_blank' }
  return tag === 'img' ? pictureAttributes(wanted) : wanted
}

/** A remote picture tells its sender that the mail was read: the address is kept aside for a click. */
function pictureAttributes(attributes: Attributes): Attributes {
  const { src = '', 'data-remote-src': _, ...rest } = attributes
  if (/^\s*cid:/i.test(src)) return { ...rest, src: src.trim() }
  if (/^\s*https?:/i.test(src)) return { ...rest, 'data-remote-src': src.trim() }
  return rest
}

/** Keeps the declarations of the list; a value with an escape or a comment is not looked at further. */
function safeStyle(style: string): string {
  if (style.length > 4000 || /[\\@]|\/\*/.test(style)) return ''
  let kept = ''
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':')
    if (colon <= 0) continue
    const name = declaration.slice(0, colon).trim().toLowerCase()
    if (!Object.hasOwn(safeStyles, name)) continue
    const value = declaration
      .slice(colon + 1)
      .replace(/!important/i, '')
      .trim()
    if (safeStyles[name]!.test(value)) kept += `${kept && ';'}${name}:${value}`
  }
  return kept
}

/**
 * An address of an allowed scheme, or of none: what a browser overlooks in a scheme (control characters, comments) is
 * taken out before it is read. An address that begins with two slashes would take the scheme of the page.
 */
function isSafeAddress(tag: string, value: string): boolean {
  const bare = withoutComments(value.replace(unseen, ''))
  const scheme = /^([a-z][a-z0-9.\-+]*):/i.exec(bare)?.[1]?.toLowerCase()
  if (scheme === undefined) return !/^[/\\]{2}/.test(bare)
  return (tag === 'img' ? pictureSchemes : linkSchemes).has(scheme)
}

/** Browsers overlook these in an address. */
const unseen = /[\u0000-\u0020]+/g

function withoutComments(address: string): string {
  let bare = address
  for (;;) {
    const start = bare.indexOf('<!--')
    const end = start < 0 ? -1 : bare.indexOf('-->', start + 4)
    if (end < 0) return bare
    bare = bare.slice(0, start) + bare.slice(end + 3)
  }
}

const special = /[&<>"]/

function escapeValue(value: string): string {
  if (!special.test(value)) return value
  return escapeHtml(value).replace(/"/g, '&quot;')
}

const marks = /[&<>]/

/** Words as HTML text. */
export function escapeHtml(text: string): string {
  if (!marks.test(text)) return text
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
