import type { Liquid } from 'liquidjs'
import { escapeHtml } from '../lib/html.ts'
import { softly } from './mime.ts'
import { SLOT } from './slots.ts'

/**
 * A template ready to be filled: its HTML compiled from MJML, whose values are escaped, and its written text part. What comes out
 * is in quoted-printable already: the fixed text is encoded once, when the template is loaded, and only the values each time.
 */
export type MailTemplate = { html(values: object): string; text(values: object): string }

/** Makes filling known to an engine: what its values look like on the wire. */
export function teachWire(engine: Liquid): Liquid {
  engine.registerFilter('words', (value: unknown) => onTheWire(value, escapeHtml))
  engine.registerFilter('markup', (value: unknown) => onTheWire(value, String))
  return engine
}

/** @param engine one that teachWire has taught */
export function fillable(engine: Liquid, source: { html: string; text: string }): MailTemplate {
  const [html, text] = [
    engine.parse(encoded(source.html, 'words')),
    engine.parse(encoded(source.text, 'markup')),
  ]
  return {
    html: (values) => engine.renderSync(html, values) as string,
    text: (values) => engine.renderSync(text, values) as string,
  }
}

const TAG = /(\{\{[^}]*\}\}|\{%[^%]*%\})/

/** Every piece ends its line softly, so that pieces can follow one another in any order (RFC 2045 section 6.7 rule 5). */
function encoded(source: string, filter: 'words' | 'markup'): string {
  const pieces = source
    .split(TAG)
    .map((piece, index) => (index % 2 === 1 ? filtered(piece, filter) : softly(piece)))
  return pieces.join('')
}

function filtered(tag: string, filter: 'words' | 'markup'): string {
  if (tag.startsWith('{%')) return tag
  return /\|\s*raw\s*\}\}$/.test(tag)
    ? tag.replace(/\|\s*raw\s*\}\}$/, '| markup }}')
    : tag.replace('}}', `| ${filter} }}`)
}

function onTheWire(value: unknown, form: (text: string) => string): string {
  const text = value === null || value === undefined ? '' : String(value)
  return SLOT.test(text) ? text : softly(form(text))
}
