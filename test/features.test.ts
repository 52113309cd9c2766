import { expect, test } from 'vitest'
import { isThere, namedTests, pageOf } from './named-tests.ts'

test('each test that the table of features names is there', () => {
  expect(namedTests('features.md').filter((one) => !isThere(one))).toEqual([])
})

test('no row of the table of features is without a test', () => {
  const [features] = pageOf('features.md').split('## Left out')
  const rows = [...features!.matchAll(/^\| (?!feature|-)(.+?) \|/gm)].map(([, row]) => row!)
  expect(new Set(namedTests('features.md').map(({ row }) => row))).toEqual(new Set(rows))
})
