/** One worker at a time, in the order of asking. */
export type Turnstile = {
  pass<Result>(work: () => Promise<Result>): Promise<Result>
  /** Resolves when nobody is inside and nobody waits. */
  idle(): Promise<void>
}

export function openTurnstile(): Turnstile {
  let last: Promise<unknown> = Promise.resolve()

  return {
    pass(work) {
      const result = last.then(work)
      last = result.catch(() => {})
      return result
    },
    async idle() {
      for (let seen: unknown = null; seen !== last; ) {
        seen = last
        await last
      }
    },
  }
}
