import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Count } from './table.ts'

/** Figures only: what was reached, and must not be lost. */
type Ratchet = Record<string, Count>

const FILE = join(import.meta.dirname, 'ratchet.json')

/**
 * Compares with what was reached before. A figure over another number of cases is another corpora's: shares are compared.
 * @returns a line for each figure that fell
 */
export function fallenFigures(counts: Ratchet): string[] {
  return Object.entries(reachedFigures()).flatMap(([figure, was]) => {
    const is = counts[figure]
    if (!is || is.right * was.of >= was.right * is.of) return []
    return [`${figure} fell: ${is.right} of ${is.of}, was ${was.right} of ${was.of}`]
  })
}

export function saveFigures(counts: Ratchet): void {
  writeFileSync(FILE, `${JSON.stringify({ ...reachedFigures(), ...counts }, null, 2)}\n`)
}

function reachedFigures(): Ratchet {
  return JSON.parse(readFileSync(FILE, 'utf8'))
}
