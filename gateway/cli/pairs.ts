import { Refused } from '../lib/errors.ts'

/** Reads `field=value` words. @throws Refused for a word without "=" */
export function pairs(words: string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at < 1) throw new Refused('bad-input', `"${word}" should be written as field=value.`)
      return [word.slice(0, at).trim(), word.slice(at + 1).trim()]
    }),
  )
}
