import { parseArgs } from 'node:util'
import { openReadPool, type ReadPool } from '../../gateway/mail/read-pool.ts'
import {
  bytesOf,
  CATEGORIES,
  type Case,
  type Category,
  casesOf,
  isCorpora,
  type Judge,
} from './cases.ts'
import { judgeAuto, judgeHuman } from './judge-auto.ts'
import { judgeBounce, judgeStatus } from './judge-bounce.ts'
import { judgeHeld, judgeParse } from './judge-parse.ts'
import { judgeKept, judgeReply } from './judge-reply.ts'
import { judgeRoute } from './judge-route.ts'
import { fallenFigures, saveFigures } from './ratchet.ts'
import { countsOf, missesOf, type Result, tableOf } from './table.ts'

/** What is judged of a category; the first figure is the one of the table. */
const JUDGES: Record<Category, Record<string, Judge>> = {
  parse: { parse: judgeParse },
  reply: { reply: judgeReply, 'reply: words kept': judgeKept },
  auto: { auto: judgeAuto, 'auto: humans': judgeHuman },
  bounce: { bounce: judgeBounce, 'bounce: status': judgeStatus },
  route: { route: judgeRoute },
  hostile: { hostile: judgeHeld, 'hostile: read well': judgeParse },
}
const DOOR = { mailFrom: null, ownDomains: [] }
/** As `postern inspect` reads. */
const BOUNDS = { threads: 2, deadlineMs: 30_000, memoryMb: 512 }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    save: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    only: { type: 'string', default: CATEGORIES.join(',') },
  },
})
await score(positionals[0] ?? process.env['CORPORA_DIR'] ?? '')

async function score(folder: string): Promise<void> {
  if (!folder || !isCorpora(folder)) {
    console.log(`Skipped: no corpora here (${folder || 'CORPORA_DIR is not set'}).`)
    return
  }
  const pool = openReadPool(BOUNDS)
  const results: Result[] = []
  for (const category of CATEGORIES.filter((one) => values.only.split(',').includes(one)))
    for (const one of casesOf(folder, category)) results.push(...(await judge(pool, folder, one)))
  await pool.close()
  if (values.list) console.log(`${missesOf(results)}\n`)
  console.log(tableOf(results))
  settle(results)
}

async function judge(pool: ReadPool, folder: string, one: Case): Promise<Result[]> {
  const source = bytesOf(folder, one)
  const started = performance.now()
  const reading = await pool.read(source, DOOR)
  const read = { reading, ms: performance.now() - started }
  return Object.entries(JUDGES[one.category]).map(([figure, isWrong]) => ({
    figure,
    one,
    wrong: isWrong(one.expect, read),
  }))
}

function settle(results: Result[]): void {
  const counts = countsOf(results)
  const fallen = fallenFigures(counts)
  for (const line of fallen) console.error(line)
  if (values.save && fallen.length === 0) saveFigures(counts)
  if (fallen.length > 0) process.exitCode = 1
}
