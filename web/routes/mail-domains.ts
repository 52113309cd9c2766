import { Router } from 'express'
import { z } from 'zod'
import {
  listMailDomains,
  removeMailDomain,
  setMailDomain,
} from '../../gateway/chatter/aliases/mail-domains.ts'
import { line, needed, read } from '../forms.ts'
import { redirectWith } from '../notice.ts'
import type { Office } from '../office.ts'

const Wish = z.object({
  domain: needed('The domain', 253),
  catchAll: line(320),
  suggests: z.enum(['0', '1']).default('0'),
})
const Domain = z.object({ domain: needed('The domain', 253) })

/** Mail domains: which are ours, and what becomes of addresses in them that nobody has. They are shown with the aliases. */
export function mailDomainRoutes({ site }: Office): Router {
  const routes = Router()
  const path = '/admin/aliases#domains'
  routes.post('/admin/mail-domains', async (request, response) => {
    const { domain, catchAll, suggests } = read(Wish, request.body)
    const wish = { domain, catchAll: catchAll || undefined, suggests: suggests === '1' }
    await site.store.write((tx) => setMailDomain(tx, wish, site.clock.now()))
    await redirectWith(request, response, { path, notice: { text: `${domain} is saved.` } })
  })
  routes.post('/admin/mail-domains/remove', async (request, response) => {
    const { domain } = read(Domain, request.body)
    const was = await site.store.write(async (tx) => {
      const all = await listMailDomains(tx, site.domain)
      await removeMailDomain(tx, domain, site.clock.now())
      return all.find((one) => one.domain === domain)
    })
    const fields = {
      domain,
      catchAll: was?.alias ?? was?.catchAll ?? 'refuse',
      suggests: was?.suggests ? '1' : '0',
    }
    const text = `${domain} is removed: its mail is refused now.`
    const undo = { action: '/admin/mail-domains', fields }
    await redirectWith(request, response, { path, notice: { text, undo } })
  })
  return routes
}
