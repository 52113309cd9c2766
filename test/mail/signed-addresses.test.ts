import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addressKey,
  MAX_LOCAL_PART,
  readRecordAddress,
  readToken,
  splitAddress,
  type TokenKind,
  writeToken,
} from '../../gateway/mail/addresses.ts'
import { leaveToken, readLeaveToken } from '../../gateway/mail/leave-token.ts'
import { messageIdFor, readOwnId, threadRootId } from '../../gateway/mail/message-ids.ts'

const keys = { current: 'the key of today' }
const token = {
  address: 'support',
  number: 42,
  person: 272,
  kind: 'm' as TokenKind,
  domain: 'example.com',
}

test('a reply address has the form that the product promises', () => {
  expect(writeToken(token, keys)).toMatch(/^support\+42\.7k\.m[01][a-z2-7]{16}@example\.com$/)
})

test('what is written can be read, whatever a mail server does to the case', () => {
  expect(readToken(writeToken(token, keys).toUpperCase(), keys)).toEqual(token)
  fc.assert(
    fc.property(
      fc.nat(1e9),
      fc.nat(1e9),
      fc.constantFrom<TokenKind>('m', 'n', 'b', 'u'),
      (number, person, kind) => {
        const wish = { ...token, number, person, kind }
        expect(readToken(writeToken(wish, keys), keys)).toEqual(wish)
      },
    ),
  )
})

test('no reply address is longer than 64 octets before the @', () => {
  const longest = writeToken(
    { ...token, address: 'a'.repeat(24), number: 999_999_999, person: 2 ** 31 },
    keys,
  )
  expect(longest.split('@')[0]!.length).toBeLessThanOrEqual(MAX_LOCAL_PART)
})

test('one changed sign anywhere makes it forged, or no token at all', () => {
  const address = writeToken(token, keys)
  const local = address.split('@')[0]!
  for (let at = 0; at < local.length; at++) {
    const other = local[at] === '3' ? '4' : '3'
    const changed = `${local.slice(0, at)}${other}${local.slice(at + 1)}@example.com`
    expect(readToken(changed, keys), changed).not.toMatchObject({
      number: 42,
      person: 272,
      kind: 'm',
    })
  }
  expect(readToken(address.replace('example.com', 'example.org'), keys)).toBe('forged')
  expect(readToken(address, { current: 'another key' })).toBe('forged')
})

test('during a rotation the key before is still believed', () => {
  const old = writeToken(token, { current: 'the key of yesterday' })
  expect(readToken(old, { current: 'the key of today', old: 'the key of yesterday' })).toEqual(
    token,
  )
})

test('addresses are compared with ASCII letters folded only: the Kelvin sign is no k', () => {
  expect(addressKey(' Kim@Example.TEST ')).toBe('kim@example.test')
  expect(addressKey('\u212Aim@example.test')).not.toBe('kim@example.test')
})

test.each([['no-at'], ['@example.com'], ['a@'], ['a b@example.com'], ['a\u0000@example.com']])(
  '%j is not an address',
  (text) => {
    expect(splitAddress(text)).toBeNull()
  },
)

test('the address of a record, typed by hand, is read with plus or minus', () => {
  expect(readRecordAddress('task+123@example.com')).toEqual({
    address: 'task',
    number: 123,
    domain: 'example.com',
  })
  expect(readRecordAddress('Task-123@Example.com')).toMatchObject({ number: 123 })
  expect(readRecordAddress('task+12x@example.com')).toBeNull()
})

test('our own ids are recognised when they come back, and nobody can make one', () => {
  const id = messageIdFor(7, 3, 'example.com', keys)
  expect(readOwnId(id, keys)).toEqual({ kind: 'message', message: 7, person: 3 })
  expect(readOwnId(threadRootId(9, 'example.com', keys), keys)).toEqual({
    kind: 'thread',
    thread: 9,
  })
  expect(readOwnId(id.replace('m.7.', 'm.8.'), keys)).toBeNull()
  expect(readOwnId(id.replace('example.com', 'evil.com'), keys)).toBeNull()
})

test('the link that leaves a thread names thread and person, signed', () => {
  const text = leaveToken({ thread: 12, person: 34 }, keys)
  expect(readLeaveToken(text, keys)).toEqual({ thread: 12, person: 34 })
  expect(readLeaveToken(text.replace(/^c\./, 'd.'), keys)).toBeNull()
  expect(readLeaveToken('nonsense', keys)).toBeNull()
})

test.each([
  'nora@customer.test',
  'first.last+tag@sub.customer.test',
  'two..dots.@phones.test',
  "o'hara@customer.test",
  'jörg@bücher.test',
  '"a,b"@customer.test',
  'root@[192.0.2.1]',
])('%s is an address', (address) => expect(splitAddress(address)).not.toBeNull())

test.each([
  'nora',
  '@customer.test',
  'nora@',
  'a,b@customer.test',
  'a;b@customer.test',
  'group:b@customer.test',
  'a(b)@customer.test',
  'a"b@customer.test',
  'a b@customer.test',
  'a@b@customer.test',
  'a\\@customer.test',
  'nora@customer.test>',
  'nora@cust,omer.test',
  'nora@cust\r\nomer.test',
])('%j is no address', (address) => expect(splitAddress(address)).toBeNull())
