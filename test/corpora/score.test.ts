import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fallenFigures } from './ratchet.ts'

const SCORE = join(import.meta.dirname, 'score.ts')

function score(...args: string[]): string {
  return execFileSync(process.execPath, [SCORE, ...args], {
    encoding: 'utf8',
    env: { ...process.env, CORPORA_DIR: '' },
  })
}

/** A folder with the one mail that `expect` speaks of. */
function corporaWith(expect: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'corpora-'))
  mkdirSync(join(folder, 'parse'))
  writeFileSync(join(folder, 'parse', 'a.eml'), 'Subject: Hello\n\nThe table is broken.\n')
  const line = { file: 'a.eml', source: 'us', expect }
  writeFileSync(join(folder, 'parse.jsonl'), `${JSON.stringify(line)}\n`)
  return folder
}

test('without a folder the scorer says so and ends well', () => {
  expect(score()).toContain('Skipped: no corpora here')
  expect(score('/nowhere')).toContain('Skipped: no corpora here (/nowhere)')
})

test('a case is right when every key of it is', () => {
  expect(score(corporaWith({ subject: 'Hello' }))).toMatch(/parse +1 of +1 100\.0 %/)
})

test('a figure that falls is an error', () => {
  expect(fallenFigures({ parse: { right: 0, of: 1 } })).toHaveLength(1)
  expect(fallenFigures({ parse: { right: 1, of: 1 } })).toEqual([])
})
