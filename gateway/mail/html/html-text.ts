import type { QuoteRole } from './quote-containers.ts'

/** Elements that stand on lines of their own. */
const blocks = new Set(
  'address article blockquote body center dd details div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section table tr ul'.split(
    ' ',
  ),
)
/** Elements with an empty line round them. */
const paragraphs = new Set('p blockquote h1 h2 h3 h4 h5 h6 ul ol table pre dl'.split(' '))
const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
/** What Outlook draws above the mail it answers. */
const rule = '________________________________'
const mostRoles = 100_000
const longestText = 2 * 1024 * 1024

/** What the writer knows of a line besides its words: where it stands among the containers of mail programs. */
export type LineRole = 'own' | 'head' | 'all' | 'rest' | 'signature'

export type TextWriter = {
  open: (tag: string, element: Element) => void
  close: (tag: string, element: Element) => void
  write: (escaped: string) => void
  /** The number of the line that is being written. */
  line: () => number
  isPreformatted: () => boolean
  finish: () => WrittenText
}

/** The text, how many empty lines were cut off above it, and the roles of its lines. */
export type WrittenText = { text: string; above: number; roles: Map<number, LineRole> }

/** Of an element: the name of its quote container, its other text, and whether its line ends are kept. */
export type Element = { role: QuoteRole | null; alt: string; pre: boolean }

/** `spaced`: the line is empty or ends in a blank. `filled`: it has a word. Asking the line itself would cost its length. */
type State = {
  out: string[]
  roles: Map<number, LineRole>
  line: string
  spaced: boolean
  filled: boolean
  depth: number
  own: number
  inside: Record<'head' | 'all' | 'signature', number>
  restBegins: boolean
  empty: number
  pre: number
  length: number
}

/** Writes the text of HTML as a reader sees it, element by element: blocks are lines, quotes are marked. */
export function openTextWriter(): TextWriter {
  const state: State = {
    out: [],
    roles: new Map(),
    line: '',
    spaced: true,
    filled: false,
    depth: 0,
    own: 0,
    inside: { head: 0, all: 0, signature: 0 },
    restBegins: false,
    empty: 0,
    pre: 0,
    length: 0,
  }
  return {
    open: (tag, element) => openTag(state, tag, element),
    close: (tag, element) => closeTag(state, tag, element),
    write: (escaped) => writeText(state, escaped),
    line: () => state.out.length,
    isPreformatted: () => state.pre > 0,
    finish: () => finish(state),
  }
}

function openTag(state: State, tag: string, element: Element): void {
  if (blocks.has(tag)) openBlock(state, tag, element)
  else openInline(state, tag, element)
  if (element.pre) state.pre++
}

function openInline(state: State, tag: string, element: Element): void {
  if (element.role) enter(state, element.role)
  if (tag === 'br') breakLine(state)
  if (tag === 'img') writeText(state, element.alt)
  if (tag === 'td' || tag === 'th') addText(state, state.spaced ? '' : ' ')
}

function openBlock(state: State, tag: string, element: Element): void {
  endBlock(state, tag)
  if (element.role) enter(state, element.role)
  if (element.role === 'rest' || element.role === 'line' || tag === 'hr') pushLine(state, rule)
  if (tag === 'blockquote') state.depth++
  if (tag === 'pre') state.pre++
  if (tag === 'li') startItem(state)
}

/** The bullet alone is no word: an item without text leaves no line. */
function startItem(state: State): void {
  state.line = '* '
  state.spaced = true
}

function closeTag(state: State, tag: string, element: Element): void {
  if (blocks.has(tag) && tag !== 'hr') {
    endBlock(state, tag)
    if (tag === 'blockquote') state.depth = Math.max(0, state.depth - 1)
    if (tag === 'pre') state.pre = Math.max(0, state.pre - 1)
  }
  if (element.pre) state.pre = Math.max(0, state.pre - 1)
  if (element.role) leave(state, element.role)
}

