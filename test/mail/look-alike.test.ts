import { expect, test } from 'vitest'
import { addressSkeleton, honestName, nameSkeleton } from '../../gateway/mail/header/look-alike.ts'
import { readMailboxes } from '../../gateway/mail/header/mailboxes.ts'
import { readText } from './mails.ts'

const looksTheSame: [string, string][] = [
  ['Kim Larsen', 'kim larsen'],
  ['Kim Larsen', 'Larsen, Kim'],
  ['Kim Larsen', 'Kim  Lаrsen'],
  ['Kim Larsen', 'Кim Larsen'],
  ['Kim Larsen', 'Kim\u200b Larsen'],
  ['Kim Larsen', 'Klm Larsen'],
  ['Kim Larsen', 'KIM.LARSEN'],
  ['Kim Larsen', 'Ｋｉｍ Ｌａｒｓｅｎ'],
  ['Kim Larsen', 'Kím Larsen'],
  ['Ada Byrne', 'Ada Byme'],
  ['Ove Berg', '0ve Berg'],
]
test.each(looksTheSame)('a hurried reader takes %s for %s', (one, other) => {
  expect(nameSkeleton(other)).toBe(nameSkeleton(one))
  expect(nameSkeleton(one)).not.toBe('')
})

test('other names look otherwise, and a single word looks like nobody', () => {
  expect(nameSkeleton('Kim Larson')).not.toBe(nameSkeleton('Kim Larsen'))
  expect(nameSkeleton('Kim')).toBe('')
})

test.each([
  'kіm@example.test',
  'kim@examp1e.test',
  'kim@exаmple.test',
  'KIM@example.test',
  'kim\u200d@example.test',
])('a hurried reader takes %s for an address of ours', (address) => {
  expect(addressSkeleton(address)).toBe(addressSkeleton('kim@example.test'))
})

const misleading = [
  '"kim@example.test" <mallory@elsewhere.test>',
  '"Boss <kim@example.test>" <mallory@elsewhere.test>',
  '=?utf-8?B?a2ltQGV4YW1wbGUudGVzdA==?= <mallory@elsewhere.test>',
  '(kim@example.test) <mallory@elsewhere.test>',
  '"kim\u200b@\u200bexample.test" <mallory@elsewhere.test>',
  '"kim＠example.test" <mallory@elsewhere.test>',
  '"kim @ example.test" <mallory@elsewhere.test>',
  '"\u202etset.elpmaxe@mik\u202c" <mallory@elsewhere.test>',
]
test.each(misleading)('a name that shows another address is named as a flaw: %s', async (from) => {
  const mail = await readText('Hello', { From: from })
  expect(mail.flaws).toContain('name-shows-another-address')
  expect(honestName(mail.from[0]!)).toBe('')
})

test.each([
  'Nora Quist <nora@customer.test>',
  '"nora@customer.test" <nora@customer.test>',
  '"nora @ home" <nora@customer.test>',
  '"Nora (@nora)" <nora@customer.test>',
])('a name like this misleads nobody: %s', async (from) => {
  const mail = await readText('Hello', { From: from })
  expect(mail.flaws).not.toContain('name-shows-another-address')
})

test('a second address behind the first makes the author unclear', async () => {
  const mail = await readText('Hello', { From: 'Boss <kim@example.test> <mallory@elsewhere.test>' })
  expect(mail.flaws).toContain('author-unclear')
})

test('signs that turn or hide letters are no part of a name that is shown', () => {
  const [mailbox] = readMailboxes('"No\u202era Qu\u200bist" <nora@customer.test>')
  expect(honestName(mailbox!)).toBe('Nora Quist')
})
