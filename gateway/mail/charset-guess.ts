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
  const counts = count(bytes.subarray(0, 20_000))
  if (counts.pairs >= 3 && counts.odd === 0 && counts.gb === counts.pairs)
    return counts.hangul > counts.pairs * 0.9 ? 'euc-kr' : 'gb18030'
  if (counts.high < counts.total * 0.4) return 'windows-1252'
  return counts.low > counts.upper ? 'koi8-r' : 'windows-1251'
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
