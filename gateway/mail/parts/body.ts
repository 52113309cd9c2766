import { decodeText } from '../charsets/charset.ts'
import type { HtmlWalk } from '../html/html-walk.ts'
import { escapeHtml } from '../html/safe-attributes.ts'
import { sanitiseHtml } from '../html/sanitise.ts'
import { unflow } from './flowed.ts'
import type { MimePart } from './mime-part.ts'

export type Body = {
  text: string
  html: string | null
  /** The walk over the HTML, where it is one piece. */
  walk: HtmlWalk | null
  flaws: string[]
  used: Set<MimePart>
}

/** A piece of what is shown: one text, as plain words and as HTML; `rich` where the sender wrote HTML. */
type Block = { text: string; html: string; rich: boolean; walk: HtmlWalk | null }
type Reading = { flaws: Set<string>; used: Set<MimePart> }

/** More text than this is cut: nobody reads it, and the original stays. In characters and in bytes. */
const longestText = 2 * 1024 * 1024
const longestContent = 4 * 1024 * 1024
const mostDebris = 100_000

/**
 * Chooses what a reader sees of a mail: its text in the real charset, its HTML made safe; the text comes from the HTML
 * where there is no text part. The parts used are named, the rest are files. RFC 2046 sections 5.1.3 and 5.1.4.
 */
export function readBody(root: MimePart): Body {
  const reading: Reading = { flaws: new Set(), used: new Set() }
  const blocks = blocksOf(root, true, reading)
  const text = textBlocks(blocks)
    .map((block) => block.text)
    .join('\n')
  const html = blocks.some((block) => block.rich)
    ? blocks.map((block) => block.html).join('\n<br />\n')
    : null
  const walk = blocks.length === 1 ? (blocks[0]!.walk ?? null) : null
  return {
    text: text.slice(0, longestText),
    html,
    walk,
    flaws: [...reading.flaws],
    used: reading.used,
  }
}

/** HTML after a plain text is shown as HTML only, as most readers do; before one (a list's footer) it is the mail. */
function textBlocks(blocks: Block[]): Block[] {
  const first = blocks.find((block) => block.text.trim() !== '')
  return first && !first.rich ? blocks.filter((block) => !block.rich) : blocks
}

function blocksOf(part: MimePart, isFirst: boolean, reading: Reading): Block[] {
  if (part.children.length === 0) return isBody(part, isFirst) ? [readBlock(part, reading)] : []
  const choices = part.children.map((child, n) => blocksOf(child, n === 0, reading))
  return part.type === 'multipart/alternative' ? choose(choices) : choices.flat()
}

/** Of alternatives the last HTML is shown, with the plain ones as its text. */
function choose(choices: Block[][]): Block[] {
  const rich = choices.findLast((blocks) => blocks.some((block) => block.rich))
  const plain = choices.filter((blocks) => blocks.every((block) => !block.rich)).flat()
  if (!rich) return plain
  const words = plain.map((block) => block.text).join('\n')
  if (words.trim() === '') return rich
  const html = rich.map((block) => block.html).join('\n<br />\n')
  return [{ text: words, html, rich: true, walk: rich.length === 1 ? rich[0]!.walk : null }]
}

/** Is this leaf words to be read, not a file? RFC 8621 section 4.1.4. */
function isBody(part: MimePart, isFirst: boolean): boolean {
  if (part.disposition === 'attachment' || (part.filename !== null && !isFirst)) return false
  return part.type === 'text/plain' || part.type === 'text/html'
}

function readBlock(part: MimePart, reading: Reading): Block {
  reading.used.add(part)
  const text = shortened(partText(part, reading.flaws), part, reading)
  return part.type === 'text/html' ? readHtml(text, reading) : readPlain(part, text)
}

/** HTML has its own limit. */
function shortened(text: string, part: MimePart, reading: Reading): string {
  if (part.type === 'text/html' || text.length <= longestText) return text
  reading.flaws.add('text-too-long')
  return text.slice(0, longestText)
}

function readPlain(part: MimePart, content: string): Block {
  const lines = content.replace(/\r\n?/g, '\n')
  const flowed = part.params['format']?.toLowerCase() === 'flowed'
  return plainBlock(flowed ? unflow(lines, part.params['delsp']?.toLowerCase() === 'yes') : lines)
}

function plainBlock(text: string): Block {
  const html = `<div style="white-space:pre-wrap">${escapeHtml(text)}</div>`
  return { text, html, rich: false, walk: null }
}

function readHtml(content: string, reading: Reading): Block {
  if (isDebris(content)) {
    reading.flaws.add('html-broken')
    return { ...plainBlock(content.slice(0, longestText)), rich: true }
  }
  const clean = sanitiseHtml(content)
  if (clean.flaw) reading.flaws.add(clean.flaw)
  return { text: clean.text, html: clean.html, rich: true, walk: clean.walk }
}

/**
 * Brackets and ampersands that begin nothing, by the hundred thousand: no mail program writes them, and a parser of HTML
 * would take a second and 200 MB for 3 MB of them.
 */
function isDebris(html: string): boolean {
  if (html.length < mostDebris) return false
  let found = 0
  const debris = /<(?![a-z/!?])|&(?!#?[a-z0-9]{2,32};)/gi
  while (debris.test(html)) if (++found > mostDebris) return true
  return false
}

/** The content of a text part in Unicode. */
export function partText(part: MimePart, flaws: Set<string>): string {
  const decoded = decodeText(
    part.content.subarray(0, longestContent),
    part.params['charset'] ?? metaCharset(part),
  )
  if (decoded.flaw) flaws.add(decoded.flaw)
  return withoutNuls(decoded.text, flaws)
}

/** Gone before the HTML is made safe, so that nothing joins behind the sanitiser's back. */
function withoutNuls(text: string, flaws: Set<string>): string {
  if (!text.includes('\u0000')) return text
  flaws.add('nul-removed')
  return text.replaceAll('\u0000', '')
}

/** HTML may name its charset itself: HTML standard section 13.2.3.2. */
function metaCharset(part: MimePart): string | null {
  if (part.type !== 'text/html') return null
  const start = part.content.toString('latin1', 0, 2048)
  return /<meta[^<>]{0,200}charset\s{0,5}=\s{0,5}["']?([a-z0-9_:-]{2,40})/i.exec(start)?.[1] ?? null
}
