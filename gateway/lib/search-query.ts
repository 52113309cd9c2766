import { termsOf } from './search-terms.ts'

/** One thing to look for: words that stand one after the other; the last one may be the beginning of a word. */
export type Sought = { terms: string[]; isBeginning: boolean }

/** What somebody looks for. `marks` narrow it down, as in `from:kim`. */
export type SearchQuery = {
  all: Sought[]
  none: Sought[]
  marks: { name: MarkName; value: string }[]
}

export type MarkName = (typeof MARKS)[number]
const MARKS = ['from', 'in', 'is', 'has'] as const

const MOST_SOUGHT = 20
const PIECE = /(-?)(?:(from|in|is|has):)?(?:"([^"]{0,300})("?)(\*?)|([^\s"]{1,300}))/giu

/**
 * Reads what somebody typed: words that must all be there, "phrases", `begin*`, `-without`, and marks. Anything else is just words:
 * there is no wrong query.
 */
export function readSearchQuery(text: string): SearchQuery {
  const query: SearchQuery = { all: [], none: [], marks: [] }
  for (const [, without, mark, quoted, , star, plain = ''] of text.slice(0, 1000).matchAll(PIECE)) {
    const words = quoted ?? plain
    if (mark && words !== '') {
      query.marks.push({ name: mark.toLowerCase() as MarkName, value: words })
      continue
    }
    const sought = soughtIn(words, star === '*' || (quoted === undefined && words.endsWith('*')))
    if (sought) query[without ? 'none' : 'all'].push(sought)
  }
  return { ...query, all: query.all.slice(0, MOST_SOUGHT), none: query.none.slice(0, MOST_SOUGHT) }
}

/** A word with signs in it, as kim@example.test, is a phrase. A last sign that is no pair stands for what begins with it. */
function soughtIn(words: string, starred: boolean): Sought | null {
  const found = termsOf(words)
  if (found.length === 0) return null
  const last = found.at(-1)!
  const before = found.at(-2)
  // the last sign of a run without blanks, alone, is in its pair already
  const inPair = before !== undefined && before.to > last.from
  const terms = (inPair ? found.slice(0, -1) : found).map(({ term }) => term)
  const loneSign = !inPair && isLoneSign(last.term)
  return { terms, isBeginning: starred || loneSign }
}

function isLoneSign(term: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*$/u.test(
    term,
  )
}
