/** Elements that stand on lines of their own. */
const blocks = new Set([
  'address',
  'article',
  'blockquote',
  'body',
  'center',
  'dd',
  'details',
  'div',
  'dl',
  'dt',
  'fieldset',
  'footer',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'html',
  'li',
  'main',
  'ol',
  'p',
  'pre',
  'section',
  'table',
  'tr',
  'ul',
])
/** Elements with an empty line round them. */
const paragraphs = new Set([
  'p',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'table',
  'pre',
  'dl',
])
const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
/** What Outlook draws above the mail it answers. */
const rule = '________________________________'
const longestText = 2 * 1024 * 1024

type Attributes = Record<string, string>

export type TextWriter = {
  open: (tag: string, attributes: Attributes) => void
  close: (tag: string) => void
  write: (escaped: string) => void
  text: () => string
}

/** `spaced`: the line is empty or ends in a blank. `filled`: it has a word. Asking the line itself would cost its length. */
type State = {
  out: string[]
  line: string
  spaced: boolean
  filled: boolean
  depth: number
  empty: number
  pre: number
  length: number
}

/** Writes the text of HTML as a reader sees it, fed by the events of a parser: blocks are lines, quotes are marked. */
export function openTextWriter(): TextWriter {
  const state: State = {
    out: [],
    line: '',
    spaced: true,
    filled: false,
    depth: 0,
    empty: 0,
    pre: 0,
    length: 0,
  }
  return {
    open: (tag, attributes) => openTag(state, tag, attributes),
    close: (tag) => closeTag(state, tag),
    write: (escaped) => writeText(state, escaped),
    text: () => finish(state),
  }
}

function openTag(state: State, tag: string, attributes: Attributes): void {
  if (tag === 'br') breakLine(state)
  else if (tag === 'img') writeText(state, attributes['alt'] ?? '')
  else if (tag === 'td' || tag === 'th') addText(state, state.spaced ? '' : ' ')
  else if (blocks.has(tag)) openBlock(state, tag, attributes)
}

function openBlock(state: State, tag: string, attributes: Attributes): void {
  endBlock(state, tag)
  if (/^divRplyFwdMsg$|OutlookMessageHeader/.test(attributes['id'] ?? '')) pushLine(state, rule)
  if (tag === 'blockquote') state.depth++
  if (tag === 'pre') state.pre++
  if (tag === 'hr') pushLine(state, rule)
  if (tag === 'li') startItem(state)
}

/** The bullet alone is no word: an item without text leaves no line. */
function startItem(state: State): void {
  state.line = '* '
  state.spaced = true
}

function closeTag(state: State, tag: string): void {
  if (!blocks.has(tag) || tag === 'hr') return
  endBlock(state, tag)
  if (tag === 'blockquote') state.depth = Math.max(0, state.depth - 1)
  if (tag === 'pre') state.pre = Math.max(0, state.pre - 1)
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

function writeInline(state: State, text: string): void {
  const plain = text.replace(/[ \t\r\n\f]+/g, ' ')
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
  if (line === rule && state.out.at(-1) === rule) return
  const text = line.length > 100_000 ? line : line.trimEnd()
  state.empty = text === '' ? state.empty + 1 : 0
  const mark = state.depth > 0 ? `${'>'.repeat(Math.min(state.depth, 20))} ` : ''
  state.out.push(mark + text)
  state.length += mark.length + 1
}

function finish(state: State): string {
  if (state.filled) breakLine(state)
  dropRules(state.out)
  return state.out.join('\n').replace(/^\n+/, '').trimEnd()
}

/** A rule counts only above a copied header; elsewhere it is decoration. */
function dropRules(lines: string[]): void {
  for (let n = 0; n < lines.length; n++) {
    if (lines[n] !== rule) continue
    const next = lines.slice(n + 1, n + 4).find((line) => line !== '' && line !== rule)
    if (!next || !/^\S.{0,20}[:：]/.test(next)) lines[n] = ''
  }
}
