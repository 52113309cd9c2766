import { expect, onTestFinished, test, vi } from 'vitest'
import { SECOND } from '../../gateway/lib/clock.ts'
import { startDelivery } from '../../gateway/processes/delivery.ts'
import { list } from '../../gateway/store/rows.ts'
import { type DeliveryRow, deliveries } from '../../gateway/store/tables/followers.ts'
import { kim, nora } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

async function onlyDelivery(house: House): Promise<DeliveryRow> {
  const [only] = await house.site.store.read((reader) => list(reader, deliveries))
  return only!
}

/** A mail to Kim is on the way to a relay that does not answer until it is let go. */
async function mailOnTheWay(house: House): Promise<() => Promise<unknown>> {
  const letGo = Promise.withResolvers<void>()
  house.relay.patience = letGo.promise
  onTestFinished(() => letGo.resolve())
  const ticket = await house.ticketFrom(nora)
  await house.follow(ticket, kim)
  const accepted = house.send({
    from: nora,
    to: await house.replyAddress(ticket, nora),
    text: 'Hi',
  })
  await vi.waitFor(async () =>
    expect(await onlyDelivery(house)).toMatchObject({ state: 'sending' }),
  )
  return () => {
    letGo.resolve()
    return accepted
  }
}

test('a mail that is long on the way is sent once: its claim is kept as long as it takes', async () => {
  const house = await openHouse()
  const letGo = await mailOnTheWay(house)
  const { lease_until: first } = await onlyDelivery(house)
  house.clock.forward(30 * SECOND)
  await vi.waitFor(
    async () => expect((await onlyDelivery(house)).lease_until).toBeGreaterThan(first!),
    { timeout: 5000 },
  )

  house.clock.forward(31 * SECOND)
  const another = startDelivery(house.site)
  onTestFinished(another.stop)
  await another.courier.idle()
  await letGo()
  expect(house.sent).toHaveLength(1)
  expect(await onlyDelivery(house)).toMatchObject({ state: 'sent', attempts: 1 })
})

test('who has lost a claim does not write over what the other one does', async () => {
  const house = await openHouse()
  const letGo = await mailOnTheWay(house)
  await house.site.store.write((tx) =>
    tx.all(`update deliveries set claimed_by = 'another', lease_until = $1`, [
      house.clock.now() + 60 * SECOND,
    ]),
  )
  await letGo()
  expect(await onlyDelivery(house)).toMatchObject({ state: 'sending', claimed_by: 'another' })
})
