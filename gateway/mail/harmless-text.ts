import { quoteHeadAt } from './trimming/quote-heads.ts'
import { isQuoted } from './trimming/quote-lines.ts'

/**
 * Words of a mail that nobody has proved, for a place where nothing of them may be clicked or called, and nothing may pretend to be
 * ours: one line of plain text. Mail programs make links of whatever looks like one, so what looks like one is left out and named.
 */
export function harmlessText(text: string, most: number): string {
  const line = text
    .slice(0, LOOKED_AT)
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    // signs that nobody sees, that turn the direction of writing, or that are for private use
    .replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu, '')
    .trim()
  const words = line.split(' ').map(harmlessWord).join(' ').replace(LONG_NUMBER, NUMBER)
  const letters = [...words]
  return letters.length > most ? `${letters.slice(0, most).join('').trimEnd()}…` : words
}

/** The author's first words, without a line that is quoted or may be: what is quoted may be somebody else's, and not for every eye. */
export function firstWords(newText: string): string {
  const lines = newText.slice(0, LOOKED_AT).split('\n')
  const end = lines.findIndex((_, at) => quoteHeadAt(lines, at) !== null)
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .filter((line) => !isQuoted(line))
    .join('\n')
}

const LOOKED_AT = 10_000
const LINK = '(link left out)'
const ADDRESS = '(address left out)'
const NUMBER = '(number left out)'

/** Digits of a telephone number, however they are parted. */
const LONG_NUMBER = /[+(]{0,2}\p{Nd}(?:[ ()./-]{0,3}\p{Nd}){6,40}/gu

function harmlessWord(word: string): string {
  const plain = word.normalize('NFKC')
  if (/[@]/.test(plain)) return ADDRESS
  const link =
    /:\/\/|\bwww\.|^\W?[a-z][a-z0-9+.-]{1,20}:\S|\\\\|[\p{L}\p{N}](?:\.\p{L}|\u3002[a-z])[\p{L}-]|(?:\d{1,3}\.){3}\d|xn--/iu
  return link.test(plain) ? LINK : word
}
