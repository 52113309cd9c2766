/** What waits to be filed, in turns: one of each sender, then again from the first, so that nobody waits for another's thousand. */
export type FairQueue = {
  readonly size: number
  add(id: string): void
  /** Takes out so many at most. */
  take(most: number): string[]
}

/** @param senderOf whose turn it is with this one */
export function openFairQueue(senderOf: (id: string) => string): FairQueue {
  const turns = new Map<string, string[]>()
  const queued = new Set<string>()
  const takeOne = (): string => {
    const [sender, waiting] = turns.entries().next().value!
    const id = waiting.shift()!
    turns.delete(sender)
    // whoever has more waiting goes to the end of the line
    if (waiting.length > 0) turns.set(sender, waiting)
    queued.delete(id)
    return id
  }
  return {
    get size() {
      return queued.size
    },
    add(id) {
      if (queued.has(id)) return
      queued.add(id)
      const sender = senderOf(id)
      const waiting = turns.get(sender)
      if (waiting) waiting.push(id)
      else turns.set(sender, [id])
    },
    take: (most) => Array.from({ length: Math.min(most, queued.size) }, takeOne),
  }
}
