import { termsOf } from '../../lib/search-terms.ts'
import { list, readJson } from '../../store/rows.ts'
import { addSearchEntries, removeSearchEntries, type SearchEntry } from '../../store/sql/search.ts'
import type { Tx } from '../../store/store.ts'
import { type AttachmentRow, type MessageRow, messages } from '../../store/tables/threads.ts'
import { attachmentsOf } from './attachments.ts'

const MOST_WORDS = 10_000
const MOST_SIGNS = 200_000

/** Makes entries findable that are not yet. What they quote is found where it was written. */
export async function indexMessages(tx: Tx, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await list(tx, messages, { where: { id: ids } })
  const files = (await attachmentsOf(tx, ids)).filter((file) => file.inline === 0)
  await addSearchEntries(
    tx,
    rows.map((row) =>
      entryOf(
        row,
        files.filter((file) => file.message_id === row.id),
      ),
    ),
  )
}

/** Makes them findable as they are now: moved, or with other words. */
export async function indexAgain(tx: Tx, ids: number[]): Promise<void> {
  await removeSearchEntries(tx, ids)
  await indexMessages(tx, ids)
}

function entryOf(row: MessageRow, files: AttachmentRow[]): SearchEntry {
  const signs = ['m', `t${row.thread_id}`, `a${row.author_id}`, `k${row.kind}`]
  const text = [row.author_name, row.author_address, row.subject, foundText(row)].join('\n')
  const names = files.map((file) => file.filename).join('\n')
  return {
    id: row.id,
    scope: files.length > 0 ? [...signs, 'f'] : signs,
    words: termsOf(`${names}\n${text}`.slice(0, MOST_SIGNS), MOST_WORDS).map(({ term }) => term),
  }
}

/** What a message says itself: its new words, what it passes on, or all of it where nothing is new. */
export function foundText({
  new_text,
  body,
  parts,
}: Pick<MessageRow, 'new_text' | 'body' | 'parts'>): string {
  const passedOn = (parts ? readJson(parts) : []).filter(({ kind }) => kind === 'forwarded')
  const own = [new_text, ...passedOn.map(({ text }) => text)].join('\n').trim()
  return own === '' ? body : own
}
