import { InvalidArgumentError } from 'commander'
import { Refused } from '../lib/errors.ts'

/** What most commands share. */
export type Shown = { json?: boolean }

export const JSON_FLAG = ['--json', 'one JSON object a line'] as const

/** For options that may be given several times. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

/** @throws Refused that names the words there are */
export function oneOf<Word extends string>(
  words: readonly Word[],
  given: string,
  what: string,
): Word {
  const found = words.find((word) => word === given)
  if (!found)
    throw new Refused('bad-input', `"${given}" is no ${what}. There are: ${words.join(', ')}.`)
  return found
}

/** Reads a count or a number of something. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new InvalidArgumentError('This takes a whole number, 0 or more.')
  return Number(text)
}
