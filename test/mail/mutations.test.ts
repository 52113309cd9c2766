import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readHeadOnly, readMail } from '../../gateway/mail/read-mail.ts'
import type { Reading } from '../../gateway/mail/reading.ts'
import { door } from './mails.ts'
import { seeds, spoiled } from './mutations.ts'

/** What holds of every reading, whatever the mail. */
function faultsOf(mail: Reading): string[] {
  const faults: string[] = []
  const boxes = [...mail.from, ...mail.to, ...mail.cc, ...mail.replyTo]
  if (mail.unparsed) faults.push(mail.unparsed)
  if (mail.parts.map((part) => part.text).join('\n') !== mail.text) faults.push('text was lost')
  if (/<script|<[^>]*\son[a-z]+=|javascript:/i.test(mail.html ?? '')) faults.push('script in HTML')
  if (boxes.some((box) => Buffer.byteLength(box.address) > 320)) faults.push('endless address')
  if (mail.attachments.some((file) => /^\.|[/\\\0\r\n]/.test(file.filename)))
    faults.push('harmful file name')
  const texts = JSON.stringify({
    ...mail,
    attachments: mail.attachments.map((file) => file.filename),
  })
  if (texts.includes('\\u0000')) faults.push('U+0000')
  if (/\\ud[89a-f]/i.test(texts)) faults.push('half a surrogate pair')
  return faults
}

test('each seed is read without a fault', async () => {
  for (const seed of seeds) expect(faultsOf(await readMail(seed, door))).toEqual([])
})

test('a spoiled mail is read without a fault', async () => {
  await fc.assert(
    fc.asyncProperty(spoiled, async (source) => {
      expect(faultsOf(await readMail(source, door))).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('the header of a spoiled mail is the same by the short way', async () => {
  await fc.assert(
    fc.asyncProperty(spoiled, async (source) => {
      const [whole, short] = [await readMail(source, door), readHeadOnly(source, 'time limit')]
      expect([short.messageId, short.from, short.date]).toEqual([
        whole.messageId,
        whole.from,
        whole.date,
      ])
    }),
    { numRuns: 300 },
  )
})
