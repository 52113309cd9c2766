import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJson } from '../store/rows.ts'
import type { DeliveryRow, Letter } from '../store/tables/followers.ts'

/** The sentences of outgoing mails, one catalogue a language: templates/<language>.json. */
export type Words = {
  marker: string
  letterMarker: string
  barNote: string
  barMessage: string
  filesTitle: string
  keptBack: string
  openRecord: string
  leave: string
  none: string
  rest: string
  via: string
  /** Which words are enough as an answer; `{words}` is a list of `offers`, joined by "or". */
  offered: string
  offers: Record<string, string>
  reference: string
  recordLine: string
  /** `sentences`: a paragraph each; `buttons`: labels, where each leads is the letter's to say. */
  letters: Record<
    Letter['words'],
    { subject: string; sentences: string[]; buttons: string[]; reason: string }
  >
  reasons: Record<string, string>
}

const FALLBACK_LANGUAGE = 'en'

const catalogues = new Map<string, Words>()

/** The words of a language; English where there is no catalogue. */
export function wordsIn(language: string): Words {
  const known = catalogues.get(language)
  if (known) return known
  const words = readCatalogue(language) ?? wordsIn(FALLBACK_LANGUAGE)
  catalogues.set(language, words)
  return words
}

/** Puts values into a sentence: `fill('Open {record}', { record: 'T-42' })`. */
export function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

/**
 * Tells which words a mail offers as a whole answer; nothing where it offers none. They stand inside the sentence: a line of ours
 * that was one of them could be taken for the reader's.
 */
export function offerLine({ offers }: Pick<DeliveryRow, 'offers'>, language: string): string {
  const words = wordsIn(language)
  const known = (offers ? readJson(offers) : [])
    .map((word) => words.offers[word])
    .filter((text) => text !== undefined)
  if (known.length === 0) return ''
  const list = new Intl.ListFormat(language, { type: 'disjunction' }).format(known)
  return `${fill(words.offered, { words: list })}\n`
}

function readCatalogue(language: string): Words | null {
  if (!/^[a-z]{2}(-[A-Z]{2})?$/.test(language)) return null
  try {
    return JSON.parse(
      readFileSync(join(import.meta.dirname, '../../templates', `${language}.json`), 'utf8'),
    ) as Words
  } catch {
    return null
  }
}
