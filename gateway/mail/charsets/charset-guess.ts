type Counts = {
  high: number
  pairs: number
  odd: number
  gb: number
  hangul: number
  low: number
  upper: number
  c1: number
  total: number
}

/**
 * Guesses the charset of bytes that carry no label and are no UTF-8. Chinese and Korean text comes in pairs of high
 * bytes, Russian text is dense in them without pairs, Western text has a few.
 */
export function guessCharset(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, 20_000)
  const counts = count(sample)
  const japanese = guessJapanese(sample, counts)
  if (japanese) return japanese
  if (counts.pairs >= 3 && counts.odd === 0 && counts.gb === counts.pairs)
    return counts.hangul > counts.pairs * 0.9 ? 'euc-kr' : 'gb18030'
  if (counts.high < counts.total * 0.4) return 'windows-1252'
  if (counts.odd > 0 && counts.pairs >= 3 && isValid(sample, 'big5')) return 'big5'
  return counts.low > counts.upper ? 'koi8-r' : 'windows-1251'
}

/** Japanese shows by its kana: they fill two rows of EUC-JP and of Shift_JIS, and are rare in those rows elsewhere. */
function guessJapanese(bytes: Uint8Array, counts: Counts): string | null {
  let [euc, shifted] = [0, 0]
  for (let at = 0; at + 1 < bytes.length; at++) {
    const [lead, trail] = [bytes[at]!, bytes[at + 1]!]
    if (lead < 0x80) continue
    if ((lead === 0xa4 || lead === 0xa5) && trail >= 0xa1) euc++
    if ((lead === 0x82 && trail >= 0x9f) || (lead === 0x83 && trail >= 0x40)) shifted++
    at++
  }
  const enough = Math.max(2, counts.high * 0.1)
  if (euc >= enough && isValid(bytes, 'euc-jp')) return 'euc-jp'
  return shifted >= enough && isValid(bytes, 'shift_jis') ? 'shift_jis' : null
}

/** Do the bytes make sense in that charset, but for a character that the sample cuts in two? */
function isValid(bytes: Uint8Array, charset: string): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** Looks at runs of high bytes. In KOI8-R small letters are C0 to DF, in windows-1251 they are E0 to FF. */
function count(bytes: Uint8Array): Counts {
  const counts: Counts = {
    high: 0,
    pairs: 0,
    odd: 0,
    gb: 0,
    hangul: 0,
    low: 0,
    upper: 0,
    c1: 0,
    total: 1,
  }
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte > 0x40) counts.total++
    if (byte < 0x80) continue
    countLetter(counts, byte)
    at += countPair(counts, byte, bytes[at + 1] ?? 0)
  }
  return counts
}

function countLetter(counts: Counts, byte: number): void {
  counts.high++
  if (byte >= 0xe0) counts.upper++
  else if (byte >= 0xc0) counts.low++
}

/** Returns 1 where the two bytes are one character. */
function countPair(counts: Counts, lead: number, trail: number): number {
  if (trail < 0x80) {
    counts.odd++
    return 0
  }
  counts.pairs++
  counts.total++
  countLetter(counts, trail)
  if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) counts.gb++
  if (lead >= 0xb0 && lead <= 0xc8) counts.hangul++
  return 1
}
