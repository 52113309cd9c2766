import { type Request, Router } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { DAY, SECOND } from '../../gateway/lib/clock.ts'
import { Refused } from '../../gateway/lib/errors.ts'
import { sameText } from '../../gateway/mail/addresses.ts'
import { alarmTotals } from '../../gateway/store/alarm-book.ts'
import type { Site } from '../../gateway/store/site.ts'
import { countQueues, heldWaiting, oldestWaiting } from '../../gateway/store/sql/health.ts'
import type { Office } from '../office.ts'
import { isFromHere } from '../this-machine.ts'

/** Counting reads whole tables: whoever asks again within this time gets the same numbers. */
const KEPT_FOR = 5 * SECOND

/** Numbers for Prometheus: to who brings METRICS_TOKEN, and without one to this machine. Nothing in them names a person. */
export function metricsRoutes({ site }: Office): Router {
  const registry = openRegistry(site)
  const routes = Router()
  routes.get('/metrics', async (request, response) => {
    if (!mayMeasure(site, request)) throw new Refused('not-allowed')
    response.set('Cache-Control', 'no-store').type(registry.contentType)
    response.send(await registry.metrics())
  })
  return routes
}

function mayMeasure({ config }: Site, request: Request): boolean {
  if (config.METRICS_TOKEN === undefined) return isFromHere(request)
  return sameText(request.get('authorization') ?? '', `Bearer ${config.METRICS_TOKEN}`)
}

function openRegistry(site: Site): Registry {
  const registry = new Registry()
  const tally = openTally(site)
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'postern_mails',
    help: 'Mails by queue and state',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      const { counts } = await tally()
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
      const { oldest } = await tally()
      const now = site.clock.now()
      this.set({ queue: 'inbound' }, overdue(oldest.inbound, now))
      this.set({ queue: 'deliveries' }, overdue(oldest.deliveries, now))
    },
  })
  heldGauges(site, registry, tally)
  new Counter({
    name: 'postern_alarms_total',
    help: 'What an operator should look at, by name',
    labelNames: ['name'],
    registers: [registry],
    async collect() {
      const { alarms } = await tally()
      this.reset()
      for (const { name, times } of alarms) this.inc({ name }, times)
    },
  })
  return registry
}

/** Mails that wait for a person: an alarm hangs from these. */
function heldGauges(site: Site, registry: Registry, tally: () => Promise<Tally>): void {
  new Gauge({
    name: 'postern_held_oldest_seconds',
    help: 'How long the oldest held mail waits for somebody to decide',
    registers: [registry],
    async collect() {
      this.set(overdue((await tally()).held.oldest, site.clock.now()))
    },
  })
  new Gauge({
    name: 'postern_held_older_than_a_day',
    help: 'Held mails that nobody has decided about for a day',
    registers: [registry],
    async collect() {
      this.set((await tally()).held.old)
    },
  })
}

type Tally = {
  counts: Awaited<ReturnType<typeof countQueues>>
  oldest: Awaited<ReturnType<typeof oldestWaiting>>
  held: Awaited<ReturnType<typeof heldWaiting>>
  alarms: Awaited<ReturnType<typeof alarmTotals>>
}

function openTally({ store, clock }: Site): () => Promise<Tally> {
  let tally: Promise<Tally> | null = null
  let until = 0

  const count = (): Promise<Tally> => {
    const counting = store.read(async (reader) => ({
      counts: await countQueues(reader),
      oldest: await oldestWaiting(reader),
      held: await heldWaiting(reader, clock.now() - DAY),
      alarms: await alarmTotals(reader),
    }))
    counting.catch(() => {
      tally = null
    })
    return counting
  }
  return () => {
    const now = clock.now()
    if (!tally || now >= until) {
      until = now + KEPT_FOR
      tally = count()
    }
    return tally
  }
}

function overdue(since: number | null, now: number): number {
  return since === null ? 0 : Math.max(0, (now - since) / 1000)
}
