/**
 * A wake-up inside one process: `ring` says that there may be work, `wait` sleeps until then or until the time is over.
 * A ring is a hint and may be missed by other processes; whoever waits also scans.
 */
export type Bell = {
  ring(): void
  /** @param ms how long to sleep at most, in milliseconds */
  wait(ms: number): Promise<void>
}

export function openBell(): Bell {
  let rung = false
  let wake: (() => void) | null = null

  return {
    ring() {
      rung = true
      wake?.()
    },
    async wait(ms) {
      if (!rung) await sleepUntil(ms, (resume) => (wake = resume))
      rung = false
      wake = null
    },
  }
}

function sleepUntil(ms: number, onWake: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    onWake(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