/** Inside a quote the containers are those of the quoted mail: only `own` ones are counted there. */
function enter(state: State, role: QuoteRole): void {
  if (role === 'own') state.own++
  else if (role === 'rest') state.restBegins ||= state.depth === 0
  else if (role === 'head' || role === 'all' || role === 'signature') state.inside[role]++
}

function leave(state: State, role: QuoteRole): void {
  if (role === 'own') state.own--
  else if (role === 'head' || role === 'all' || role === 'signature') state.inside[role]--
}

/** The role of a line that is written now. */
function roleNow(state: State): LineRole | null {
  if (state.restBegins && state.depth === 0) return 'rest'
  if (state.inside.all > 0) return 'all'
  if (state.depth > 0) return state.own === state.depth ? 'own' : null
  if (state.inside.head > 0) return 'head'
  return state.inside.signature > 0 ? 'signature' : null
}

function endBlock(state: State, tag: string): void {
  if (state.filled) breakLine(state)
  clearLine(state)
  if (paragraphs.has(tag) && state.empty === 0 && state.out.length > 0) pushLine(state, '')
}

function writeText(state: State, escaped: string): void {
  if (state.length > longestText) return
  const text = escaped.includes('&')
    ? escaped.replace(/&(?:amp|lt|gt|quot);/g, (name) => entities[name]!)
    : escaped
  if (state.pre > 0) writePreformatted(state, text)
  else writeInline(state, text)
}

const unevenBlanks = /[\t\r\n\f]| {2}/

function writeInline(state: State, text: string): void {
  const plain = unevenBlanks.test(text) ? text.replace(/[ \t\r\n\f]+/g, ' ') : text
  addText(state, state.spaced && plain.startsWith(' ') ? plain.slice(1) : plain)
}

function addText(state: State, text: string): void {
  if (text === '') return
  state.line += text
  state.length += text.length
  state.spaced = text.endsWith(' ')
  if (text !== ' ') state.filled = true
}

function writePreformatted(state: State, text: string): void {
  const [first = '', ...rest] = text.split(/\r?\n/)
  addText(state, first)
  for (const line of rest) {
    breakLine(state)
    addText(state, line)
  }
}

function breakLine(state: State): void {
  pushLine(state, state.line.replace(/\u00a0/g, ' '))
  clearLine(state)
}

function clearLine(state: State): void {
  state.line = ''
  state.spaced = true
  state.filled = false
}

function pushLine(state: State, line: string): void {
  const isSecond = line === rule && state.out.at(-1) === rule
  if (isSecond) noteRole(state, state.out.length - 1)
  if (isSecond) return
  const text = line.length > 100_000 ? line : line.trimEnd()
  state.empty = text === '' ? state.empty + 1 : 0
  if (text !== '' || state.own > 0) noteRole(state, state.out.length)
  const mark = state.depth > 0 ? `${'>'.repeat(Math.min(state.depth, 20))} ` : ''
  state.out.push(mark + text)
  state.length += mark.length + 1
}

function noteRole(state: State, line: number): void {
  const role = roleNow(state)
  if (role && line < mostRoles) state.roles.set(line, role)
  if (role === 'rest') state.restBegins = false
}

function finish(state: State): WrittenText {
  if (state.filled) breakLine(state)
  dropRules(state.out)
  const first = state.out.findIndex((line) => line !== '')
  const above = first < 0 ? state.out.length : first
  return { text: state.out.slice(above).join('\n').trimEnd(), above, roles: state.roles }
}

/** A rule counts only above a copied header; elsewhere it is decoration. */
function dropRules(lines: string[]): void {
  for (let n = 0; n < lines.length; n++) {
    if (lines[n] !== rule) continue
    const next = lines.slice(n + 1, n + 4).find((line) => line !== '' && line !== rule)
    if (!next || !/^\S.{0,20}[:：]/.test(next)) lines[n] = ''
  }
}
