import { expect, test } from 'vitest'
import { readMailboxes } from '../../gateway/mail/mailboxes.ts'

test.each([['@'], ['"'], [','], ['<'], [' '], ['('], ['a@b.test ']])(
  'an address field of %j, ten times as long, takes about ten times as long',
  (piece) => {
    const time = (length: number) => {
      const started = performance.now()
      readMailboxes(piece.repeat(Math.ceil(length / piece.length)))
      return performance.now() - started
    }
    time(20_000)
    // a quadratic reader would need a hundred times as long, seconds at this size
    expect(time(200_000)).toBeLessThan(2000)
  },
)

test('a name longer than any name is cut, and the address is still read', () => {
  expect(readMailboxes(`${'x'.repeat(100_000)} <nora@customer.test>`)).toMatchObject([
    { address: 'nora@customer.test' },
  ])
})
