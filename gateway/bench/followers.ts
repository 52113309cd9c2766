import { postMessage } from '../chatter/messages/post.ts'
import { addPerson } from '../chatter/people/people.ts'
import { recordTypeByCode } from '../chatter/records/record-types.ts'
import { openRecord } from '../chatter/records/records.ts'
import { readConfig } from '../lib/config.ts'
import { silentLog } from '../lib/log.ts'
import { prepareStore } from '../processes/prepare-store.ts'
import { statements } from '../store/query.ts'
import { openSite } from '../store/site.ts'
import type { Tx } from '../store/store.ts'
import { median } from './measure.ts'
import type { BenchStore } from './stores.ts'

/** What one message to so many followers costs: a transaction, and so many statements. */
export type FollowersLine = {
  bench: 'followers'
  store: string
  followers: number
  statements: number
  ms: number
  perFollowerUs: number
}

const CROWDS = [1000, 2000, 10_000]
const POSTS = 5

/** Posts on a record with many followers; nothing of it is sent. */
export async function measureFollowers(
  store: BenchStore,
  rounds: number,
): Promise<FollowersLine[]> {
  const lines: FollowersLine[] = []
  for (const followers of CROWDS) lines.push(await measureCrowd(store, followers, rounds))
  return lines
}

async function measureCrowd(
  store: BenchStore,
  followers: number,
  rounds: number,
): Promise<FollowersLine> {
  const { env, remove } = await store.fresh()
  const site = openSite(readConfig(env), { log: silentLog })
  let sent = 0
  const count = (sql: unknown) => void (/^(?:begin|commit)\b/.test(String(sql)) || sent++)
  try {
    await prepareStore(site)
    const at = site.clock.now()
    const { open, author } = await site.store.write((tx) => crowd(tx, followers, at))
    const post = () =>
      site.store.write((tx) => postMessage(tx, open.thread, { author, text: 'To all.', at }))
    await post() // the first one warms up
    statements.subscribe(count)
    const times: number[] = []
    while (times.length < rounds * POSTS) times.push(await timed(post))
    const ms = median(times)
    const perPost = Math.round(sent / times.length)
    const perFollowerUs = Math.round((ms * 1e6) / followers) / 1000
    const figures = { statements: perPost, ms: Math.round(ms * 10) / 10, perFollowerUs }
    return { bench: 'followers', store: store.name, followers, ...figures }
  } finally {
    statements.unsubscribe(count)
    await site.close()
    await remove()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** One record and its followers, written in a few statements. */
async function crowd(tx: Tx, count: number, at: number) {
  const kim = { name: 'Kim Larsen', address: 'kim@example.test', role: 'agent' as const }
  const author = await addPerson(tx, kim, at)
  const type = await recordTypeByCode(tx, 'ticket')
  const open = await openRecord(tx, type, { name: 'Printer on fire', creator: author, at })
  await tx.all(
    `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
     insert into people (kind, name, created_at) select 'contact', 'Follower ' || i, $1 from n`,
    [at],
  )
  await tx.all(
    `insert into addresses (person_id, address, address_key, created_at)
     select id, 'f' || id || '@crowd.test', 'f' || id || '@crowd.test', $1 from people where kind = 'contact'`,
    [at],
  )
  await tx.all(
    `insert into followers (thread_id, person_id, reason, since)
     select $1, id, 'follower_hand', $2 from people where kind = 'contact'`,
    [open.thread.id, at],
  )
  return { open, author }
}
