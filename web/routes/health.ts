import { type Response, Router } from 'express'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { messageOf } from '../../gateway/lib/errors.ts'
import type { Site } from '../../gateway/store/site.ts'
import { countQueues, isMigrated, oldestWaiting } from '../../gateway/store/sql/health.ts'
import type { Office } from '../office.ts'

const READY_WITHIN = 2000

/** For supervisors and Prometheus: alive, ready, numbers. No sign-in; nothing in them names a person. */
export function healthRoutes({ site }: Office): Router {
  const registry = openRegistry(site)
  const routes = Router()
  routes.get('/livez', (_request, response) => answer(response, 200, 'alive'))
  routes.get('/readyz', async (_request, response) => {
    const trouble = await troubleWith(site)
    answer(response, trouble ? 503 : 200, trouble ?? 'ready')
  })
  routes.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics())
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

/** Numbers of the queues are read when somebody asks, so that they are never older than the question. */
function openRegistry(site: Site): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'postern_mails',
    help: 'Mails by queue and state',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      const counts = await site.store.read(countQueues)
      this.reset()
      for (const { queue, state, n } of counts) this.set({ queue, state }, n)
    },
  })
  new Gauge({
    name: 'postern_oldest_waiting_seconds',
    help: 'How long the oldest mail is overdue that waits to be filed or sent',
    labelNames: ['queue'],
    registers: [registry],
    async collect() {
      const oldest = await site.store.read(oldestWaiting)
      const now = site.clock.now()
      this.set({ queue: 'inbound' }, overdue(oldest.inbound, now))
      this.set({ queue: 'deliveries' }, overdue(oldest.deliveries, now))
    },
  })
  return registry
}

function overdue(since: number | null, now: number): number {
  return since === null ? 0 : Math.max(0, (now - since) / 1000)
}
