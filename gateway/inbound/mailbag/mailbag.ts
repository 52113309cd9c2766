import { messageOf } from '../../lib/errors.ts'
import { timeOrderedId } from '../../lib/ids.ts'
import type { Site } from '../../store/site.ts'
import { openSpool, type Spool } from '../../store/spool.ts'
import type { Place } from '../../store/spool-segment.ts'
import type { InboundRow } from '../../store/tables/mailbag.ts'
import { type FreshMail, type Mailbag, rowOf } from './arrival.ts'

/** So much of the backlog stays in memory; the rest is read back from the spool. */
const IN_MEMORY = 32 * 1024 * 1024

type Entry = { fresh: FreshMail; place: Place; held: Buffer | null }

const NOTHING = Buffer.alloc(0)

type Bag = { site: Site; spool: Spool; entries: Map<string, Entry>; inMemory: number }

export function openMailbag(site: Site): Mailbag {
  const bag: Bag = { site, spool: openSpool(site.config.DATA_DIR), entries: new Map(), inMemory: 0 }
  return {
    newId: () => timeOrderedId(site.clock.now()),
    async accept({ source, file, ...arrival }, id = timeOrderedId(site.clock.now())) {
      const row = rowOf(id, arrival, site.clock.now())
      const place = await bag.spool.append({ row, file }, source ?? NOTHING)
      enter(bag, { row, file }, { body: source, place, adopted: false })
      return id
    },
    fresh: (id) => bag.entries.get(id)?.fresh ?? null,
    broughtIn: (id) => leave(bag, id),
    adopt: () => adopt(bag),
    backlog: () => bag.entries.size,
    crowd: bag.spool.crowd,
    close: bag.spool.close,
  }
}

type Head = { row: InboundRow; file: string | null }

function enter(
  bag: Bag,
  { row, file }: Head,
  kept: { body: Buffer | null; place: Place; adopted: boolean },
): void {
  const held = kept.body && bag.inMemory + kept.body.length <= IN_MEMORY ? kept.body : null
  bag.inMemory += held?.length ?? 0
  const source = async () =>
    file ? bag.site.files.original(file) : (held ?? bag.spool.read(kept.place))
  const fresh = { mail: row, file, adopted: kept.adopted, source }
  bag.entries.set(row.id, { fresh, place: kept.place, held })
}

function leave(bag: Bag, id: string): void {
  const entry = bag.entries.get(id)
  if (!entry) return
  bag.entries.delete(id)
  bag.inMemory -= entry.held?.length ?? 0
  bag.spool.done(entry.place)
}

async function adopt(bag: Bag): Promise<string[]> {
  const { left, failures } = await bag.spool.adopt()
  for (const failure of failures)
    bag.site.log.error('spool file not read', { why: messageOf(failure) })
  for (const { head, place } of left) enter(bag, head as Head, { body: null, place, adopted: true })
  return left.map(({ head }) => (head as Head).row.id)
}
