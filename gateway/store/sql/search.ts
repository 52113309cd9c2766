import type { Sought } from '../../lib/search-query.ts'
import type { Reader, Tx } from '../store.ts'

/** What is kept of a message or a record so that it is found: its words in order, and the signs that narrow a search down. */
export type SearchEntry = { id: number; scope: string[]; words: string[] }

/** `scope`: of each list of signs the entry must have one. */
export type SearchWish = {
  scope: string[][]
  all: Sought[]
  none: Sought[]
  of: 'messages' | 'records'
  /** Only ids below this one; 0 for records. */
  before: number
  limit: number
}

/** PostgreSQL keeps no places beyond this one. */
const LAST_PLACE = 16_000

export async function addSearchEntries(tx: Tx, entries: SearchEntry[]): Promise<void> {
  for (const entry of entries) {
    if (tx.dialect === 'sqlite')
      await tx.all('insert into search_entries (rowid, scope, words) values ($1, $2, $3)', [
        entry.id,
        entry.scope.join(' '),
        entry.words.join(' '),
      ])
    else
      await tx.all(
        `insert into search_entries (id, words) values ($1, cast($2 as tsvector))
         on conflict (id) do update set words = excluded.words`,
        [entry.id, vectorOf(entry)],
      )
  }
}

export async function removeSearchEntries(tx: Tx, ids: number[]): Promise<void> {
  const key = tx.dialect === 'sqlite' ? 'rowid' : 'id'
  for (const id of ids) await tx.all(`delete from search_entries where ${key} = $1`, [id])
}

/** @returns ids, newest first */
export async function findSearchEntries(reader: Reader, wish: SearchWish): Promise<number[]> {
  const isRecords = wish.of === 'records'
  if (reader.dialect === 'sqlite')
    return idsOf(reader, isRecords ? MATCHING_RECORDS : MATCHING, wish, matchOf(wish))
  const query = tsqueryOf(wish)
  if (isRecords) return idsOf(reader, ALL_RECORDS_THAT_MATCH, wish, query)
  const fresh = await idsOf(reader, AMONG_THE_NEWEST, wish, query)
  return fresh.length === wish.limit ? fresh : idsOf(reader, ALL_THAT_MATCH, wish, query)
}

const MATCHING = `select rowid as id from search_entries where search_entries match $1 and rowid < $2 order by rowid desc limit $3`
/** Records stand below zero: the newest is the lowest. */
const MATCHING_RECORDS = MATCHING.replace('desc', '')

/**
 * PostgreSQL cannot know how rare words are together. So a frequent word is looked for among the newest entries, where it is soon
 * found often enough; a rare one by the index of words, which gives few.
 */
const AMONG_THE_NEWEST = `select id from search_entries where words @@ cast($1 as tsquery) and id < $2
   and id > least($2, (select max(id) from search_entries)) - 5000 order by id desc limit $3`
const ALL_THAT_MATCH = `with matching as materialized (select id from search_entries where words @@ cast($1 as tsquery))
   select id from matching where id < $2 order by id desc limit $3`
const ALL_RECORDS_THAT_MATCH = ALL_THAT_MATCH.replace('desc', '')

async function idsOf(
  reader: Reader,
  sql: string,
  { before, limit }: SearchWish,
  query: string,
): Promise<number[]> {
  const rows = await reader.all<{ id: number }>(sql, [query, before, limit])
  return rows.map(({ id }) => Number(id))
}

/** The messages, and the records, that are not in the index yet. Numbers may be written in another order than they are given. */
export async function notIndexed(
  reader: Reader,
  of: { table: 'messages' | 'records'; most: number },
): Promise<number[]> {
  const key = reader.dialect === 'sqlite' ? 'rowid' : 'id'
  const isMessages = of.table === 'messages'
  const last = await reader.one<{ last: number | null }>(
    `select ${isMessages ? 'max' : 'min'}(${key}) as last from search_entries where ${key} ${isMessages ? '>' : '<'} 0`,
  )
  const from = Math.abs(Number(last?.last ?? 0)) - OUT_OF_ORDER
  const rows = await reader.all<{ id: number }>(
    `select m.id from ${of.table} m where m.id > $1
       and not exists (select 1 from search_entries s where s.${key} = ${isMessages ? '' : '-'}m.id)
     order by m.id limit $2`,
    [from, of.most],
  )
  return rows.map(({ id }) => Number(id))
}

const OUT_OF_ORDER = 1000

/** FTS5's language. Our words are letters and digits, so quotation marks are all the quoting there is. */
function matchOf({ scope, all, none }: SearchWish): string {
  const scopes = scope.map((signs) => `scope : (${signs.map(quote).join(' OR ')})`)
  const phrase = ({ terms, isBeginning }: Sought) =>
    `${quote(terms.join(' '))}${isBeginning ? ' *' : ''}`
  const wanted = all.length > 0 ? [`words : (${all.map(phrase).join(' AND ')})`] : []
  const unwanted = none.length > 0 ? ` NOT words : (${none.map(phrase).join(' OR ')})` : ''
  return `(${[...scopes, ...wanted].join(' AND ')})${unwanted}`
}

function quote(words: string): string {
  return `"${words}"`
}

/** The signs stand in the vector as well, behind a # that no word has. */
function tsqueryOf({ scope, all, none }: SearchWish): string {
  const scopes = scope.map((signs) => `(${signs.map((sign) => `'#${sign}'`).join(' | ')})`)
  const phrase = ({ terms, isBeginning }: Sought) =>
    `(${terms.map((term, at) => `'${term}'${isBeginning && at === terms.length - 1 ? ':*' : ''}`).join(' <-> ')})`
  return [...scopes, ...all.map(phrase), ...none.map((one) => `!${phrase(one)}`)].join(' & ')
}

function vectorOf({ scope, words }: SearchEntry): string {
  const places = new Map<string, number[]>()
  words.slice(0, LAST_PLACE).forEach((word, index) => {
    const known = places.get(word)
    if (known) known.push(index + 1)
    else places.set(word, [index + 1])
  })
  const lexemes = [...places].map(([word, at]) => `'${word}':${at.slice(0, 250).join(',')}`)
  return [...scope.map((sign) => `'#${sign}'`), ...lexemes].join(' ')
}
