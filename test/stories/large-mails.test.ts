import { expect, onTestFinished, test, vi } from 'vitest'
import { openMailbag } from '../../gateway/inbound/mailbag/mailbag.ts'
import { openProver } from '../../gateway/inbound/proof/prover.ts'
import { openDirectory } from '../../gateway/inbound/routing/directory.ts'
import { openSorter } from '../../gateway/inbound/sorter.ts'
import { readMail } from '../../gateway/mail/read-mail.ts'
import { nora } from '../cast.ts'
import { openHouse } from '../house.ts'

test('large mails are read one at a time, and no small one waits for them', async () => {
  const house = await openHouse()
  const mailbag = openMailbag(house.site)
  const gate = Promise.withResolvers<void>()
  const inHand = { now: 0, most: 0 }
  const sorter = openSorter({
    site: house.site,
    directory: openDirectory(house.site),
    mailbag,
    prover: openProver(house.site),
    async read(source, envelope) {
      if (source.length < 1024 * 1024) return readMail(source, envelope)
      inHand.most = Math.max(inHand.most, ++inHand.now)
      await gate.promise
      const reading = await readMail(source, envelope)
      inHand.now--
      return reading
    },
  })
  onTestFinished(async () => {
    gate.resolve()
    await sorter.stop()
    await mailbag.close()
  })
  const keep = async (id: string, words: number) => {
    const source = Buffer.from(
      `From: nora@customer.test\r\nMessage-ID: <${id}@customer.test>\r\n\r\n${'words\r\n'.repeat(words)}`,
    )
    const arrival = {
      door: 'smtp' as const,
      remote: '',
      mailFrom: nora.email,
      recipients: ['support@example.test'],
      authenticated: null,
      size: source.length,
      source,
      file: null,
    }
    sorter.arrived(await mailbag.accept(arrival))
  }
  for (let index = 0; index < 70; index++) await keep(`large${index}`, 155_000)
  await keep('small', 5)
  await vi.waitFor(async () => expect(await house.recordCount()).toBe(1), { timeout: 10_000 })
  gate.resolve()
  await vi.waitFor(async () => expect(await house.recordCount()).toBeGreaterThan(5), {
    timeout: 10_000,
  })
  expect(inHand.most).toBe(1)
})
