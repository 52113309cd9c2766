import { expect, test } from 'vitest'
import { readText } from '../mails.ts'
import { footers, sentFrom, signatures } from './sign-off-rows.ts'

const answer = 'A new leg is on its way.'
const quote = 'On 5 Jan 2026, at 09:00, Nora <nora@example.test> wrote:\n\n> The leg is broken.\n'

test.each(sentFrom)('%j is no word of the author', async (line) => {
  expect((await readText(`${answer}\n\n${line}\n`)).newText).toBe(answer)
  expect((await readText(`${answer}\n\n${line}\n\n${quote}`)).newText).toBe(answer)
})

test.each(signatures)('the signature %j is folded', async (signature) => {
  const mail = await readText(`${answer}\n\n${signature}\n\n${quote}`)
  expect(mail.newText).toBe(answer)
  expect(mail.parts.map((part) => part.kind)).toEqual(['new', 'signature', 'quote'])
})

test.each(footers)('the footer %j is folded', async (footer) => {
  const mail = await readText(`${answer}\n\n${footer}\n`)
  expect(mail.newText).toBe(answer)
  expect(mail.parts.at(-1)?.kind).toBe('footer')
})

test('a banner of a mail server above the words is a footer', async () => {
  const banner = 'CAUTION: This email originated from outside of the organization.'
  expect((await readText(`${banner}\n\n${answer}\n`)).newText).toBe(answer)
})

const words = [
  'Sent from my desk, which is easier than from a phone.',
  'Sent by courier today.',
  'Sent via DHL on Monday, the tracking number follows.',
  'Get the legs from Porto.',
  'Få legs are left.',
  'From my point of view the phone is fine.',
  'Gesendet von Hamburg aus, kommt morgen an.',
  'Ich habe das Paket von meinem Büro aus gesendet.',
  'Obtener una pata nueva cuesta 12 euros.',
  'We need\n-legs\n-tops',
  'We need:\n\n- legs',
  'I wrote to you via mobile phone yesterday.',
  'Outlook on Android does not show the table.',
  'This message is for Kim.',
  'Please excuse the delay.',
  `First point\n--\n${'Second point, and more to say.\n'.repeat(25)}`.trim(),
  'Is this e-mail the right one?\n\nThis message was confidential, why did you print it?',
  'Reply to this: do you have four legs?',
  'The phone was sent',
  `First\n${'_'.repeat(40)}\nSecond, below a line that I drew.`,
  '<nora@example.test>: host mx.example.test said:\n550 no such user',
]

test.each(words)('the words %j stay', async (text) => {
  expect((await readText(`Hello,\n\n${text}\n`)).newText).toBe(`Hello,\n\n${text}`)
})
