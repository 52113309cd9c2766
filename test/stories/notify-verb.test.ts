import { expect, test } from 'vitest'
import { DAY } from '../../gateway/lib/clock.ts'
import { kim, nora } from '../cast.ts'
import { openDesk } from './desk.ts'

test('by mail somebody chooses how they hear of a record, and of everything', async () => {
  const { house, says, receipt, toNora } = await openDesk()
  await says('/notify digest')
  expect(receipt()).toContain('Of T-1 you hear by one mail now and then.')
  const to = await house.replyAddress(await house.record('T-1'), nora)
  await house.send({ from: nora, to, text: 'Is anybody there?' })
  expect(
    house.sent.filter((mail) => mail.to === kim.email && /Is anybody/.test(mail.source)),
  ).toEqual([])
  house.clock.forward(3 * DAY)
  await house.schedule()
  const [digest] = house.sent.filter((mail) => /^X-Postern-Class: digest/m.test(mail.source))
  expect(digest!.reading.text).toContain('Is anybody there?')

  await says('/notify nothing everywhere')
  expect(receipt()).toContain('nothing but what names you')
  await says('/notify trumpet')
  expect(receipt()).toContain('Write one of email, inbox, digest, nothing, or general.')
  await says('Yes, I am.')
  expect(toNora().at(-1)!.reading.text).toContain('Yes, I am.')
})
