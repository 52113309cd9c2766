import { expect, test } from 'vitest'
import { snippetOf } from '../../gateway/lib/search-marks.ts'
import { readSearchQuery } from '../../gateway/lib/search-query.ts'
import { termsOf } from '../../gateway/lib/search-terms.ts'

const words = (text: string) => termsOf(text).map(({ term }) => term)

test('words are told without case, accents and widths, in any alphabet', () => {
  expect(words('Éclair, ÉCLAIR; Straße’s ＷＩＤＥ')).toEqual([
    'eclair',
    'eclair',
    'strasse',
    's',
    'wide',
  ])
  expect(words('Заказ ΠΑΡΑΓΓΕΛΊΑ طلبية 주문서')).toEqual(['заказ', 'παραγγελια', 'طلبية', '주문서'])
  expect(words('kim@example.test 1.234,50 €')).toEqual(['kim', 'example', 'test', '1', '234', '50'])
  expect(words('हिन्दी में')).toEqual(['हिन्दी', 'में'])
})

test('scripts without blanks are cut into pairs, so that a word is found wherever it stands', () => {
  expect(words('印刷機が')).toEqual(['印刷', '刷機', '機が', 'が'])
  expect(words('HP印刷機2')).toEqual(['hp', '印刷', '刷機', '機', '2'])
})

test('a query is words, phrases, beginnings, what must not be there, and marks', () => {
  expect(readSearchQuery('leg "new chair" pri* -paid from:kim in:T-4 kim@example.test')).toEqual({
    all: [
      { terms: ['leg'], isBeginning: false },
      { terms: ['new', 'chair'], isBeginning: false },
      { terms: ['pri'], isBeginning: true },
      { terms: ['kim', 'example', 'test'], isBeginning: false },
    ],
    none: [{ terms: ['paid'], isBeginning: false }],
    marks: [
      { name: 'from', value: 'kim' },
      { name: 'in', value: 'T-4' },
    ],
  })
  expect(readSearchQuery('印刷機 機').all).toEqual([
    { terms: ['印刷', '刷機'], isBeginning: false },
    { terms: ['機'], isBeginning: true },
  ])
  for (const odd of ['', '"', '-', '*', '""', '-"', "' or 1=1 --", '& | ! <->', ':*', 'in:'])
    expect(() => readSearchQuery(odd)).not.toThrow()
})

test('a snippet shows the words around the first find, with each find apart', () => {
  const { all } = readSearchQuery('leg chai*')
  const text = `${'Much was said before. '.repeat(10)}The leg of the chairs is broken.${' And more.'.repeat(40)}`
  const pieces = snippetOf(text, all)
  expect(pieces.filter((piece) => piece.found).map((piece) => piece.text)).toEqual([
    'leg',
    'chairs',
  ])
  expect(pieces.map((piece) => piece.text).join('')).toMatch(
    /^… .*The leg of the chairs is broken\. .* …$/,
  )
})
