import { type Fault, TAG } from './language.ts'

/**
 * Looks through MJML sections for what the compiler would swallow or let pass: tags that do not match, words where they are dropped,
 * script, pictures and links that a value leads.
 */

/** Elements whose content is words and HTML; in all others only elements may stand. */
const HOLD_WORDS = [
  'mj-text',
  'mj-button',
  'mj-raw',
  'mj-table',
  'mj-navbar-link',
  'mj-social-element',
  'mj-accordion-title',
  'mj-accordion-text',
]
const EMPTY = ['mj-image', 'mj-divider', 'mj-spacer']
const NOT_HERE = [
  'mjml',
  'mj-head',
  'mj-body',
  'mj-include',
  'mj-style',
  'mj-attributes',
  'mj-font',
  'mj-preview',
  'mj-title',
  'mj-breakpoint',
  'mj-html-attributes',
]
const MOST_FAULTS = 20

const PIECE =
  /<!--[\s\S]*?-->|<(\/?)(mj-?[a-z-]*)((?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*(\/?)>/g

/** What a mail must not do: it runs nothing and loads nothing that tells on its reader. */
const FORBIDDEN: [RegExp, string][] = [
  [
    /<\s*\/?\s*(?:script|iframe|object|embed|form|input|link|meta|base|svg|video|audio|img)\b/gi,
    'This element has no place in a mail (pictures are mj-image).',
  ],
  [/\son[a-z]{3,20}\s*=/gi, 'Script has no place in a mail.'],
  [/(?:javascript|vbscript|data)\s*:/gi, 'Such an address has no place in a mail.'],
  [
    /\b(?:src|background-url|background)\s*=\s*(?:"[^"]*\{[{%]|'[^']*\{[{%])/gi,
    'A picture whose address holds a value tells who looks at it.',
  ],
  [
    /<[a-z][^<>]*\bhref\s*=\s*["'](?![^"']*\{\{\s*link\.\w+\s*\}\}["'])[^"']*\{[{%]/gi,
    'Only link.… may lead a link.',
  ],
  [/[\uE000-\uF8FF]/g, 'Signs of the private use area have no place in a mail.'],
]

export function faultsOfLayout(source: string): Fault[] {
  if (source.trim() === '')
    return [{ part: 'layout', line: 1, column: 1, says: 'The layout is empty.' }]
  const forbidden = FORBIDDEN.flatMap(([form, says]) =>
    [...source.matchAll(form)].map((found) => at(source, found.index, says)),
  )
  return [...faultsOfElements(source), ...forbidden].slice(0, MOST_FAULTS)
}

/** Where an element of this name stands in a line: the compiler tells lines only. */
export function columnOf(source: string, line: number, element: string): number {
  return Math.max(0, (source.split('\n')[line - 1] ?? '').indexOf(`<${element}`)) + 1
}

type Opened = { name: string; index: number }

function faultsOfElements(source: string): Fault[] {
  const faults: Fault[] = []
  const open: Opened[] = []
  let end = 0
  for (const found of source.matchAll(PIECE)) {
    const [whole, closing, name, , selfClosed] = found
    faults.push(...strayWords(source, { from: end, to: found.index, inside: open.at(-1) }))
    end = found.index + whole.length
    if (name === undefined) continue
    if (NOT_HERE.includes(name)) faults.push(at(source, found.index, NOT_HERE_SAYS(name)))
    else if (closing) faults.push(...closed(source, open, { name, index: found.index }))
    else if (!selfClosed && !EMPTY.includes(name)) open.push({ name, index: found.index })
  }
  faults.push(...strayWords(source, { from: end, to: source.length, inside: open.at(-1) }))
  return [
    ...faults,
    ...open.map(({ name, index }) => at(source, index, `<${name}> is not closed.`)),
  ]
}

const NOT_HERE_SAYS = (name: string) =>
  `<${name}> has no place here: begin with <mj-section>, the frame is ours.`

function closed(source: string, open: Opened[], { name, index }: Opened): Fault[] {
  if (EMPTY.includes(name)) return []
  const last = open.findLastIndex((one) => one.name === name)
  if (last < 0) return [at(source, index, `</${name}> closes nothing.`)]
  const unclosed = open.splice(last).slice(1)
  return unclosed.map((one) =>
    at(source, one.index, `<${one.name}> is not closed before </${name}>.`),
  )
}

/** The compiler drops words between elements without a word, and the tags of values with them. */
function strayWords(
  source: string,
  { from, to, inside }: { from: number; to: number; inside: Opened | undefined },
): Fault[] {
  if (inside && HOLD_WORDS.includes(inside.name)) return []
  const found = /\S/.exec(source.slice(from, to))
  if (!found) return []
  const says = TAG.test(source.slice(from, to))
    ? 'A tag between elements is lost: put it into <mj-raw>.'
    : 'Words between elements are lost: put them into <mj-text>.'
  return [at(source, from + found.index, says)]
}

function at(source: string, index: number, says: string): Fault {
  const before = source.slice(0, index).split('\n')
  return { part: 'layout', line: before.length, column: before.at(-1)!.length + 1, says }
}
