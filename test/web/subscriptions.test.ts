import { afterAll, beforeAll, expect, test } from 'vitest'
import { followersOf } from '../../gateway/chatter/followers/follow.ts'
import { listSubtypes } from '../../gateway/chatter/followers/subtypes.ts'
import { type Office, openOffice } from './open-office.ts'
import { type Visitor, words } from './visitor.ts'

let office: Office
let ada: Visitor
beforeAll(async () => {
  office = await openOffice()
  ada = await office.signedIn('ada')
})
afterAll(() => office.close())

const PAGE = '/admin/subscriptions'

/** What the followers of T-1 have chosen, by their first names; null: the defaults. */
async function chosen(): Promise<Record<string, string | null>> {
  const rows = await office.site.store.read((reader) => followersOf(reader, 1))
  return Object.fromEntries(rows.map(({ name, subtypes }) => [name.split(' ')[0], subtypes]))
}

test('the matrix saves ticks and defaults, and acts on many rows at once', async () => {
  const [kim, nora, vic] = (await Promise.all(
    ['kim@example.test', 'nora@customer.test', 'vic@vendor.test'].map(
      async (address) => `1/${(await office.person(address)).id}`,
    ),
  )) as [string, string, string]
  const rows = [kim, nora, vic]

  await ada.post(PAGE, { bulk: 'take/discussions', pick: [nora, vic], row: rows, type: 'ticket' })
  expect(await chosen()).toEqual({ Kim: null, Nora: '[]', Vic: '[]' })
  // an internal one is given to nobody outside
  await ada.post(PAGE, { bulk: 'add/activities', pick: rows, row: rows })
  expect((await chosen())['Vic']).toBe('[]')
  expect((await chosen())['Kim']).toContain('activities')
  await ada.post(PAGE, { bulk: 'defaults', pick: rows, row: rows })
  expect(await chosen()).toEqual({ Kim: null, Nora: null, Vic: null })
  await ada.post(PAGE, { bulk: 'unfollow', pick: [vic], row: rows })
  expect(Object.keys(await chosen())).not.toContain('Vic')

  const [rated] = (await office.site.store.read(listSubtypes)).filter(
    ({ code }) => code === 'rated',
  )
  await ada.post(PAGE, { shownDefault: String(rated!.id), row: [], type: 'ticket' })
  const after = (await office.site.store.read(listSubtypes)).find(({ code }) => code === 'rated')
  expect(after!.default_on).toBe(0)
  expect(words(await ada.get(`${PAGE}?type=ticket`))).toContain('Defaults of each ticket')
  expect((await ada.post(PAGE, { bulk: 'nonsense', pick: [kim] })).status).toBe(400)
})
