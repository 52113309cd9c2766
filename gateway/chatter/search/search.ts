import { type Piece, snippetOf } from '../../lib/search-marks.ts'
import { type MarkName, readSearchQuery, type SearchQuery } from '../../lib/search-query.ts'
import { findSearchEntries, type SearchWish } from '../../store/sql/search.ts'
import type { Reader } from '../../store/store.ts'
import type { MessageKind, MessageRow } from '../../store/tables/threads.ts'
import { foundText } from '../messages/message-index.ts'
import { peopleLike } from '../people/people-like.ts'
import { findByReference } from '../records/records.ts'

/** An entry that was found, with the words around what was looked for. */
export type FoundEntry = {
  id: number
  kind: MessageKind
  author: string
  at: number
  reference: string
  record: string
  pieces: Piece[]
}

export type FoundRecord = {
  reference: string
  type: string
  isClosed: boolean
  pieces: Piece[]
}

/** `nothing`: why nothing can be found, where that can be said. `next`: where the next page begins. */
export type Found = {
  records: FoundRecord[]
  entries: FoundEntry[]
  next: number | null
  nothing: string | null
}

export type SearchWords = {
  text: string
  /** Only in this thread. */
  thread?: number
  /** Entries older than this one. */
  before?: number
}

const ENTRIES_A_PAGE = 30
const RECORDS_SHOWN = 10

/** Looks through all threads, or one, and through the names of records. For users: it shows notes. Newest first. */
export async function search(reader: Reader, words: SearchWords): Promise<Found> {
  const query = readSearchQuery(words.text)
  const { scope, nothing } = await scopeOf(reader, query)
  const empty = query.all.length === 0 && query.marks.length === 0
  if (nothing || empty) return { records: [], entries: [], next: null, nothing }

  const threads = words.thread === undefined ? [] : [[`t${words.thread}`]]
  const wish = { all: query.all, none: query.none }
  const ids = await findSearchEntries(reader, {
    ...wish,
    of: 'messages',
    scope: [['m'], ...threads, ...scope],
    before: words.before ?? Number.MAX_SAFE_INTEGER,
    limit: ENTRIES_A_PAGE,
  })
  const everywhere = words.thread === undefined && words.before === undefined
  return {
    records: everywhere && query.marks.length === 0 ? await recordsFor(reader, wish, query) : [],
    entries: await entriesFor(reader, ids, query),
    next: ids.length === ENTRIES_A_PAGE ? ids.at(-1)! : null,
    nothing: null,
  }
}

type Scope = { scope: string[][]; nothing: string | null }

async function scopeOf(reader: Reader, { marks }: SearchQuery): Promise<Scope> {
  const scope: string[][] = []
  for (const { name, value } of marks) {
    const signs = await SIGNS[name](reader, value)
    if (typeof signs === 'string') return { scope, nothing: signs }
    scope.push(signs)
  }
  return { scope, nothing: null }
}

const SIGNS: Record<MarkName, (reader: Reader, value: string) => Promise<string[] | string>> = {
  async from(reader, value) {
    const people = await peopleLike(reader, value)
    return people.length > 0
      ? people.map(({ id }) => `a${id}`)
      : `Nobody here is called “${value}”.`
  },
  async in(reader, value) {
    const open = await findByReference(reader, value)
    return open ? [`t${open.thread.id}`] : `There is no record “${value}”. Write in:T-42.`
  },
  async is(_reader, value) {
    const kind = /^(message|note|change)s?$/i.exec(value)?.[1]
    return kind ? [`k${kind.toLowerCase()}`] : 'Write is:message, is:note or is:change.'
  },
  async has(_reader, value) {
    return /^(files?|attachments?)$/i.test(value) ? ['f'] : 'Write has:file.'
  },
}

async function recordsFor(
  reader: Reader,
  wish: Pick<SearchWish, 'all' | 'none'>,
  query: SearchQuery,
): Promise<FoundRecord[]> {
  const ids = await findSearchEntries(reader, {
    ...wish,
    of: 'records',
    scope: [['r']],
    before: 0,
    limit: RECORDS_SHOWN,
  })
  const rows = await reader.all<RecordHit>(
    `select r.id, r.number, r.name, r.closed_at, y.prefix, y.label from records r join record_types y on y.id = r.record_type_id
     where r.id in (${ids.map((_, at) => `$${at + 1}`).join(', ') || 'null'}) and r.deleted_at is null order by r.id desc`,
    ids.map((id) => -id),
  )
  return rows.map((row) => ({
    reference: `${row.prefix}-${row.number}`,
    type: row.label,
    isClosed: row.closed_at !== null,
    pieces: snippetOf(row.name, query.all),
  }))
}

type RecordHit = {
  id: number
  number: number
  name: string
  closed_at: number | null
  prefix: string
  label: string
}

type EntryHit = Pick<
  MessageRow,
  'id' | 'kind' | 'author_name' | 'subject' | 'new_text' | 'body' | 'parts' | 'created_at'
> & {
  number: number
  name: string
  prefix: string
}

/** Entries of deleted records are found by nobody. */
async function entriesFor(
  reader: Reader,
  ids: number[],
  query: SearchQuery,
): Promise<FoundEntry[]> {
  const rows = await reader.all<EntryHit>(
    `select m.id, m.kind, m.author_name, m.subject, substr(m.new_text, 1, 50000) as new_text, substr(m.body, 1, 50000) as body,
       case when octet_length(m.parts) < 200000 then m.parts end as parts, m.created_at, r.number, r.name, y.prefix
     from messages m join records r on r.thread_id = m.thread_id join record_types y on y.id = r.record_type_id
     where m.id in (${ids.map((_, at) => `$${at + 1}`).join(', ') || 'null'}) and r.deleted_at is null order by m.id desc`,
    ids,
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    author: row.author_name,
    at: row.created_at,
    reference: `${row.prefix}-${row.number}`,
    record: row.name,
    pieces: shownOf(row, query),
  }))
}

/** Where it is only the subject that holds the words, the subject is shown. */
function shownOf(row: EntryHit, { all }: SearchQuery): Piece[] {
  const pieces = snippetOf(foundText(row), all)
  if (row.subject === '' || pieces.some(({ found }) => found)) return pieces
  return snippetOf(`${row.subject}: ${foundText(row)}`, all)
}
