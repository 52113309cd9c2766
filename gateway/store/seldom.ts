/**
 * What every mail asks for and people change once a month (record types, subtypes) is kept in memory for a second. A change made by
 * this process counts from its commit on, one by another process within that second.
 */
const KEPT_FOR = 1000

/** The memory of a store, shared by its transactions. */
export type Memory = {
  kept: Map<string, { until: number; found: unknown }>
  /** How often something was forgotten. */
  forgotten: number
}

/** One transaction's view of the memory. */
export type Seldom = {
  memory: Memory
  /** What had been forgotten when the transaction began: later changes are not in its snapshot, so it keeps nothing after them. */
  since: number
  /** What the transaction itself has changed: it reads that anew, and everybody else once it is committed. */
  changed: Set<string>
}

export function openMemory(): Memory {
  return { kept: new Map(), forgotten: 0 }
}

export function lookInto(memory: Memory): Seldom {
  return { memory, since: memory.forgotten, changed: new Set() }
}

export async function keptForASecond<Found>(
  { seldom }: { seldom: Seldom },
  name: string,
  read: () => Promise<Found>,
): Promise<Found> {
  if (seldom.changed.has(name)) return read()
  const { memory, since } = seldom
  const now = performance.now()
  const known = memory.kept.get(name)
  if (known && known.until > now) return known.found as Found

  const found = await read()
  if (memory.forgotten === since) memory.kept.set(name, { until: now + KEPT_FOR, found })
  return found
}

/** Notes a change; the memory loses what was kept when the change is committed. */
export function forget({ seldom }: { seldom: Seldom }, name: string): void {
  seldom.changed.add(name)
}

/** To be called after the commit: before it others would read, and keep, what was. */
export function forgetChanged({ memory, changed }: Seldom): void {
  if (changed.size === 0) return
  memory.forgotten++
  for (const name of changed) memory.kept.delete(name)
}
