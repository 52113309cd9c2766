import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addAlias } from '../../gateway/chatter/aliases/aliases.ts'
import { addSubtype } from '../../gateway/chatter/followers/subtypes.ts'
import { systemPerson } from '../../gateway/chatter/people/people.ts'
import { changeRecordType } from '../../gateway/chatter/records/change-type.ts'
import { recordTypeByCode } from '../../gateway/chatter/records/record-types.ts'
import { MINUTE } from '../../gateway/lib/clock.ts'
import { readConfig } from '../../gateway/lib/config.ts'
import { silentLog } from '../../gateway/lib/log.ts'
import { startDelivery } from '../../gateway/processes/delivery.ts'
import { type Intake, openIntake } from '../../gateway/processes/intake.ts'
import { prepareStore } from '../../gateway/processes/prepare-store.ts'
import { openSite, type Site } from '../../gateway/store/site.ts'
import type { Reader, Tx } from '../../gateway/store/store.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { newDatabase } from '../databases.ts'

/** A mail that has left the house. */
export type LeftMail = {
  delivery: number
  person: number
  personKind: PersonRow['kind']
  address: string
  message: number | null
  source: string
}

/** The whole product on a store of its own; what it sends is kept by its own shelf, as without a relay. */
export type World = {
  site: Site
  intake: Intake
  alias: string
  /** Hands a mail to the door. @returns its id */
  mail(mail: ArrivingMail): Promise<string>
  /** Waits until all that came is filed. */
  filed(): Promise<void>
  /** Sends what waits. @returns what has left since it was last asked */
  leave(): Promise<LeftMail[]>
  close(): Promise<void>
}

export type ArrivingMail = {
  from: string
  to: string[]
  source: string
  /** Has the door proof of the sender? */
  proved: boolean
}

export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-leaks-'))
  const config = readConfig({
    DATA_DIR: folder,
    SECRET_KEY: 'a key that only the hunt knows',
    DNS_SERVERS: '127.0.0.1:9',
    DATABASE_URL: await newDatabase(),
  })
  let now = Date.UTC(2026, 10, 21, 9, 0)
  // time goes on, so that nothing hangs on one instant
  const clock = { now: () => ++now }
  const site = openSite(config, { clock, log: silentLog })
  await prepareStore(site)
  const alias = 'support@example.test'
  await site.store.write(async (tx) => {
    await addAlias(tx, { address: alias, type: 'ticket' }, now)
    await addRemark(tx, now)
  })
  const intake = openIntake(site)
  let seen = 0
  return {
    site,
    intake,
    alias,
    async mail({ from, to, source, proved }) {
      const bytes = Buffer.from(source)
      const id = await intake.mailbag.accept({
        door: 'smtp',
        remote: '192.0.2.1',
        mailFrom: from,
        recipients: to,
        authenticated: proved ? from : null,
        size: bytes.length,
        source: bytes,
        file: null,
      })
      intake.sorter.arrived(id)
      return id
    },
    filed: () => intake.sorter.idle(),
    async leave() {
      // changes wait a minute for others of their record
      now += MINUTE
      // a courier only for now: what has not left yet can still be overtaken by what happens next
      const delivery = startDelivery(site)
      await delivery.courier.idle()
      await delivery.stop()
      const left = await site.store.read((reader) => leftSince(reader, seen))
      seen = left.at(-1)?.delivery ?? seen
      return left
    },
    async close() {
      await intake.stop()
      await site.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A tracked field whose changes are told as a kind of update that outsiders may hear of: they must not for all that. */
async function addRemark(tx: Tx, at: number): Promise<void> {
  const type = await recordTypeByCode(tx, 'ticket')
  const told = { code: 'remarked', label: 'Remarked', internal: 0, default_on: 1 } as const
  await addSubtype(tx, { ...told, record_type_id: type.id })
  const remark = { code: 'remark', label: 'Remark', kind: 'text', tracked: true } as const
  await changeRecordType(tx, type, {
    by: await systemPerson(tx, at),
    at,
    fields: [...type.fields, { ...remark, subtype: told.code }],
  })
}

type Row = Omit<LeftMail, 'source'> & { source: Buffer }

async function leftSince(reader: Reader, seen: number): Promise<LeftMail[]> {
  const rows = await reader.all<Row>(
    `select k.delivery_id as delivery, d.person_id as person, p.kind as "personKind", d.address, d.message_id as message, k.source
       from kept_mails k join deliveries d on d.id = k.delivery_id join people p on p.id = d.person_id
     where k.delivery_id > $1 order by k.delivery_id`,
    [seen],
  )
  return rows.map((row) => ({ ...row, source: row.source.toString('latin1') }))
}
