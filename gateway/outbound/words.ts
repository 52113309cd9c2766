import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Letter } from '../store/tables/followers.ts'

/** The sentences of outgoing mails, one catalogue a language: templates/<language>.json. */
export type Words = {
  marker: string
  letterMarker: string
  barNote: string
  barMessage: string
  filesTitle: string
  openRecord: string
  leave: string
  none: string
  rest: string
  via: string
  reference: string
  recordLine: string
  /** `sentences`: a paragraph each; `buttons`: labels, where each leads is the letter's to say. */
  letters: Record<
    Letter['words'],
    { subject: string; sentences: string[]; buttons: string[]; reason: string }
  >
  digest: DigestWords
  reasons: Record<string, string>
}

/** A sentence in the forms that a language has for numbers; `other` is always there. */
export type Counted = { one?: string; other: string; [form: string]: string | undefined }

export type DigestWords = {
  /** Who a user's digest comes from. */
  from: string
  subject: string
  subjectNeeds: string
  title: string
  updates: Counted
  needs: Counted
  inRecords: Counted
  groups: { named: string; waits: string; news: string }
  note: string
  more: Counted
  rest: Counted
  answer: string
  noAnswer: string
  reason: string
  settings: string
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

/** `counted(words.more, 3, 'en')` is "and 3 more". */
export function counted(forms: Counted, n: number, language: string): string {
  const rules = new Intl.PluralRules(language)
  return fill(forms[rules.select(n)] ?? forms.other, { n: String(n) })
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
