import { readConfig } from '../lib/config.ts'
import { silentLog } from '../lib/log.ts'
import { startDelivery } from '../processes/delivery.ts'
import { openIntake } from '../processes/intake.ts'
import { prepareStore } from '../processes/prepare-store.ts'
import { startSmtp } from '../processes/smtp.ts'
import { openSite, type Site } from '../store/site.ts'
import { serveParent } from './child.ts'

/** The product as a process of its own: `smtp`, `delivery`, or `smtp,delivery`. Its settings come by the environment. */
async function openProduct(roles: string) {
  const site = openSite(readConfig(process.env), { log: silentLog })
  await prepareStore(site)
  const intake = roles.includes('smtp') ? openIntake(site) : null
  const smtp = intake && (await startSmtp(site, intake))
  const delivery = roles.includes('delivery') ? startDelivery(site) : null
  return {
    port: Number(smtp?.address?.split(':')[1] ?? 0),
    taken: () => filedMails(site),
    async close() {
      await Promise.all([smtp?.stop(), delivery?.stop()])
      await intake?.stop()
      await site.close()
    },
  }
}

function filedMails(site: Site): Promise<number> {
  return site.store.read(async (reader) => {
    const found = await reader.one<{ n: number }>(
      `select count(*) as n from inbound where state <> 'pending'`,
    )
    return Number(found?.n)
  })
}

serveParent(openProduct)
