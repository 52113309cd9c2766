import { type Response, Router } from 'express'
import { messageOf } from '../../gateway/lib/errors.ts'
import type { Site } from '../../gateway/store/site.ts'
import { isMigrated } from '../../gateway/store/sql/health.ts'
import type { Office } from '../office.ts'

const READY_WITHIN = 2000

/** For supervisors: alive, ready. No sign-in; nothing in them names a person. */
export function healthRoutes({ site }: Office): Router {
  const routes = Router()
  routes.get('/livez', (_request, response) => answer(response, 200, 'alive'))
  routes.get('/readyz', async (_request, response) => {
    const trouble = await troubleWith(site)
    answer(response, trouble ? 503 : 200, trouble ?? 'ready')
  })
  return routes
}

function answer(response: Response, status: number, text: string): void {
  response.status(status).set('Cache-Control', 'no-store').type('text').send(`${text}\n`)
}

async function troubleWith(site: Site): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, READY_WITHIN, 'the store does not answer')
  })
  try {
    return await Promise.race([
      site.store.read(isMigrated).then((done) => (done ? null : 'migrations are missing')),
      late,
    ])
  } catch (failure) {
    site.log.warn('not ready', { why: messageOf(failure) })
    return 'the store cannot be read'
  } finally {
    clearTimeout(timer)
  }
}
