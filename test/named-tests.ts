import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type NamedTest = { row: string; file: string; name: string }

/**
 * The tests that the last column of a page's tables names: a file in backticks, then the name as it stands in its source, with " · "
 * between several.
 * @param page under docs
 */
export function namedTests(page: string): NamedTest[] {
  const rows = [...pageOf(page).matchAll(/^\| (.+?) \|.*\| (`\S+\.test\.ts` .+) \|$/gm)]
  return rows.flatMap(([, row, tests]) =>
    tests!.split(' · ').map((one) => {
      const [, file, name] = /^`(\S+)` (.+)$/.exec(one) ?? []
      return { row: row!, file: file ?? '', name: name ?? '' }
    }),
  )
}

export function pageOf(page: string): string {
  return readFileSync(join(import.meta.dirname, '../docs', page), 'utf8')
}

/** As a whole string of the source, so that half a name is none. */
export function isThere({ file, name }: NamedTest): boolean {
  const path = join(import.meta.dirname, file)
  if (!existsSync(path)) return false
  const text = readFileSync(path, 'utf8')
  return ["'", '"', '`'].some((quote) => text.includes(quote + name + quote))
}
