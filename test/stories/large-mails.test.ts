import { expect, onTestFinished, test } from 'vitest'
import { openDirectory } from '../../gateway/inbound/directory.ts'
import { openMailbag } from '../../gateway/inbound/mailbag.ts'
import { receiveMails } from '../../gateway/inbound/receive.ts'
import { readMail } from '../../gateway/mail/read-mail.ts'
import { openTurnstile } from '../../gateway/store/one-at-a-time.ts'
import { nora } from '../cast.ts'
import { openHouse } from '../house.ts'

test('large mails are read one at a time, and small ones beside them do not wait for each other', async () => {
  const house = await openHouse()
  const mailbag = openMailbag(house.site)
  onTestFinished(mailbag.close)
  const inHand = { large: 0, most: 0, mostSmall: 0, small: 0 }
  const receiver = {
    site: house.site,
    directory: openDirectory(house.site),
    mailbag,
    largeOnes: openTurnstile(),
    async read(source: Uint8Array, envelope: Parameters<typeof readMail>[1]) {
      const size = source.length > 1024 * 1024 ? 'large' : 'small'
      inHand[size]++
      inHand.most = Math.max(inHand.most, inHand.large)
      inHand.mostSmall = Math.max(inHand.mostSmall, inHand.small)
      const reading = await readMail(source, envelope)
      inHand[size]--
      return reading
    },
  }
  const keep = (words: number, index: number) => {
    const source = Buffer.from(
      `From: nora@customer.test\r\nMessage-ID: <${words}.${index}@customer.test>\r\n\r\n${'words\r\n'.repeat(words)}`,
    )
    return mailbag.accept({
      door: 'smtp',
      remote: '',
      mailFrom: nora.email,
      recipients: ['support@example.test'],
      authenticated: null,
      size: source.length,
      source,
      file: null,
    })
  }
  const large = await Promise.all([0, 1, 2, 3].map((index) => keep(200_000, index)))
  const small = await Promise.all([0, 1, 2, 3].map((index) => keep(5, index)))

  await Promise.all([
    receiveMails(receiver, [...large.slice(0, 2), ...small.slice(0, 2)]),
    receiveMails(receiver, [...large.slice(2), ...small.slice(2)]),
  ])
  expect(await house.recordCount()).toBe(8)
  expect(inHand).toMatchObject({ most: 1, large: 0, small: 0 })
  expect(inHand.mostSmall).toBeGreaterThan(1)
})
