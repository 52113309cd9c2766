import { expect, test } from 'vitest'
import { DAY, HOUR } from '../../gateway/lib/clock.ts'
import { CHORES, inBatches } from '../../gateway/processes/chores.ts'
import { runChores } from '../../gateway/processes/scheduler.ts'
import { writeSession } from '../../gateway/store/sql/sessions.ts'
import { openHouse } from '../house.ts'

test('the scheduler takes away what has run out, and nothing else', async () => {
  const { site, clock, schedule } = await openHouse()
  const session = (id: string, expiresAt: number) =>
    site.store.write((tx) => writeSession(tx, { id, content: '{}', expiresAt, person: null }))
  await session('short', clock.now() + HOUR)
  await session('long', clock.now() + DAY)
  clock.forward(2 * HOUR)
  await schedule()
  const left = await site.store.read((reader) => reader.all('select id from sessions'))
  expect(left).toEqual([{ id: 'long' }])
})

test('a chore goes on until nothing waits, and one that fails keeps no other from its work', async () => {
  const { site } = await openHouse()
  let waiting = 3
  await runChores(site, [
    inBatches('broken', HOUR, async () => {
      throw new Error('no such table')
    }),
    inBatches('three pieces', HOUR, async () => (waiting > 0 ? waiting-- : 0)),
    ...CHORES,
  ])
  expect(waiting).toBe(0)
})
