import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJson } from '../store/rows.ts'
import type { DeliveryRow, Letter } from '../store/tables/followers.ts'
import type { Cause, Door } from '../store/tables/threads.ts'

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
  yes: string
  no: string
  /** By which door a change came. */
  causes: Record<Door, string>
  startedBy: string
  credited: string
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

/** What brought a change: `by import of leads.csv, started by Ada Byrne, credited to Postern`. @param credited the system, where it is the author */
export function causeText(
  { door, name = '', startedBy }: Cause,
  words: Words,
  credited: string | null,
): string {
  return [
    fill(words.causes[door] ?? door, { name }),
    startedBy && fill(words.startedBy, { name: startedBy }),
    credited && fill(words.credited, { name: credited }),
  ]
    .filter(Boolean)
    .join(', ')
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
