import { expect, test } from 'vitest'
import { changeRole } from '../../gateway/chatter/messages/change-role.ts'
import { addPerson } from '../../gateway/chatter/people/people.ts'
import { count, list } from '../../gateway/store/rows.ts'
import { people } from '../../gateway/store/tables/people.ts'
import { ada } from '../cast.ts'
import { openHouse } from '../house.ts'

test('two owners who take the role from each other at once leave one of them', async () => {
  const { site, idOf, clock } = await openHouse()
  const { write, read } = site.store
  await write((tx) =>
    addPerson(tx, { name: 'Olga', address: 'olga@example.test', role: 'owner' }, clock.now()),
  )
  const owners = await read((reader) =>
    list(reader, people, { where: { role: 'owner' }, order: 'id' }),
  )
  expect(owners.map(({ id }) => id)).toContain(await idOf(ada))

  const taken = owners.map((owner) => write((tx) => changeRole(tx, owner, 'agent')))
  const ends = (await Promise.allSettled(taken)).map(({ status }) => status)
  expect(ends.toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await read((reader) => count(reader, people, { role: 'owner' }))).toBe(1)
})
