/**
 * What every mail asks for and people change once a month (record types, subtypes) is kept in memory for a second. A change made by
 * this process counts at once, by another one within that second.
 */
const KEPT_FOR = 1000

export type Seldom = Map<string, { until: number; found: Promise<unknown> }>

export async function keptForASecond<Found>(
  memory: { seldom: Seldom },
  name: string,
  read: () => Promise<Found>,
): Promise<Found> {
  const now = performance.now()
  const kept = memory.seldom.get(name)
  if (kept && kept.until > now) return kept.found as Promise<Found>

  const found = await read()
  memory.seldom.set(name, { until: now + KEPT_FOR, found: Promise.resolve(found) })
  return found
}

export function forget(memory: { seldom: Seldom }, name: string): void {
  memory.seldom.delete(name)
}
