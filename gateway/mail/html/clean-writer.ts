import { Parser } from 'htmlparser2'
import {
  finishWalk,
  type HtmlWalk,
  openWalk,
  plain,
  type Walk,
  walkClose,
  walkOpen,
  walkWords,
} from './html-walk.ts'
import { escapeHtml, safeAttributes } from './safe-attributes.ts'
import { allowedTags, deepestElement, droppedTags, emptyTags } from './sanitise-policy.ts'

/** Sections of a page that we show as plain blocks. */
const sections = new Set(['article', 'section', 'header', 'footer', 'main', 'form', 'fieldset'])
/** Of frames within frames the words are read as HTML so far, then as text. */
const deepestFrame = 8

/** An open element of the source: its name there, and here; null where only its words stay. */
type Frame = { tag: string; written: string | null }

/**
 * `words`: text that waits for the next tag. `dropped`: how many elements are open since one whose text is dropped. `rawEnd`:
 * where a browser that runs scripts sees the end of a noscript; until then all is dropped, whatever the parser sees.
 */
type Clean = {
  walk: Walk
  html: string
  words: string
  stack: Frame[]
  dropped: number
  rawEnd: number
  inRaw: boolean
  frames: number
}

/**
 * Writes the HTML of a stranger anew and walks over it on the way. Whatever the parser makes of the source, this is what can
 * stand in the result: the names of the list, their attributes of the list with escaped values, and escaped words. None of
 * those elements has a content that a browser reads in another way, so what is written is what a browser sees.
 */
export function cleanHtml(source: string): HtmlWalk {
  const clean: Clean = {
    walk: openWalk(),
    html: '',
    words: '',
    stack: [],
    dropped: 0,
    rawEnd: -1,
    inRaw: false,
    frames: 0,
  }
  parseInto(clean, source)
  writeWords(clean)
  return finishWalk(clean.walk, clean.html)
}

function parseInto(clean: Clean, source: string): void {
  const parser: Parser = new Parser(
    {
      onopentag: (tag, attributes) => {
        leaveRaw(clean, parser.startIndex)
        if (clean.inRaw) return
        if (clean.dropped > 0) clean.dropped++
        else if (!openTag(clean, tag, attributes) && tag === 'noscript')
          clean.rawEnd = rawEnd(source, parser.endIndex + 1)
      },
      ontext: (text) => {
        leaveRaw(clean, parser.startIndex)
        if (clean.dropped > 0 || clean.inRaw) return
        if (clean.stack.at(-1)?.tag === 'iframe' && clean.frames < deepestFrame)
          parseFrame(clean, text)
        else clean.words += escapeHtml(text)
      },
      onclosetag: (tag) => {
        leaveRaw(clean, parser.startIndex)
        closeTag(clean, tag)
      },
    },
    { decodeEntities: true },
  )
  parser.write(source)
  parser.end()
}

/** What a frame holds for programs without frames is HTML of its own: its tags close inside. */
function parseFrame(clean: Clean, source: string): void {
  const stack = [...clean.stack.slice(0, -1), { tag: '', written: null }]
  const inner: Clean = { ...clean, stack, frames: clean.frames + 1, rawEnd: -1 }
  parseInto(inner, source)
  clean.html = inner.html
  clean.words = inner.words
}

/** Says whether the words in it are read. */
function openTag(clean: Clean, tag: string, attributes: Record<string, string>): boolean {
  const name = sections.has(tag) ? 'div' : tag
  const kept = allowedTags.has(name) && clean.stack.length < deepestElement
  clean.stack.push({ tag, written: kept ? name : null })
  if (!kept && droppedTags.has(name)) {
    clean.dropped = 1
    return false
  }
  if (kept) writeTag(clean, name, attributes)
  return true
}

function writeTag(clean: Clean, tag: string, attributes: Record<string, string>): void {
  writeWords(clean)
  const safe = safeAttributes(tag, attributes)
  const html = `<${tag}${safe.html}${emptyTags.has(tag) ? ' />' : '>'}`
  const says = safe.role !== null || safe.alt !== '' || safe.pre
  clean.html += html
  walkOpen(clean.walk, { html, tag }, says ? safe : plain)
}

function closeTag(clean: Clean, tag: string): void {
  if (clean.inRaw) {
    if (clean.stack.at(-1)?.tag !== tag) return
  } else if (clean.dropped > 0) {
    clean.dropped--
    if (clean.dropped > 0) return
    clean.inRaw = clean.rawEnd >= 0
  }
  if (clean.stack.at(-1)?.tag !== tag) return
  clean.dropped = 0
  const written = clean.stack.pop()!.written
  if (written === null || emptyTags.has(written)) return
  writeWords(clean)
  const html = `</${written}>`
  clean.html += html
  walkClose(clean.walk, html, written)
}

function writeWords(clean: Clean): void {
  if (clean.words === '') return
  clean.html += clean.words
  walkWords(clean.walk, clean.words)
  clean.words = ''
}

function leaveRaw(clean: Clean, at: number): void {
  if (clean.rawEnd < 0 || at < clean.rawEnd) return
  clean.rawEnd = -1
  clean.inRaw = false
}

/** A browser ends a noscript at the first end tag, wherever it stands. HTML standard section 13.2.5.4. */
function rawEnd(source: string, from: number): number {
  const end = /<\/noscript[\t\n\f\r />]/gi
  end.lastIndex = from
  return end.exec(source)?.index ?? Number.POSITIVE_INFINITY
}
