/**
 * One worker at a time, two lanes: the door (somebody waits for a 250) always goes before the rooms.
 */
export type Lane = 'door' | 'rooms'

export type Lanes = {
  take<Result>(lane: Lane, work: () => Promise<Result>): Promise<Result>
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>
}

export function openLanes(): Lanes {
  const waiting: Record<Lane, (() => Promise<void>)[]> = { door: [], rooms: [] }
  let running: Promise<void> | null = null

  const run = async () => {
    for (let next = waiting.door.shift() ?? waiting.rooms.shift(); next; ) {
      await next()
      next = waiting.door.shift() ?? waiting.rooms.shift()
    }
    running = null
  }

  return {
    take: (lane, work) =>
      new Promise((resolve, reject) => {
        waiting[lane].push(() => work().then(resolve, reject))
        running ??= run()
      }),
    async idle() {
      while (running) await running
    },
  }
}
