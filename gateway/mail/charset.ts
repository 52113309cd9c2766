import { isAscii, isUtf8 } from 'node:buffer'
import { guessCharset } from './charset-guess.ts'
import { decodeUtf7, isUtf7 } from './utf7.ts'

/** What was read, and the charset it was read in. `flaw` names a label that did not fit the bytes. */
export type Decoded = { text: string; charset: string; flaw: string | null }

/** Names that mail programs write and the Encoding Standard does not know. */
const otherNames: Record<string, string> = {
  cp1250: 'windows-1250',
  'cp-850': 'windows-1252',
  cp850: 'windows-1252',
  cp1251: 'windows-1251',
  'ansi_x3.110-1983': 'windows-1252',
  'iso-8859-8-i': 'iso-8859-8',
  ks_c_5601: 'euc-kr',
  cp949: 'euc-kr',
  cp932: 'shift_jis',
  cp936: 'gb18030',
  cp950: 'big5',
  'gb2312-80': 'gb18030',
  'iso-2022-jp-ms': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  utf8mb4: 'utf-8',
  'utf-8n': 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  'x-unknown': '',
  'unknown-8bit': '',
  unknown: '',
  default: '',
  default_charset: '',
  '8bit': '',
  binary: '',
  ansi: 'windows-1252',
  'x-user-defined': '',
  'x-windows-949': 'euc-kr',
  'tis-620': 'windows-874',
  'x-gbk': 'gb18030',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'us-ascii': 'windows-1252',
  ascii: 'windows-1252',
}

const decoders = new Map<string, InstanceType<typeof TextDecoder> | null>()

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
  if (name === '') return decode(bytes, guessCharset(bytes), 'charset-missing')
  return decode(bytes, name, null)
}

/** Bytes that happen to be UTF-8 of control characters only are of the single-byte charset on the label. */
function decodeUtf8(bytes: Uint8Array, name: string): Decoded {
  const read = decode(bytes, 'utf-8', null)
  if (name === 'utf-8' || name === '') return read
  if (!/[\u00a0-\uffff]/.test(read.text)) return decode(bytes, name, null)
  return { ...read, flaw: 'charset-mislabelled' }
}

/** The Encoding Standard's name of a label, or '' where there is none that can be used. */
function charsetName(label: string | null): string {
  const plain = (label ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["'\s]+|["'\s;]+$/g, '')
  const known =
    otherNames[plain] ?? plain.replace(/^(?:x-)?(?:win(?:dows)?|cp)[-_]?(125\d|874)$/, 'windows-$1')
  if (known === '') return ''
  return decoderOf(known)?.encoding ?? ''
}

function decoderOf(name: string): InstanceType<typeof TextDecoder> | null {
  const kept = decoders.get(name)
  if (kept !== undefined) return kept
  const made = makeDecoder(name)
  if (decoders.size < 500) decoders.set(name, made)
  return made
}

function makeDecoder(name: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(name)
  } catch {
    return null
  }
}

function decode(bytes: Uint8Array, charset: string, flaw: string | null): Decoded {
  const decoder = decoderOf(charset) ?? decoderOf('windows-1252')!
  return { text: decoder.decode(bytes), charset, flaw }
}

/** Unlabelled Japanese mail is ASCII with escape sequences: RFC 1468. */
function decodeAscii(bytes: Uint8Array, name: string): Decoded {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (text.includes('\u001b$') || text.includes('\u001b(J'))
    return decode(bytes, 'iso-2022-jp', 'charset-mislabelled')
  return { text, charset: name || 'us-ascii', flaw: null }
}

function isShifting(name: string): boolean {
  return name === 'iso-2022-jp' || name.startsWith('utf-16')
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
