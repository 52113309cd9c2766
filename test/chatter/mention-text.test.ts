import { expect, test } from 'vitest'
import { callsIn, directoryOf, matchCall } from '../../gateway/chatter/messages/mention-text.ts'

const directory = directoryOf([
  { id: 1, name: 'Kim Larsen', address: 'kim@example.test' },
  { id: 2, name: 'Ada Byrne', address: 'ada@example.test' },
  { id: 3, name: 'Zoë van Dyk', address: 'z.dyk@example.test' },
  { id: 4, name: 'Kim Other', address: 'other@example.test' },
  { id: 5, name: 'Bo Other', address: 'bo@example.test' },
])

const cases: { text: string; calls: (number | string)[]; why: string }[] = [
  { why: 'a login', text: '@ada look', calls: [2] },
  { why: 'a login before one word of another name', text: '@kim look', calls: [1] },
  {
    why: 'a whole name, however it is joined',
    text: '@Zoë.van.Dyk and @zoë van dyk!',
    calls: [3, 3],
  },
  { why: 'one word of a name', text: 'see @Byrne', calls: [2] },
  { why: 'a dot after it', text: 'Ask @ada.', calls: [2] },
  { why: 'in brackets', text: '(@ada)', calls: [2] },
  { why: 'a name that two people have', text: '@other', calls: [4] },
  { why: 'a word that two people have', text: '@Other,', calls: [4] },
  { why: 'a mail address is no call', text: 'mail kim@example.test', calls: [] },
  { why: 'an address that is called', text: '@nora@customer.test.', calls: ['nora@customer.test'] },
  {
    why: 'an address in angle brackets',
    text: '@<Nora@customer.test>',
    calls: ['nora@customer.test'],
  },
  { why: 'a lone sign', text: 'we meet @ noon @', calls: [] },
  { why: 'nobody of that name', text: '@media only', calls: ['nobody'] },
]
for (const { text, calls, why } of cases) {
  test(`${why}: “${text}”`, () => {
    const found = callsIn(text).map(
      (call) => call.address ?? matchCall(call, directory).people[0] ?? 'nobody',
    )
    expect(found).toEqual(calls)
  })
}

test('a name that several people have calls none of them', () => {
  const twins = directoryOf([
    { id: 1, name: 'Kim Larsen', address: 'k1@example.test' },
    { id: 2, name: 'Kim Holm', address: 'k2@example.test' },
  ])
  expect(matchCall(callsIn('@Kim')[0]!, twins).people).toEqual([1, 2])
})

test('a text full of signs is read in a moment, and calls thirty people at most', () => {
  expect(callsIn('@a '.repeat(100_000))).toHaveLength(30)
  expect(callsIn(`@${'a'.repeat(1_000_000)}`)).toHaveLength(1)
})
