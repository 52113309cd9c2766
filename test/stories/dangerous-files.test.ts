import { expect, test } from 'vitest'
import { kim, nora } from '../cast.ts'
import { openHouse } from '../house.ts'
import { zipOf } from '../zip-of.ts'

test('a program in a zip is kept back and named; the words and the other files are posted and mailed', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  await house.send({
    from: nora,
    to: await house.replyAddress(ticket, nora),
    text: 'The bill is in it.',
    attachments: [
      { filename: 'bill.zip', content: zipOf(['bill.pdf.exe']) },
      { filename: 'plan.pdf', content: Buffer.from('%PDF-1.4 plan') },
    ],
  })
  expect((await house.entries(ticket)).at(-1)!.new_text).toBe('The bill is in it.')
  expect(await house.filesOf(ticket)).toMatchObject([
    { filename: 'bill.zip', quarantine: 'it holds bill.pdf.exe' },
    { filename: 'plan.pdf', quarantine: null },
  ])
  const { reading } = house.sent.find(({ to }) => to === kim.email)!
  expect(reading.attachments.map(({ filename }) => filename)).toEqual(['plan.pdf'])
  expect(reading.text).toContain(
    'bill.zip (127 bytes; kept back, since it may do harm: it holds bill.pdf.exe)',
  )
})
