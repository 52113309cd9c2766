import { expect, test } from 'vitest'
import { readText } from '../mails.ts'

test.each([
  'Best regards,\nVic',
  'Thanks in advance,\n\nVic Vendor\nHead of legs',
  'Mit freundlichen Grüßen\nVic Vendor',
  'Cordialement,\nVic',
  'Saludos,\nVic',
  'Pozdrawiam\nVic',
  'С уважением,\nVic',
  'よろしくお願いいたします。\nVic',
  'Vic Vendor',
  'Vic Vendor\nvic@vendor.test\n(555) 123-4567\nwww.vendor.test',
])('the leave %j is shown, and named as a closing', async (closing) => {
  const mail = await readText(`A new leg is on its way.\n\n${closing}\n\n> Old\n`)
  expect(mail.newText).toBe(`A new leg is on its way.\n\n${closing}`)
  expect(mail.parts.map((part) => [part.kind, part.closing === true])).toEqual([
    ['new', false],
    ['new', true],
    ['quote', false],
  ])
})

test.each([
  'Thanks!',
  'Thanks,\nthe leg is here and it fits very well, as far as one can say today.',
  'Best\nof all: the leg fits.\n\nBut one thing is missing: the screws, which I had ordered with it.',
  'Vic Vendor',
  'The numbers:\n1234567\n7654321 legs',
])('%j is more than a leave', async (text) => {
  const mail = await readText(text)
  expect(mail.parts.some((part) => part.closing)).toBe(false)
})
