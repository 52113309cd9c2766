import { expect, test } from 'vitest'
import { isThere, namedTests, pageOf } from './named-tests.ts'

const PROBES = '1 2 3 4 5 6 6b 7 8 10 10b 10c 11 14 16 16b 17 18 21 22 23 24 25 26 27 28 29 30'

const shown = namedTests('gateway-behaviours.md')

test('each test that the table of behaviours names is there', () => {
  expect(shown.filter((one) => !isThere(one))).toEqual([])
})

test('the table of behaviours has each row once, or says why not', () => {
  const wanted = [
    ...Array.from({ length: 96 }, (_, n) => `G${n + 1}`),
    ...PROBES.split(' ').map((n) => `P${n}`),
  ]
  const [table, rest] = pageOf('gateway-behaviours.md').split('## Rows without a test')
  const inTable = [...table!.matchAll(/^\| ([GP]\w+) \|/gm)].map(([, row]) => row!)
  const without = rest!.match(/\b[GP]\d+[a-z]?\b/g)!
  expect([...inTable, ...without].toSorted()).toEqual(wanted.toSorted())
  expect(new Set(shown.map(({ row }) => row))).toEqual(new Set(inTable))
})
