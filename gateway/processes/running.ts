/** A role that has been started: what it says of itself, and how it ends. */
export type Running = {
  name: string
  /** Where it can be reached, or null. */
  address: string | null
  /** Takes nothing new, finishes what is under way, closes what it opened. */
  stop(): Promise<void>
}
