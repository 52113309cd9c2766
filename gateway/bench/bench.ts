import { print } from '../lib/output.ts'
import { measureGrowth } from './growth.ts'
import {
  type Measured,
  measureAccept,
  measureDelivery,
  measureEndToEnd,
  measureSink,
  median,
  type Shape,
} from './measure.ts'
import { measureReading } from './read.ts'
import { type BenchStore, benchStores } from './stores.ts'

export type BenchOptions = { json?: boolean; rounds: number; only?: string }

/** One line of the answer: a rate, and what it is of the limit that was measured in the same round. */
type Line = {
  bench: string
  store: string
  mail: string
  sessions: number
  rate: number
  ratio: number | null
  cpuMs: number
  p50: number
  p99: number
  peakMb: number
}

const ACCEPT: Shape[] = [
  { mail: '2KB', sessions: 1, mails: 400 },
  { mail: '2KB', sessions: 10, mails: 2000 },
  { mail: '2KB', sessions: 50, mails: 4000 },
  { mail: '30KB', sessions: 10, mails: 600 },
  { mail: '2MB', sessions: 10, mails: 30 },
]
const END_TO_END: Shape[] = [
  { mail: '2KB', sessions: 10, mails: 1000 },
  { mail: '30KB', sessions: 10, mails: 300 },
]
const QUEUED = 1500

/**
 * Measures the product beside the bare limits, in turn (limit, product, limit, product), and prints medians and the ratio of each
 * round's pair. Absolute numbers say little on a busy machine; ratios of one run do.
 */
export async function bench(options: BenchOptions): Promise<void> {
  const wanted = (name: string) => !options.only || options.only.split(',').includes(name)
  if (wanted('read')) await print(await measureReading(options.rounds), options.json)
  if (options.only === 'read') return
  const stores = await benchStores()
  try {
    if (wanted('accept'))
      for (const shape of ACCEPT)
        await print(await acceptLines(stores, shape, options.rounds), options.json)
    if (wanted('end-to-end'))
      for (const shape of END_TO_END)
        await print(await endToEndLines(stores, shape, options.rounds), options.json)
    if (wanted('growth'))
      for (const store of stores) await print(await measureGrowth(store), options.json)
    if (wanted('delivery')) await print(await deliveryLines(stores, options.rounds), options.json)
  } finally {
    for (const store of stores) await store.close()
  }
}

async function acceptLines(stores: BenchStore[], shape: Shape, rounds: number): Promise<Line[]> {
  const runs = await inTurn(rounds, {
    'sink, nothing kept': () => measureSink('nothing', shape),
    'sink, fsync a mail': () => measureSink('fsync', shape),
    'sink, grouped fsync': () => measureSink('grouped', shape),
    ...Object.fromEntries(stores.map((store) => [store.name, () => measureAccept(store, shape)])),
  })
  return linesOf('accept', shape, runs, 'sink, grouped fsync')
}

async function endToEndLines(stores: BenchStore[], shape: Shape, rounds: number): Promise<Line[]> {
  const runs = await inTurn(rounds, {
    'sink, fsync a mail': () => measureSink('fsync', { ...shape, mails: shape.mails * 2 }),
    ...Object.fromEntries(stores.map((store) => [store.name, () => measureEndToEnd(store, shape)])),
  })
  return linesOf('end-to-end', shape, runs, 'sink, fsync a mail')
}

async function deliveryLines(stores: BenchStore[], rounds: number): Promise<Line[]> {
  const store = stores.find((one) => one.name === 'postgres')
  if (!store) return []
  const runs = await inTurn(rounds, {
    'one courier': () => measureDelivery(store, 1, QUEUED),
    'two couriers': () => measureDelivery(store, 2, QUEUED),
  })
  const doubles = Object.values(runs)
    .flat()
    .reduce((sum, run) => sum + ((run as { doubles?: number }).doubles ?? 0), 0)
  if (doubles > 0) process.stderr.write(`${doubles} mails were delivered twice\n`)
  return linesOf('delivery', { mail: '2KB', sessions: 0, mails: QUEUED }, runs, 'one courier')
}

type Runs = Record<string, Measured[]>

async function inTurn(
  rounds: number,
  contestants: Record<string, () => Promise<Measured>>,
): Promise<Runs> {
  const runs: Runs = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(contestants)) runs[name]!.push(await measure())
  }
  return runs
}

function linesOf(bench: string, shape: Shape, runs: Runs, limit: string): Line[] {
  const rounded = (number: number) => Math.round(number * 1000) / 1000
  return Object.entries(runs).map(([store, measured]) => {
    const of = (figure: keyof Measured) => rounded(median(measured.map((one) => one[figure])))
    const ratios = measured.map((one, round) => one.rate / runs[limit]![round]!.rate)
    const ratio = store === limit ? 1 : rounded(median(ratios))
    return {
      bench,
      store,
      mail: shape.mail,
      sessions: shape.sessions,
      rate: Math.round(of('rate')),
      ratio,
      cpuMs: of('cpuMs'),
      p50: of('p50'),
      p99: of('p99'),
      peakMb: Math.round(of('peakMb')),
    }
  })
}
