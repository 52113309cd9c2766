import { expect, test } from 'vitest'
import { changeAlias, removeAlias } from '../../gateway/chatter/aliases/aliases.ts'
import { openHouse } from '../house.ts'

test('an alias counts as soon as it is made, though its address was refused a moment before', async () => {
  const { intake, alias } = await openHouse()
  for (const name of ['one', 'two', 'three', 'four', 'five']) {
    const address = `${name}@new-${name}.test`
    expect(await intake.directory.lookUp(address)).toEqual({ kind: 'foreign' })
    await alias({ address, type: 'ticket' })
    expect(await intake.directory.lookUp(address)).toMatchObject({ kind: 'alias' })
  }
})

test('a changed alias counts at once, and so does one that is gone', async () => {
  const { site, clock, intake, alias } = await openHouse()
  await alias({ address: 'sales@example.test', type: 'ticket' })
  const ticket = await intake.directory.lookUp('sales@example.test')
  await site.store.write((tx) =>
    changeAlias(tx, { address: 'sales@example.test', type: 'lead' }, clock.now()),
  )
  const lead = await intake.directory.lookUp('sales@example.test')
  expect(lead).not.toEqual(ticket)
  await site.store.write((tx) => removeAlias(tx, 'sales@example.test', clock.now()))
  expect(await intake.directory.lookUp('sales@example.test')).toEqual({ kind: 'unknown' })
})
