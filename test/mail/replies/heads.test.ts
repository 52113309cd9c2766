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

/** As clients do that keep their lines short. */
function wrapped(head: string, width: number): string {
  const broken = head.split('\n').map((line) =>
    line.split(' ').reduce((text, next) => {
      const last = text.slice(text.lastIndexOf('\n') + 1)
      return last.length + next.length >= width ? `${text}\n${next}` : `${text} ${next}`
    }),
  )
  return broken.join('\n')
}

const longName = 'Nora Elisabeth Customer (Shop & Sons)'
const broken = [...gmail, ...apple].map((head) =>
  wrapped(head.replaceAll('Nora Customer', longName), 76),
)

test.each(broken)('an attribution that was broken is one: %j', async (head) => {
  const mail = await readText(`${answer}\n\n${head}\n\n${quoted}`)
  expect(mail.newText).toBe(answer)
})

test.each([...gmail, ...apple])('hard blanks are blanks: %j', async (head) => {
  const mail = await readText(`${answer}\n\n${head.replaceAll(' ', '\u00a0')}\n\n${quoted}`)
  expect(mail.newText).toBe(answer)
})

test.each([
  'See you on 5 Jan 2026',
  'At 5 we meet Nora',
  'In 2026 we build 300 tables',
  'Call +351 555 123 456',
  'On the table: 4 legs, 1 top.',
])('the line %j right above an attribution is the author’s', async (line) => {
  const mail = await readText(`${line}\nNora Customer <nora@example.test> wrote:\n${quoted}`)
  expect(mail.newText).toBe(line)
})

const closeAbove = [
  'See you on 5 Jan 2026 then',
  '12 legs, as we agreed:',
  'Subject: legs',
  'Kim wrote',
]

test.each([...gmail, ...desktop, ...blocks])(
  'no word above %j is taken for a part of it',
  async (head) => {
    for (const line of closeAbove) {
      const mail = await readText(`${line}\n${head}\n${quoted}`)
      expect(mail.newText.split('\n')[0]).toBe(line)
    }
  },
)

test('Outlook without its style writes two fields, which are a block all the same', async () => {
  const fields = 'From: nora@example.test\nDate: Wed, 16 May 2026 00:15:02 -0600\n'
  expect((await readText(`${answer}\n\n${fields}\n${plain}`)).newText).toBe(answer)
})

test('The Bat quotes with initials', async () => {
  const mail = await readText(
    `Hello Nora,\n\nMonday, January 5, 2026, 9:00:00 AM, you wrote:\n\nNC> The leg is broken.\nNC> Please send one.\n\n${answer}\n\nNC> Soon.\n`,
  )
  expect(mail.newText).toBe(`Hello Nora,\n\n${answer}`)
})
