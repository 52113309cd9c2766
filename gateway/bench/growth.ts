import { readThreadPage } from '../chatter/messages/thread-page.ts'
import { addPerson } from '../chatter/people/people.ts'
import { listRecords } from '../chatter/records/record-list.ts'
import { recordTypeByCode } from '../chatter/records/record-types.ts'
import { search } from '../chatter/search/search.ts'
import { readConfig } from '../lib/config.ts'
import { silentLog } from '../lib/log.ts'
import { prepareStore } from '../processes/prepare-store.ts'
import { openSite, type Site } from '../store/site.ts'
import type { Reader, Tx } from '../store/store.ts'
import type { BenchStore } from './stores.ts'

/** What a page costs in a small store and in a large one. */
export type GrowthLine = {
  bench: 'growth'
  store: string
  page: string
  messages: number
  ms: number
  ratio: number
}

const SMALL = 1000
const LARGE = 1_000_000
const ENTRIES_A_THREAD = 20
const RUNS = 41

const PAGES: Record<string, (reader: Reader) => Promise<unknown>> = {
  'a thread': (reader) => readThreadPage(reader, 1),
  'list of records': (reader) =>
    listRecords(reader, { type: 0, search: '', closed: false, page: 0 }),
  'search, a rare word': (reader) => search(reader, { text: 'needle' }),
  'search, a word of every message': (reader) => search(reader, { text: 'common' }),
  'search in a thread': (reader) => search(reader, { text: 'common', thread: 1 }),
}

/** Measures each page at both sizes, in processes of one program; the ratio is large to small. */
export async function measureGrowth(store: BenchStore): Promise<GrowthLine[]> {
  const small = await measured(store, SMALL)
  const large = await measured(store, LARGE)
  const line = (page: string, messages: number, ms: number): GrowthLine => ({
    bench: 'growth',
    store: store.name,
    page,
    messages,
    ms: Math.round(ms * 1000) / 1000,
    ratio: Math.round((ms / small.get(page)!) * 100) / 100,
  })
  return Object.keys(PAGES).flatMap((page) => [
    line(page, SMALL, small.get(page)!),
    line(page, LARGE, large.get(page)!),
  ])
}

async function measured(store: BenchStore, messages: number): Promise<Map<string, number>> {
  const { env, remove } = await store.fresh()
  const site = openSite(readConfig(env), { log: silentLog })
  try {
    await prepareStore(site)
    await site.store.write((tx) => fill(tx, messages, site.clock.now()))
    if (site.store.dialect === 'postgres') await settled(site)
    const times = new Map<string, number>()
    for (const [page, read] of Object.entries(PAGES)) times.set(page, await medianOf(site, read))
    return times
  } finally {
    await site.close()
    await remove()
  }
}

/** As the database does by itself sooner or later. */
async function settled(site: Site): Promise<void> {
  await site.store.write((tx) => tx.all('analyze'))
}

async function medianOf(site: Site, read: (reader: Reader) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now()
    await site.store.read(read)
    times.push(performance.now() - started)
  }
  return times.toSorted((one, other) => one - other)[Math.floor(RUNS / 2)]!
}

/** Threads of twenty entries each; one message in twenty thousand, but at least fifty, holds the rare word. */
async function fill(tx: Tx, messages: number, at: number): Promise<void> {
  const author = await addPerson(tx, { name: 'Kim', address: 'kim@bench.test', role: 'agent' }, at)
  const { id: type } = await recordTypeByCode(tx, 'ticket')
  const threads = messages / ENTRIES_A_THREAD
  const numbers = (most: number) =>
    `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${most})`
  const needleEvery = Math.max(20, messages / 50)
  const words = `'common words of message number ' || i || case when i % ${needleEvery} = 0 then ' needle' else '' end`
  const thread = `1 + i % ${threads}`
  await tx.all(
    `${numbers(threads)} insert into threads (id, record_type_id, subject, created_at, last_message_at, message_count)
     select i, ${type}, '[T-' || i || '] Printer ' || i, ${at}, ${at} + i, ${ENTRIES_A_THREAD} from n`,
  )
  await tx.all(
    `${numbers(threads)} insert into records (record_type_id, number, thread_id, name, stage, created_at)
     select ${type}, i, i, 'Printer ' || i, 'new', ${at} from n`,
  )
  await tx.all(
    `${numbers(messages)} insert into messages (id, thread_id, kind, subtype, author_id, author_name, body, new_text, created_at)
     select i, ${thread}, 'message', 'discussions', ${author.id}, 'Kim', ${words}, ${words}, ${at} + i from n`,
  )
  const scope = `'m t' || (${thread}) || ' a${author.id} kmessage'`
  await tx.all(
    tx.dialect === 'sqlite'
      ? `${numbers(messages)} insert into search_entries (rowid, scope, words) select i, ${scope}, ${words} from n`
      : `${numbers(messages)} insert into search_entries (id, words)
         select i, to_tsvector('simple', ${words}) || array_to_tsvector(array['#m', '#t' || (${thread}), '#a${author.id}', '#kmessage']) from n`,
  )
}
