import { setTimeout as pause } from 'node:timers/promises'
import { addAlias } from '../chatter/aliases/aliases.ts'
import { follow } from '../chatter/followers/follow.ts'
import { postMessage } from '../chatter/messages/post.ts'
import { addPerson, meetPerson } from '../chatter/people/people.ts'
import { recordTypeByCode } from '../chatter/records/record-types.ts'
import { openRecord } from '../chatter/records/records.ts'
import { readConfig } from '../lib/config.ts'
import { silentLog } from '../lib/log.ts'
import { writeToken } from '../mail/addresses.ts'
import { openTemplates } from '../outbound/templates.ts'
import { prepareStore } from '../processes/prepare-store.ts'
import { openSite, type Site } from '../store/site.ts'
import { type Child, startChild } from './child.ts'
import { type Load, type LoadResult, mailOf, runLoad } from './load.ts'
import type { SinkMode } from './sink.ts'
import type { BenchStore } from './stores.ts'

/** One figure of one round. */
export type Measured = { rate: number; cpuMs: number; p50: number; p99: number; peakMb: number }

type Kind = '2KB' | '30KB' | '2MB'
export type Shape = { mail: Kind; sessions: number; mails: number }

let runs = 0

export async function measureSink(mode: SinkMode, shape: Shape): Promise<Measured> {
  const sink = await startChild('./sink.ts', mode)
  try {
    return await loaded(sink, shape, { to: 'support@example.test' })
  } finally {
    await sink.stop()
  }
}

/** How fast the product says 250, while it files at the same time. */
export async function measureAccept(store: BenchStore, shape: Shape): Promise<Measured> {
  const { env, remove } = await store.fresh()
  await furnished(env)
  const product = await startChild('./product.ts', 'smtp', env)
  try {
    await warmUp(product, 'support@example.test')
    return await loaded(product, shape, { to: 'support@example.test' })
  } finally {
    await product.stop()
    await remove()
  }
}

/** The whole job: from the first MAIL to the last notification in the hands of a relay; each mail tells three followers. */
export async function measureEndToEnd(store: BenchStore, shape: Shape): Promise<Measured> {
  const relay = await startChild('./sink.ts', 'nothing')
  const { env, remove } = await store.fresh()
  const withRelay = { ...env, RELAY_URL: `smtp://127.0.0.1:${relay.port}` }
  const { token } = await furnished(withRelay)
  const product = await startChild('./product.ts', 'smtp,delivery', withRelay)
  try {
    await warmUp(product, token)
    await until(relay, 3 * WARM_UP)
    await product.usage()
    const started = performance.now()
    const { waits } = await runLoad(loadOf(product, shape, token))
    await until(relay, 3 * (WARM_UP + shape.mails))
    const seconds = (performance.now() - started) / 1000
    const { cpu, peakMb } = await product.usage()
    return {
      rate: shape.mails / seconds,
      cpuMs: (cpu * 1000) / shape.mails,
      ...quantiles(waits),
      peakMb,
    }
  } finally {
    await product.stop()
    await relay.stop()
    await remove()
  }
}

/** How fast one or more delivery processes empty a full outbox into a relay that takes its time. */
export async function measureDelivery(
  store: BenchStore,
  couriers: number,
  mails: number,
): Promise<Measured & { doubles: number }> {
  const relay = await startChild('./sink.ts', 'slow')
  const { env, remove } = await store.fresh()
  const withRelay = { ...env, RELAY_URL: `smtp://127.0.0.1:${relay.port}` }
  await furnished(withRelay, Math.ceil(mails / 3))
  const queued = Math.ceil(mails / 3) * 3
  const started = performance.now()
  const products = await Promise.all(
    Array.from({ length: couriers }, () => startChild('./product.ts', 'delivery', withRelay)),
  )
  const ready = performance.now()
  try {
    const before = await relay.taken()
    await until(relay, queued)
    const seconds = (performance.now() - ready) / 1000
    const usages = await Promise.all(products.map((product) => product.usage()))
    await pause(500)
    const cpu = usages.reduce((sum, usage) => sum + usage.cpu, 0)
    const peakMb = Math.max(...usages.map((usage) => usage.peakMb))
    const doubles = (await relay.taken()) - queued
    return {
      rate: (queued - before) / seconds,
      cpuMs: (cpu * 1000) / queued,
      p50: ready - started,
      p99: 0,
      peakMb,
      doubles,
    }
  } finally {
    for (const product of products) await product.stop()
    await relay.stop()
    await remove()
  }
}

