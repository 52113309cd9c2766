import { expect, test } from 'vitest'
import { isThere, namedTests, pageOf } from './named-tests.ts'

const shown = namedTests('bar.md')

test('each test that the bar names is there', () => {
  expect(shown.filter((one) => !isThere(one))).toEqual([])
})

test('the bar has each of its sixty rows once, with a test or with what is missing', () => {
  const rows = [...pageOf('bar.md').matchAll(/^\| (\d+) \|.*\| (.+) \|$/gm)]
  expect(rows.map(([, row]) => Number(row))).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
  const tested = new Set(shown.map(({ row }) => row))
  const silent = rows.filter(
    ([, row, last]) => !tested.has(row!) && !/^not yet: .{10,}/.test(last!),
  )
  expect(silent.map(([, row]) => row)).toEqual([])
})
