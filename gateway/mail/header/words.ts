import { decodeText } from '../charsets/charset.ts'

type Word = { charset: string; bytes: Buffer; start: number; end: number }

const opening = /=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?/y

/**
 * Reads the encoded words of a header value. Neighbours with only blanks between them belong together, and where both
 * are of one charset their bytes are joined first, because some programs cut a character in two. RFC 2047 section 6.2.
 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  const words = findWords(value)
  let text = ''
  let at = 0
  for (let first = 0; first < words.length; ) {
    const last = lastOfRun(value, words, first)
    const gap = value.slice(at, words[first]!.start)
    text +=
      (first > 0 && gap.trim() === '' ? '' : spaced(gap)) + decodeRun(words.slice(first, last + 1))
    at = words[last]!.end
    first = last + 1
  }
  return text + value.slice(at)
}

function findWords(value: string): Word[] {
  const words: Word[] = []
  for (let at = value.indexOf('=?'); at >= 0; at = value.indexOf('=?', at)) {
    opening.lastIndex = at
    const match = opening.exec(value)
    if (!match) {
      at += 2
      continue
    }
    const from = at + match[0].length
    const close = value.indexOf('?=', from)
    if (close < 0) break
    words.push({
      charset: match[1]!,
      bytes: wordBytes(match[2]!, value.slice(from, close)),
      start: at,
      end: close + 2,
    })
    at = close + 2
  }
  return words
}

function lastOfRun(value: string, words: Word[], first: number): number {
  let last = first
  while (last + 1 < words.length && continues(value, words[last]!, words[last + 1]!)) last++
  return last
}

function continues(value: string, word: Word, next: Word): boolean {
  if (word.charset.toLowerCase() !== next.charset.toLowerCase()) return false
  return value.slice(word.end, next.start).trim() === ''
}

function decodeRun(words: Word[]): string {
  return decodeText(Buffer.concat(words.map((word) => word.bytes)), words[0]!.charset).text
}

function wordBytes(encoding: string, payload: string): Buffer {
  if (encoding === 'b' || encoding === 'B') return Buffer.from(payload, 'base64')
  const plain = payload.replaceAll('_', ' ')
  const bytes = plain.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return /[^\u0000-\u00ff]/.test(bytes) ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes, 'latin1')
}

/** A gateway that writes `[SPAM]` before a subject forgets the blank that has to stand before an encoded word. */
function spaced(gap: string): string {
  return gap.endsWith(']') ? `${gap} ` : gap
}
