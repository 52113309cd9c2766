import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RFC_INDEX } from '../gateway/mail/rfc-index.ts'

const ROOT = join(import.meta.dirname, '..')

function cited(): Set<number> {
  const files = ['gateway', 'web'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(ROOT, folder, file),
    ),
  )
  const texts = files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('rfc-index.ts'))
    .map((file) => readFileSync(file, 'utf8'))
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/RFC (\d{3,4})/g)].map((match) => Number(match[1]))),
  )
}

test('each standard that the code cites is in the index, and none else', () => {
  expect(RFC_INDEX.map(({ rfc }) => rfc)).toEqual(
    [...cited()].toSorted((one, other) => one - other),
  )
})