/** Long enough for the compiler of the language to have done its work: what is measured is a server that runs. */
const WARM_UP = 200

async function warmUp(product: Child, to: string): Promise<void> {
  await runLoad(loadOf(product, { mail: '2KB', sessions: 10, mails: WARM_UP }, to))
  await until(product, WARM_UP)
}

async function loaded(child: Child, shape: Shape, { to }: { to: string }): Promise<Measured> {
  await child.usage()
  const result: LoadResult = await runLoad(loadOf(child, shape, to))
  const { cpu, peakMb } = await child.usage()
  return {
    rate: shape.mails / result.seconds,
    cpuMs: (cpu * 1000) / shape.mails,
    ...quantiles(result.waits),
    peakMb,
  }
}

function loadOf(child: Child, shape: Shape, to: string): Load {
  const { sessions, mails, mail } = shape
  return {
    port: child.port,
    sessions,
    mails,
    from: 'vic@vendor.test',
    to,
    source: mailOf(mail, `run${++runs}.${process.pid}`),
  }
}

async function until(child: Child, wanted: number): Promise<void> {
  const giveUpAt = performance.now() + 120_000
  while ((await child.taken()) < wanted) {
    if (performance.now() > giveUpAt)
      throw new Error(`only ${await child.taken()} of ${wanted} mails were done in two minutes`)
    await pause(10)
  }
}

/** Three followers on a record, and Vic who writes to it; `waiting` messages are in the outbox already. */
async function furnished(env: Record<string, string>, waiting = 0): Promise<{ token: string }> {
  const site = openSite(readConfig(env), { log: silentLog })
  await prepareStore(site)
  const token = await site.store.write((tx) => furnish(site, tx, waiting))
  // compiled once per installation, so not part of what is measured
  await openTemplates(site).get('message')
  await site.close()
  return { token }
}

async function furnish(
  site: Site,
  tx: Parameters<Parameters<Site['store']['write']>[0]>[0],
  waiting: number,
): Promise<string> {
  const at = site.clock.now()
  const kim = await addPerson(
    tx,
    { name: 'Kim Larsen', address: 'kim@example.test', role: 'agent' },
    at,
  )
  const vic = await meetPerson(tx, { name: 'Vic Moreau', address: 'vic@vendor.test' }, at)
  await addAlias(tx, { address: 'support@example.test', type: 'ticket' }, at)
  const open = await openRecord(tx, await recordTypeByCode(tx, 'ticket'), {
    name: 'Printer on fire',
    creator: kim,
    at,
  })
  for (const name of ['ann', 'bob']) {
    const person = await meetPerson(tx, { name, address: `${name}@customer.test` }, at)
    await follow(tx, { thread: open.thread.id, person: person.id, reason: 'follower_hand', at })
  }
  await follow(tx, { thread: open.thread.id, person: vic.id, reason: 'follower_hand', at })
  for (let index = 0; index < waiting; index++)
    await postMessage(tx, open.thread, { author: vic, text: `Message ${index}`, at })
  return writeToken(
    {
      address: 'ticket',
      number: open.record.number,
      person: vic.id,
      kind: 'm',
      domain: site.domain,
    },
    site.keys,
  )
}

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function quantiles(waits: number[]): { p50: number; p99: number } {
  const sorted = waits.toSorted((one, other) => one - other)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}
