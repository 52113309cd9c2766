import { timeOrderedId } from '../lib/ids.ts'
import type { Site } from '../store/site.ts'
import { openSpool } from '../store/spool.ts'
import type { Place } from '../store/spool-segment.ts'
import type { InboundRow } from '../store/tables/mailbag.ts'
import { type FreshMail, type Mailbag, rowOf } from './arrival.ts'

/** So much of the backlog stays in memory; the rest is read back from the spool. */
const IN_MEMORY = 32 * 1024 * 1024

type Entry = { fresh: FreshMail; place: Place; held: Buffer | null }

const NOTHING = Buffer.alloc(0)

export function openMailbag(site: Site): Mailbag {
  const spool = openSpool(site.config.DATA_DIR)
  const entries = new Map<string, Entry>()
  let inMemory = 0

  const enter = (
    row: InboundRow,
    file: string | null,
    kept: { body: Buffer | null; place: Place; adopted: boolean },
  ) => {
    const held = kept.body && inMemory + kept.body.length <= IN_MEMORY ? kept.body : null
    inMemory += held?.length ?? 0
    const source = () =>
      file ? site.files.original(file) : held ? Promise.resolve(held) : spool.read(kept.place)
    entries.set(row.id, {
      fresh: { mail: row, file, adopted: kept.adopted, source },
      place: kept.place,
      held,
    })
  }
  return {
    newId: () => timeOrderedId(site.clock.now()),
    async accept({ source, file, ...arrival }, id = timeOrderedId(site.clock.now())) {
      const row = rowOf(id, arrival, site.clock.now())
      const place = await spool.append({ row, file }, source ?? NOTHING)
      enter(row, file, { body: source, place, adopted: false })
      return id
    },
    fresh: (id) => entries.get(id)?.fresh ?? null,
    broughtIn(id) {
      const entry = entries.get(id)
      if (!entry) return
      entries.delete(id)
      inMemory -= entry.held?.length ?? 0
      spool.done(entry.place)
    },
    async adopt() {
      const left = await spool.adopt()
      for (const { head, body, place } of left) {
        const { row, file } = head as { row: InboundRow; file: string | null }
        enter(row, file, { body, place, adopted: true })
      }
      return left.map(({ head }) => (head as { row: InboundRow }).row.id)
    },
    backlog: () => entries.size,
    crowd: spool.crowd,
    close: spool.close,
  }
}
