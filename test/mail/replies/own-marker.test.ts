import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aboveOwnMarker } from '../../../gateway/mail/trimming/own-marker.ts'

const texts: [string, string, boolean][] = [
  ['See this.\n\nReply above this line\n\nPrinter\nA note.', 'See this.', true],
  ['See this.\n> *Reply above this line*\n> A note.', 'See this.', true],
  ['Reply above this line\nA note.', '', true],
  [
    'Please reply above this line of the form.\nThanks.',
    'Please reply above this line of the form.\nThanks.',
    false,
  ],
]
for (const [text, above, isCut] of texts)
  test(`what repeats a notification of ours is cut: ${JSON.stringify(text.slice(0, 40))}`, () => {
    expect(aboveOwnMarker(text)).toEqual({ text: above, isCut })
  })

test('the marker of every language is known', () => {
  const folder = new URL('../../../templates/', import.meta.url)
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const words = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as {
      marker: string
      letterMarker: string
    }
    for (const marker of [words.marker, words.letterMarker])
      expect([name, marker, aboveOwnMarker(marker).isCut]).toEqual([name, marker, true])
  }
})
