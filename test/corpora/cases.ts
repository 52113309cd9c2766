import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Reading } from '../../gateway/mail/reading.ts'

/** The categories of the corpora, in the order of the table. */
export const CATEGORIES = ['parse', 'reply', 'auto', 'bounce', 'route', 'hostile'] as const
export type Category = (typeof CATEGORIES)[number]

/** What a source expects of one mail: keys as the README of the corpora lists them; an absent one is not judged. */
// biome-ignore lint/suspicious/noExplicitAny: the values differ from key to key
export type Expected = Record<string, any>

export type Case = {
  category: Category
  file: string
  source: string
  conflict: string | null
  note: string | null
  expect: Expected
}

/** A case as it was read: how long it took, and what the reader saw. */
export type Read = { reading: Reading; ms: number }

/** Names what is wrong; an empty list is a case that is right. */
export type Judge = (expect: Expected, read: Read) => string[]

/** Is this a folder of the corpora's layout? */
export function isCorpora(folder: string): boolean {
  return CATEGORIES.some((category) => existsSync(join(folder, `${category}.jsonl`)))
}

export function casesOf(folder: string, category: Category): Case[] {
  const list = join(folder, `${category}.jsonl`)
  if (!existsSync(list)) return []
  const lines = readFileSync(list, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => ({ conflict: null, note: null, ...JSON.parse(line), category }))
}

export function bytesOf(folder: string, one: Case): Buffer {
  return readFileSync(join(folder, one.category, one.file))
}
