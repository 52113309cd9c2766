import { decodeText } from '../charsets/charset.ts'

/** `html` where the RTF was made of HTML by Exchange, which it then holds: [MS-OXRTFEX]. */
export type RtfText = { html: string; text: string }

type Group = { hidden: boolean; htmlTag: boolean; htmlRtf: boolean; fallback: number }
type State = {
  rtf: string
  at: number
  group: Group
  groups: Group[]
  out: string[]
  bytes: number[]
  charset: string
  skip: number
}

const token =
  /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|[{}]|[\r\n]+|[^\\{}\r\n]+/iy
const longestOutput = 4 * 1024 * 1024
const deepest = 500

/** Groups whose words are no text. */
const hidden =
  /^(?:fonttbl|colortbl|stylesheet|info|pict|object|header|footer|generator|themedata|datastore|latentstyles|listtable|listoverridetable|rsidtbl|mmathPr|xmlnstbl|mhtmltag)$/
const signs: Record<string, string> = {
  par: '\n',
  line: '\n',
  tab: '\t',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
}

/** Reads the words of an RTF, one pass; of one that encapsulates HTML the HTML. */
export function readRtf(rtf: string): RtfText {
  const fromHtml = /\\fromhtml1\b/.test(rtf.slice(0, 2000))
  const state: State = {
    rtf,
    at: 0,
    group: { hidden: false, htmlTag: false, htmlRtf: false, fallback: 1 },
    groups: [],
    out: [],
    bytes: [],
    charset: `windows-${/\\ansicpg(\d{3,5})/.exec(rtf.slice(0, 2000))?.[1] ?? '1252'}`,
    skip: 0,
  }
  let length = 0
  while (state.at < rtf.length && length < longestOutput) {
    token.lastIndex = state.at
    const match = token.exec(rtf)
    state.at = match ? token.lastIndex : state.at + 1
    if (match) length += step(state, match, fromHtml)
  }
  flush(state)
  const text = state.out.join('')
  return fromHtml ? { html: text, text: '' } : { html: '', text: text.trim() }
}

function step(state: State, match: RegExpExecArray, fromHtml: boolean): number {
  const [whole, word, parameter, hex, sign] = match
  if (whole === '{') openGroup(state)
  else if (whole === '}') closeGroup(state)
  else if (word) return control(state, word, parameter, fromHtml)
  else if (hex) return byte(state, Number.parseInt(hex, 16))
  else if (sign === '*') state.group.hidden = true
  else if (sign) return words(state, sign === '~' ? '\u00a0' : /[\\{}]/.test(sign) ? sign : '')
  else if (!/^[\r\n]/.test(whole)) return words(state, whole)
  return 0
}

function openGroup(state: State): void {
  if (state.groups.length < deepest) state.groups.push(state.group)
  state.group = { ...state.group }
}

function closeGroup(state: State): void {
  state.group = state.groups.pop() ?? state.group
}

function control(
  state: State,
  word: string,
  parameter: string | undefined,
  fromHtml: boolean,
): number {
  const { group } = state
  if (word === 'htmltag') {
    group.hidden = false
    group.htmlTag = true
  } else if (word === 'htmlrtf') group.htmlRtf = parameter !== '0'
  else if (hidden.test(word)) group.hidden = true
  else if (word === 'uc') group.fallback = Number(parameter ?? 1)
  else if (word === 'u') return unicode(state, Number(parameter ?? 0))
  else if (signs[word]) return words(state, fromHtml && word === 'par' ? '\r\n' : signs[word])
  return 0
}

/** A character by its number, with a stand-in behind it for old readers. */
function unicode(state: State, number: number): number {
  const added = words(state, String.fromCharCode(number & 0xffff))
  state.skip = state.group.fallback
  return added
}

function byte(state: State, value: number): number {
  if (isSilent(state)) return 0
  if (state.skip > 0) state.skip--
  else state.bytes.push(value)
  return 1
}

function words(state: State, text: string): number {
  if (isSilent(state)) return 0
  flush(state)
  const skipped = Math.min(state.skip, text.length)
  state.skip -= skipped
  state.out.push(text.slice(skipped))
  return text.length
}

function isSilent({ group }: State): boolean {
  return group.hidden || group.htmlRtf
}

/** Bytes beside each other may be one character. */
function flush(state: State): void {
  if (state.bytes.length === 0) return
  state.out.push(decodeText(Uint8Array.from(state.bytes), state.charset).text)
  state.bytes = []
}
