import { expect, test } from 'vitest'
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
