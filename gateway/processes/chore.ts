import type { Site } from '../store/site.ts'

/** What happens by the clock. */
export type Chore = {
  name: string
  /** Milliseconds from one round to the next. */
  every: number
  /**
   * One round of work. Several schedulers may run the same chore at once: it claims what it does.
   * @returns whether more waits: then it is run again at once
   */
  run(site: Site): Promise<boolean>
}
