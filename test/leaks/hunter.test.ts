import { expect, test, vi } from 'vitest'
import { hunt } from './hunt.ts'

vi.mock('../../gateway/chatter/messages/visibility.ts', () => ({
  isForOutsiders: ({ audience }: { audience: string }) => audience === 'everyone',
  isForOutsiderNamed: () => true,
}))

test('a hunt finds the leak of a house whose rule of visibility is broken', async () => {
  const { leaks } = await hunt({ seed: 7, scenarios: 60 })
  expect(leaks.join('\n')).toMatch(/got a mail with (?:the id of entry \d+|note\w+, a note)/)
}, 120_000)
