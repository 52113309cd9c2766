import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const PAGE = readFileSync(join(import.meta.dirname, '../docs/gateway-behaviours.md'), 'utf8')
const PROBES = '1 2 3 4 5 6 6b 7 8 10 10b 10c 11 14 16 16b 17 18 21 22 23 24 25 26 27 28 29 30'

type Shown = { row: string; file: string; name: string }

/** The tests of the last column: a file in backticks, then the name as it stands in its source. */
const shown: Shown[] = [...PAGE.matchAll(/^\| ([GP]\w+) \|.*\| (`.+) \|$/gm)].flatMap(
  ([, row, tests]) =>
    tests!.split(' · ').map((one) => {
      const [, file, name] = /^`(\S+)` (.+)$/.exec(one) ?? []
      return { row: row!, file: file ?? '', name: name ?? '' }
    }),
)

test('each test that the table of behaviours names is there', () => {
  const missing = shown.filter(({ file, name }) => !holds(file, name))
  expect(missing).toEqual([])
})

test('the table of behaviours has each row once, or says why not', () => {
  const wanted = [
    ...Array.from({ length: 96 }, (_, n) => `G${n + 1}`),
    ...PROBES.split(' ').map((n) => `P${n}`),
  ]
  const [table, rest] = PAGE.split('## Rows without a test')
  const inTable = [...table!.matchAll(/^\| ([GP]\w+) \|/gm)].map(([, row]) => row!)
  const without = rest!.match(/\b[GP]\d+[a-z]?\b/g)!
  expect([...inTable, ...without].toSorted()).toEqual(wanted.toSorted())
  expect(new Set(shown.map(({ row }) => row))).toEqual(new Set(inTable))
})

/** As a whole string of the source, so that half a name is none. */
function holds(file: string, name: string): boolean {
  const path = join(import.meta.dirname, file)
  if (!existsSync(path)) return false
  const text = readFileSync(path, 'utf8')
  return ["'", '"', '`'].some((quote) => text.includes(quote + name + quote))
}
