import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { addPerson } from '../gateway/chatter/people/people.ts'
import { recordTypeByCode } from '../gateway/chatter/records/record-types.ts'
import { type OpenRecord, openRecord } from '../gateway/chatter/records/records.ts'
import { readConfig } from '../gateway/lib/config.ts'
import { silentLog } from '../gateway/lib/log.ts'
import { prepareStore } from '../gateway/processes/prepare-store.ts'
import { openSite } from '../gateway/store/site.ts'
import type { Tx } from '../gateway/store/store.ts'
import type { PersonRow } from '../gateway/store/tables/people.ts'
import { kim } from './cast.ts'
import { newDatabase } from './databases.ts'

/** A store with one ticket that so many contacts follow, and Kim who writes on it. No process runs: nothing leaves. */
export async function openCrowd(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-crowd-'))
  const config = readConfig({ DATA_DIR: folder, DATABASE_URL: await newDatabase() })
  const site = openSite(config, { log: silentLog })
  onTestFinished(async () => {
    await site.close()
    rmSync(folder, { recursive: true, force: true })
  })
  await prepareStore(site)
  const at = site.clock.now()
  const made = await site.store.write(async (tx) => {
    const author = await addPerson(tx, { name: kim.name, address: kim.email, role: 'agent' }, at)
    const type = await recordTypeByCode(tx, 'ticket')
    const ticket = await openRecord(tx, type, { name: 'Printer on fire', creator: author, at })
    await letFollow(tx, ticket, { count, kind: 'contact', at })
    return { author, ticket }
  })
  return { site, at, ...made }
}

/** As if each had been added by hand. */
export async function letFollow(
  tx: Tx,
  open: OpenRecord,
  { count, kind, at }: { count: number; kind: PersonRow['kind']; at: number },
): Promise<void> {
  await tx.all(
    `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
     insert into people (kind, name, created_at) select '${kind}', 'Follower ' || i, $1 from n`,
    [at],
  )
  await tx.all(
    `insert into addresses (person_id, address, address_key, created_at)
     select id, 'f' || id || '@crowd.test', 'f' || id || '@crowd.test', $1 from people where name like 'Follower %'`,
    [at],
  )
  await tx.all(
    `insert into followers (thread_id, person_id, reason, since)
     select $1, id, 'follower_hand', $2 from people where name like 'Follower %'`,
    [open.thread.id, at],
  )
}
