import { expect, test } from 'vitest'
import { readText } from '../mails.ts'
import { apple, desktop, gmail, unmarked } from './attribution-rows.ts'
import { blocks } from './block-rows.ts'

const answer = 'A new leg is on its way.'
const plain = 'The leg is broken.\n\nPlease send a new one.\n'
const quoted = '> The leg is broken.\n>\n> Please send a new one.\n'

const marking = [...gmail, ...apple.map((head) => `${head}\n`), ...desktop]
const silent = [...gmail, ...apple, ...unmarked, ...blocks]

test.each(marking)('an answer above quoted lines is cut at %j', async (head) => {
  const mail = await readText(`${answer}\n\n${head}\n${quoted}`)
  expect(mail.newText).toBe(answer)
})

test.each(marking)(
  'an answer below quoted lines stays where %j stands above them',
  async (head) => {
    const mail = await readText(`${head}\n${quoted}\n${answer}\n`)
    expect(mail.newText).toBe(answer)
  },
)

test.each(silent)('an answer is cut at %j though nothing below is marked', async (head) => {
  const mail = await readText(`${answer}\n\n${head}\n${plain}`)
  expect(mail.newText).toBe(answer)
})

const sentences = [
  'Original',
  'Reply:\nFrom here it takes two days.',
  'On Monday, 5 January 2026 we met Nora <nora@example.test> and she agreed.',
  'I wrote to Nora <nora@example.test> on 5 January 2026 at 09:00: no answer yet.',
  'Please reply above the counter, not below it.',
  'From: Lisbon\nTo: Porto',
  '--- Parts we need ---\n4 legs\n1 top',
  '| From | To |\n| Lisbon | Porto |',
  'He wrote:\n\nthe leg is fine',
  'The table below dates from 2026: 4 legs at 10:30',
  'Forwarded: two boxes, one letter',
]

test.each(sentences)('the words %j are nobody else’s', async (text) => {
  expect((await readText(`Hello,\n${text}\n\nVic`)).newText).toBe(`Hello,\n${text}\n\nVic`)
})

test.each([
  'A new leg is on its way.--- On Mon, Jan 5, 2026 at 9:00 AM, nora@example.test wrote:',
  'A new leg is on its way. On 5 Jan 2026, at 09:00, Nora <nora@example.test> wrote:',
])('an attribution on the line of the answer is cut off: %j', async (line) => {
  const mail = await readText(`${line}\n${quoted}`)
  expect(mail.newText).toBe(answer)
  expect(mail.parts.map((part) => part.text).join('\n')).toBe(mail.text)
  expect(mail.flaws).toContain('attribution-on-shared-line')
})
