import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstWords, harmlessText } from '../../gateway/mail/harmless-text.ts'

const LINK = '(link left out)'
const ADDRESS = '(address left out)'
const NUMBER = '(number left out)'

const texts: [string, string][] = [
  ['See https://evil.test/a, now', `See ${LINK} now`],
  ['See (http://[::1]/x)', `See ${LINK}`],
  ['www.evil and evil.test and 10.0.0.1/x', `${LINK} and ${LINK} and ${LINK}`],
  ['evil。com, ｅｖｉｌ．ｃｏｍ, xn--abc', `${LINK} ${LINK} ${LINK}`],
  ['javascript:alert(1) tel:123 \\\\server\\share', `${LINK} ${LINK} ${LINK}`],
  ['me@evil.test, me＠evil', `${ADDRESS} ${ADDRESS}`],
  ['call +49 (171) 123-45-67 or 0171/1234567', `call ${NUMBER} or ${NUMBER}`],
  ['ev\u200bil.te\u00adst \u202egro.live', `${LINK} ${LINK}`],
  ['h\u2060ttps://evil.test', LINK],
  ['a\r\nb\tc\u2028d\0e', 'a b c d e'],
  ['a\ue000leave\ue001b', 'aleaveb'],
  // what people write stays
  [
    'Re: 12,000.00 EUR by 3.5., at 10:30. Then: go!',
    'Re: 12,000.00 EUR by 3.5., at 10:30. Then: go!',
  ],
  ['Straße, 東京。次は火曜 e.g. 50%', 'Straße, 東京。次は火曜 e.g. 50%'],
]
for (const [text, shown] of texts) {
  test(`${JSON.stringify(text)} is shown so that nothing of it can be clicked`, () => {
    expect(harmlessText(text, 500)).toBe(shown)
  })
}

test('the words are bounded, by letters and not by halves of them', () => {
  expect(harmlessText('word '.repeat(1000), 20)).toBe('word word word word…')
  expect(harmlessText('😀'.repeat(50), 10)).toBe(`${'😀'.repeat(10)}…`)
})

test('whatever comes, one line remains, without an address or a link', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.webUrl(), (text, url) => {
      const shown = harmlessText(`${text} ${url} ${text}@${url}`, 500)
      expect(shown).not.toMatch(/[\r\n\0@]|:\/\//)
    }),
  )
})

const answers: [string, string][] = [
  ['Pay.\n\nReply above this line\n\nShe is sued.', 'Pay.\n'],
  ['Pay.\n> She is sued.\nNow.', 'Pay.\nNow.'],
  ['Pay.\n\nOn 2 Nov 2026, Ada Byrne wrote:\nShe is sued.', 'Pay.\n'],
  ['-----Original Message-----\nShe is sued.', ''],
]
for (const [text, words] of answers) {
  test(`the first words of ${JSON.stringify(text)} end where something is quoted`, () => {
    expect(firstWords(text)).toBe(words)
  })
}
