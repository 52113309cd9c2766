/** A word as it is looked for, and where it stands in its text. */
export type Term = { term: string; from: number; to: number }

const WORD = /[\p{L}\p{N}\p{M}]+/gu
/** Scripts that put no blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆]+/gu
const LONGEST = 64

/**
 * The words of a text in any language, as they are looked for: without case, accents and widths. Where a script has no blanks, each
 * sign with the next one is a word, so that a phrase is found wherever it begins.
 * @param most no more words than this
 */
export function termsOf(text: string, most = Number.POSITIVE_INFINITY): Term[] {
  const terms: Term[] = []
  for (const found of text.matchAll(WORD)) {
    if (terms.length >= most) break
    terms.push(...partsOf(found[0], found.index))
  }
  return terms.slice(0, most)
}

/** One word of blanks-and-letters, cut where its script changes to one without blanks. */
function partsOf(word: string, at: number): Term[] {
  const terms: Term[] = []
  let done = 0
  for (const run of word.matchAll(UNSPACED)) {
    terms.push(...plain(word.slice(done, run.index), at + done), ...pairs(run[0], at + run.index))
    done = run.index + run[0].length
  }
  return [...terms, ...plain(word.slice(done), at + done)]
}

function plain(word: string, from: number): Term[] {
  const term = folded(word).slice(0, LONGEST)
  return term === '' ? [] : [{ term, from, to: from + word.length }]
}

/** Each sign with the next, and the last one alone. */
function pairs(run: string, at: number): Term[] {
  const signs = [...new Intl.Segmenter().segment(run)]
  return signs.map(({ segment, index }, position) => {
    const both = segment + (signs[position + 1]?.segment ?? '')
    return { term: folded(both), from: at + index, to: at + index + both.length }
  })
}

/** Latin, Greek and Cyrillic accents go; the marks of other scripts are letters of theirs and stay. */
function folded(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßøłđıæœ]/g, (letter) => PLAIN[letter] ?? letter)
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '')
}

const PLAIN: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
}
