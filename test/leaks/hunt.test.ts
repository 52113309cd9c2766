import { expect, test } from 'vitest'
import { hunt } from './hunt.ts'

test('in random stories no note reaches an outsider, and nobody without proof causes what only users may', async () => {
  const seed = Date.now() % 1_000_000_000
  const bag = await hunt({ seed, scenarios: 120 })
  expect(bag.leaks.slice(0, 3).join('\n\n'), `seed ${seed}`).toBe('')
  expect(bag.outside, `seed ${seed}`).toBeGreaterThan(300)
}, 120_000)
