import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPersonByAddress } from '../../gateway/chatter/people/people.ts'
import { makeSignInToken } from '../../gateway/chatter/people/sign-in.ts'
import { seedDemo } from '../../gateway/cli/demo.ts'
import type { Clock } from '../../gateway/lib/clock.ts'
import { readConfig } from '../../gateway/lib/config.ts'
import { type Log, silentLog } from '../../gateway/lib/log.ts'
import { startDelivery } from '../../gateway/processes/delivery.ts'
import { type Intake, openIntake } from '../../gateway/processes/intake.ts'
import { prepareStore } from '../../gateway/processes/prepare-store.ts'
import { openSite, type Site } from '../../gateway/store/site.ts'
import type { PersonRow } from '../../gateway/store/tables/people.ts'
import { startWeb } from '../../web/server.ts'
import { newDatabase } from '../databases.ts'
import { sharedReaders } from '../readers.ts'
import { openVisitor, type Visitor } from './visitor.ts'

/**
 * A real web server on a real store, with the demo's cast: Ada (owner), Kim (agent), Nora (customer), Vic (vendor); T-1 is Nora's
 * ticket, which Kim has and Vic follows.
 */
export type Office = {
  site: Site
  intake: Intake
  address: string
  visitor(): Visitor
  /** A visitor who has signed in by a link. */
  signedIn(who: string): Promise<Visitor>
  person(address: string): Promise<PersonRow>
  /** Sends what waits in the outbox. */
  deliver(): Promise<void>
  close(): Promise<void>
}

export async function openOffice(
  settings: Record<string, string> = {},
  instead: { log?: Log; clock?: Clock } = {},
): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-web-'))
  const config = readConfig({
    DATA_DIR: folder,
    PORT: '0',
    SECRET_KEY: 'a key for the tests of the web',
    // nobody listens there: what a test does not prove is not proved
    DNS_SERVERS: '127.0.0.1:9',
    DATABASE_URL: await newDatabase(),
    ...settings,
  })
  const site = openSite(config, { log: silentLog, ...instead })
  await prepareStore(site)
  await seedDemo(site)
  const intake = openIntake(site, sharedReaders())
  const delivery = startDelivery(site)
  const web = await startWeb(site, intake)
  const person = (address: string) =>
    site.store.read(async (reader) => (await findPersonByAddress(reader, address))!)

  return {
    site,
    intake,
    address: web.address!,
    person,
    visitor: () => openVisitor(web.address!),
    async signedIn(who) {
      const visitor = openVisitor(web.address!)
      const user = await person(`${who}@${site.domain}`)
      const secret = await site.store.write((tx) => makeSignInToken(tx, user, site.clock.now()))
      await visitor.post(`/sign-in/${secret}`)
      await visitor.get('/records')
      return visitor
    },
    deliver: () => delivery.courier.idle(),
    async close() {
      await web.stop()
      await delivery.stop()
      await intake.stop()
      await site.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
