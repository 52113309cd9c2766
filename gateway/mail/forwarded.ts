import type { Forwarded } from './reading.ts'

export function readForwarded(): Forwarded | null {
  return null
}
