import { expect, test } from 'vitest'
import { readMailboxes } from '../../gateway/mail/header/mailboxes.ts'

test.each([['@'], ['"'], [','], ['<'], [' '], ['('], ['a@b.test ']])(
  'an endless address field of %j is read in pieces of a bounded length',
  (piece) => {
    const found = readMailboxes(piece.repeat(Math.ceil(400_000 / piece.length)))
    const longest = Math.max(
      0,
      ...found.map(({ name, address }) => Math.max(name.length, address.length)),
    )
    expect(longest).toBeLessThanOrEqual(8000)
  },
)

test('a name longer than any name is cut, and the address is still read', () => {
  const [nora] = readMailboxes(`${'x'.repeat(100_000)} <nora@customer.test>`)
  expect(nora).toMatchObject({ address: 'nora@customer.test' })
  expect(nora!.name.length).toBeLessThanOrEqual(2000)
})
