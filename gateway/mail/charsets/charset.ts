import { isAscii, isUtf8 } from 'node:buffer'
import libmime from 'libmime'
import { guessCharset } from './charset-guess.ts'
import { charsetName, decoderOf } from './charset-names.ts'
import { readHz, readIso2022Kr, withoutIdleEscapes } from './iso-2022.ts'
import { decodeUtf7, isUtf7 } from './utf7.ts'

/** What was read, and the charset it was read in. `flaw` names a label that did not fit the bytes. */
export type Decoded = { text: string; charset: string; flaw: string | null }

/**
 * Reads bytes as the charset they are in, which need not be the one on the label: UTF-8 shows itself, and a label of
 * UTF-8 on other bytes is not believed. Never throws. RFC 2046 section 4.1.2.
 */
export function decodeText(bytes: Uint8Array, label: string | null): Decoded {
  const name = charsetName(label)
  const marked = byteOrderMark(bytes)
  if (marked) return decode(bytes, marked, null)
  if (isUtf7(label)) return { text: decodeUtf7(bytes), charset: 'utf-7', flaw: null }
  if (isAscii(bytes) && !isShifting(name)) return decodeAscii(bytes, name)
  if (isUtf8(bytes) && !isShifting(name)) return decodeUtf8(bytes, name)
  if (name === 'utf-8') return decodeBrokenUtf8(bytes)
  if (name === '') return decodeUnknown(bytes, label)
  return decode(bytes, name, null)
}

/** Bytes that happen to be UTF-8 of control characters only are of the single-byte charset on the label. */
function decodeUtf8(bytes: Uint8Array, name: string): Decoded {
  const read = decode(bytes, 'utf-8', null)
  if (name === 'utf-8' || name === '') return read
  if (!/[\u00a0-\uffff]/.test(read.text)) return decode(bytes, name, null)
  return { ...read, flaw: 'charset-mislabelled' }
}

function decode(bytes: Uint8Array, charset: string, flaw: string | null): Decoded {
  if (charset === 'iso-2022-kr') return decode(readIso2022Kr(bytes), 'euc-kr', flaw)
  if (charset === 'hz-gb-2312') return decode(readHz(bytes), 'gb18030', flaw)
  if (charset === 'iso-2022-jp') bytes = withoutIdleEscapes(bytes)
  const decoder = decoderOf(charset) ?? decoderOf('windows-1252')!
  return { text: decoder.decode(bytes), charset, flaw }
}

/** DOS and Mac charsets are libmime's to know; it reads what it does not know as UTF-8. Else the bytes must tell. */
function decodeUnknown(bytes: Uint8Array, label: string | null): Decoded {
  if (label && !/^\s*"?(?:x-)?(?:unknown|user|default|binary|[78]bit|utf-?7)/i.test(label)) {
    const text = libmime.decodeWord(label, 'B', Buffer.from(bytes).toString('base64'))
    if (!text.includes('\ufffd')) return { text, charset: label.toLowerCase(), flaw: null }
  }
  const broken = decodeBrokenUtf8(bytes)
  return { ...broken, flaw: 'charset-missing' }
}

/** Unlabelled Japanese mail is ASCII with escape sequences: RFC 1468. */
function decodeAscii(bytes: Uint8Array, name: string): Decoded {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (text.includes('\u001b$') || text.includes('\u001b(J'))
    return decode(bytes, 'iso-2022-jp', 'charset-mislabelled')
  return { text, charset: name || 'us-ascii', flaw: null }
}

function isShifting(name: string): boolean {
  return name.startsWith('iso-2022-') || name === 'hz-gb-2312' || name.startsWith('utf-16')
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** A few broken characters in real UTF-8 stay broken; bytes that are hardly ever UTF-8 are something else. */
function decodeBrokenUtf8(bytes: Uint8Array): Decoded {
  const read = decode(bytes, 'utf-8', 'charset-broken')
  const sample = read.text.slice(0, 100_000)
  const broken = sample.split('\ufffd').length - 1
  const whole = (sample.match(/[\u0080-\ufffc]/g) ?? []).length
  if (whole < broken) return decode(bytes, guessCharset(bytes), 'charset-mislabelled')
  return broken > 1000 ? read : { ...read, text: decodeMixed(bytes) }
}

/** UTF-8 with single bytes of windows-1252 among it, as programs make that put texts together. */
function decodeMixed(bytes: Uint8Array): string {
  let text = ''
  let start = 0
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length === 0) {
      text += decode(bytes.subarray(start, at), 'utf-8', null).text
      text += decode(bytes.subarray(at, at + 1), 'windows-1252', null).text
      start = at + 1
    }
    at += length || 1
  }
  return text + decode(bytes.subarray(start), 'utf-8', null).text
}

/** How many bytes the character at `at` has; 0 where there is none; a character cut off at the end counts. RFC 3629. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!
  if (lead < 0x80) return 1
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0
  for (let n = 1; n < length && at + n < bytes.length; n++)
    if ((bytes[at + n]! & 0xc0) !== 0x80) return 0
  return lead > 0xf4 ? 0 : length
}
