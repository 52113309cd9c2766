import { expect, test } from 'vitest'
import { personByAddress } from '../../gateway/chatter/people/people.ts'
import { moveMessage } from '../../gateway/chatter/records/move-message.ts'
import type { OpenRecord } from '../../gateway/chatter/records/records.ts'
import { deleteRecord } from '../../gateway/chatter/records/rest.ts'
import { saveRecord } from '../../gateway/chatter/records/tracking.ts'
import { indexNext } from '../../gateway/chatter/search/keep-index.ts'
import { search } from '../../gateway/chatter/search/search.ts'
import { kim, nora, vic } from '../cast.ts'
import { type House, openHouse } from '../house.ts'

async function look(house: House, text: string, open?: OpenRecord) {
  await house.site.store.write((tx) => indexNext(tx))
  return house.site.store.read((reader) =>
    search(reader, { text, ...(open ? { thread: open.thread.id } : {}) }),
  )
}

async function wordsFound(house: House, text: string, open?: OpenRecord): Promise<string[]> {
  const { entries } = await look(house, text, open)
  return entries.map(({ pieces }) => pieces.map((piece) => piece.text).join(''))
}

async function threeTickets(house: House) {
  const one = await house.ticketFrom(nora, {
    subject: 'Chair',
    text: 'The leg of our new chair is broken.',
  })
  const two = await house.ticketFrom(nora, {
    subject: 'Printer',
    text: 'The printer burns.\nThe chair is fine.',
  })
  const three = await house.ticketFrom(vic, {
    subject: 'プリンタ',
    text: '新しい印刷機が燃えています。',
  })
  return { one, two, three }
}

test('messages are found by words, phrases, beginnings, and without what must not be there, newest first', async () => {
  const house = await openHouse()
  await threeTickets(house)
  expect(await wordsFound(house, 'CHAIR')).toEqual([
    'The printer burns. The chair is fine.',
    'The leg of our new chair is broken.',
  ])
  expect(await wordsFound(house, 'chair leg')).toHaveLength(1)
  expect(await wordsFound(house, '"new chair"')).toHaveLength(1)
  expect(await wordsFound(house, '"chair new"')).toEqual([])
  expect(await wordsFound(house, 'prin*')).toHaveLength(1)
  expect(await wordsFound(house, 'prin')).toEqual([])
  expect(await wordsFound(house, 'chair -printer')).toEqual(['The leg of our new chair is broken.'])
  expect(await wordsFound(house, '印刷機')).toHaveLength(1)
  expect(await wordsFound(house, '機')).toHaveLength(1)
  expect(await wordsFound(house, '機印')).toEqual([])
})

test('what is found can be narrowed down to a thread, an author, a kind, and to entries with files', async () => {
  const house = await openHouse()
  const { one } = await threeTickets(house)
  await house.send({
    from: nora,
    to: await house.replyAddress(one, nora),
    text: 'A picture of the chair.',
    attachments: [{ filename: 'Stuhlbein-links.png', content: 'x' }],
  })
  expect(await wordsFound(house, 'chair', one)).toHaveLength(2)
  expect(await wordsFound(house, 'chair in:T-1')).toHaveLength(2)
  expect(await wordsFound(house, 'chair has:file')).toEqual(['A picture of the chair.'])
  expect(await wordsFound(house, 'stuhlbein')).toEqual(['A picture of the chair.'])
  expect(await wordsFound(house, 'from:vic')).toHaveLength(1)
  expect(await wordsFound(house, 'chair is:note')).toEqual([])
  expect((await look(house, 'chair from:nobody')).nothing).toBe('Nobody here is called “nobody”.')
  expect((await look(house, 'chair in:T-99')).nothing).toContain('no record “T-99”')
})

test('records are found by their name, a new one too, and by the words of their fields', async () => {
  const house = await openHouse()
  const { two } = await threeTickets(house)
  const by = await house.site.store.read((reader) => personByAddress(reader, kim.email))
  await look(house, 'printer')
  await house.site.store.write((tx) =>
    saveRecord(tx, two, { by, name: 'Scanner on fire', at: house.clock.now() }),
  )
  const found = async (text: string) =>
    (await look(house, text)).records.map(({ reference }) => reference)
  expect(await found('scanner')).toEqual(['T-2'])
  expect(await found('chair')).toEqual(['T-1'])
  expect(await found('printer')).toEqual([])
  expect(await found('t*')).toEqual(['T-3', 'T-2', 'T-1'])
})

test('what was moved is found in its new thread, and what was deleted is found no more', async () => {
  const house = await openHouse()
  const { one, two } = await threeTickets(house)
  const by = await house.site.store.read((reader) => personByAddress(reader, kim.email))
  const at = house.clock.now()
  expect(await wordsFound(house, 'leg', one)).toHaveLength(1)
  const [message] = await house.entries(one)
  await house.site.store.write((tx) => moveMessage(tx, { message: message!, to: two, by, at }))
  expect(await wordsFound(house, 'leg', one)).toEqual([])
  expect(await wordsFound(house, 'leg', two)).toHaveLength(1)
  await house.site.store.write((tx) => deleteRecord(tx, two, { by, at }))
  expect(await wordsFound(house, 'leg')).toEqual([])
  expect((await look(house, 'printer')).records).toEqual([])
})

test('more than a page is found page by page, each entry once', async () => {
  const house = await openHouse()
  const ticket = await house.ticketFrom(nora, { text: 'Needle 0' })
  const to = await house.replyAddress(ticket, nora)
  for (let n = 1; n < 70; n++) await house.send({ from: nora, to, text: `Needle ${n}` })
  while ((await house.site.store.write((tx) => indexNext(tx, 16))) > 0);
  const seen: number[] = []
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
    const page = await house.site.store.read((reader) =>
      search(reader, { text: 'needle', before: before! }),
    )
    seen.push(...page.entries.map(({ id }) => id))
    before = page.next
  }
  expect(seen).toHaveLength(70)
  expect(new Set(seen).size).toBe(70)
})

test('no query breaks the search, whatever signs are in it', async () => {
  const house = await openHouse()
  await threeTickets(house)
  const odd = [
    `'`,
    '"',
    `it's`,
    'a"b',
    '<->',
    '!chair',
    "chair' | 'leg",
    'NEAR(chair leg)',
    'words:chair',
    '-chair',
    'chair AND',
    '(',
    '\\',
    '\u0000chair',
    '*'.repeat(50),
    'x '.repeat(500),
  ]
  for (const text of odd) await expect(look(house, text), text).resolves.toBeDefined()
})
