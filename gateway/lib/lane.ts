/** Work that is done one piece at a time, in order, beside everything else. */
export type Lane<Item> = {
  add(items: Item[]): void
  /** Begins nothing more. Resolves when the piece under way is done. */
  stop(): Promise<void>
}

/** @param work must not throw */
export function openLane<Item>(work: (item: Item) => Promise<void>): Lane<Item> {
  const waiting: Item[] = []
  let running: Promise<void> | null = null
  let stopped = false

  const run = async () => {
    while (waiting.length > 0 && !stopped) await work(waiting.shift()!)
    running = null
  }
  return {
    add(items) {
      waiting.push(...items)
      if (waiting.length > 0 && !stopped) running ??= run()
    },
    async stop() {
      stopped = true
      await running
    },
  }
}
