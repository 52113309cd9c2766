import { termsOf } from '../../lib/search-terms.ts'
import { addSearchEntries, removeSearchEntries, type SearchEntry } from '../../store/sql/search.ts'
import type { Tx } from '../../store/store.ts'
import { findById, type OpenRecord, referenceOf, valuesOf } from './records.ts'

const MOST_WORDS = 1000

/** Makes records findable by reference, name and the words of their fields. In the index their numbers are below zero. */
export async function indexRecords(tx: Tx, ids: number[]): Promise<void> {
  const entries: SearchEntry[] = []
  for (const id of ids) {
    const open = await findById(tx, id)
    if (open) entries.push(entryOf(open))
  }
  await addSearchEntries(tx, entries)
}

/** Makes a record findable as it is now. */
export async function indexRecordAgain(tx: Tx, id: number): Promise<void> {
  await removeSearchEntries(tx, [-id])
  await indexRecords(tx, [id])
}

function entryOf(open: OpenRecord): SearchEntry {
  const values = Object.values(valuesOf(open.record)).filter((value) => typeof value === 'string')
  const text = [referenceOf(open), open.record.name, ...values].join('\n')
  return {
    id: -open.record.id,
    scope: ['r', `y${open.type.id}`],
    words: termsOf(text, MOST_WORDS).map(({ term }) => term),
  }
}
