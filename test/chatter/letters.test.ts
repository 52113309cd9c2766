import { expect, test } from 'vitest'
import { sendLetter } from '../../gateway/chatter/notifications/letters.ts'
import { DAY, MINUTE } from '../../gateway/lib/clock.ts'
import type { Letter } from '../../gateway/store/tables/followers.ts'
import { kim, nora } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

const letter = (words: Letter['words']): Letter => ({
  words,
  values: { record: 'T-1' },
  lines: [],
  links: words === 'sign-in' ? ['https://postern.example.test/sign-in/x'] : [],
  answers: null,
})

async function write(
  house: House,
  to: { words?: Letter['words']; thread?: number; person: number; address: string },
): Promise<boolean> {
  const { words = 'acknowledgement', ...who } = to
  const at = house.clock.now()
  return house.site.store.write((tx) => sendLetter(tx, { ...who, letter: letter(words), at }))
}

test('one person gets three letters about a thread in ten minutes, and ten in a day', async () => {
  const house = await openHouse()
  const { thread } = await house.ticketFrom(nora)
  const her = { person: await house.idOf(nora), address: nora.email, thread: thread.id }
  const sent = []
  for (let n = 0; n < 5; n++) sent.push(await write(house, her))
  expect(sent).toEqual([true, true, true, false, false])
  expect(await write(house, { ...her, thread: (await house.ticketFrom(nora)).thread.id })).toBe(
    true,
  )

  for (let n = 0; n < 10; n++) {
    house.clock.forward(11 * MINUTE)
    sent.push(await write(house, her))
  }
  expect(sent.filter(Boolean)).toHaveLength(10)
  house.clock.forward(DAY)
  expect(await write(house, her)).toBe(true)
  await house.settle()
  expect(house.sent.filter(({ to }) => to === nora.email)).toHaveLength(12)
})

test('a link to sign in is never held back', async () => {
  const house = await openHouse()
  const his = { person: await house.idOf(kim), address: kim.email, words: 'sign-in' as const }
  for (let n = 0; n < 12; n++) expect(await write(house, his)).toBe(true)
})
