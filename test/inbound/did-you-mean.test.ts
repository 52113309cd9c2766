import { expect, test } from 'vitest'
import { nearestAddress } from '../../gateway/inbound/routing/did-you-mean.ts'

const known = ['support@example.test', 'leads@example.test', 'hr@example.test', 'jobs@second.test']
const slips = [
  ['suport@example.test', 'support@example.test', 'a letter is missing'],
  ['SUPPROT@example.test', 'support@example.test', 'two letters are in the wrong order'],
  ['supportt@example.test', 'support@example.test', 'a letter is too many'],
  ['sipporrt@example.test', 'support@example.test', 'two slips in a long name'],
  ['jobs@example.test', 'jobs@second.test', 'the right name in another domain'],
  ['lead@example.test', 'leads@example.test', 'one slip in a short name'],
  ['laed@example.test', null, 'two slips in a short name'],
  ['sipparx@example.test', null, 'three slips'],
  ['job@example.test', null, 'a slip, and another domain'],
  ['nobody@example.test', null, 'nothing near'],
  ['no address', null, 'no address at all'],
  [`${'a'.repeat(70)}@example.test`, null, 'longer than any name'],
] as const
for (const [written, meant, why] of slips) {
  test(`whoever writes ${written.slice(0, 30)} meant ${meant ?? 'none of ours'}: ${why}`, () => {
    expect(nearestAddress(written, [...known])).toBe(meant)
  })
}

test('where two are equally near, nobody is told which', () => {
  expect(nearestAddress('sale@a.test', ['sales@a.test', 'salt@a.test'])).toBeNull()
  expect(nearestAddress('sales@c.test', ['sales@a.test', 'sales@b.test'])).toBeNull()
})
