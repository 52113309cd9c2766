import { expect, test } from 'vitest'
import { systemPerson } from '../../gateway/chatter/people/people.ts'
import { changeRecordType } from '../../gateway/chatter/records/change-type.ts'
import { findRecordType, listRecordTypes } from '../../gateway/chatter/records/record-types.ts'
import type { Reader, Tx } from '../../gateway/store/store.ts'
import { openHouse } from '../house.ts'

const label = async (reader: Reader) =>
  (await listRecordTypes(reader)).find((type) => type.code === 'ticket')!.label

async function relabel(tx: Tx, to: string): Promise<void> {
  const act = { by: await systemPerson(tx, 0), at: 0 }
  await changeRecordType(tx, (await findRecordType(tx, 'ticket'))!, { ...act, label: to })
}

test('what is read while a change is being made is not remembered past its commit', async () => {
  const { read, write } = (await openHouse()).site.store
  await write(async (tx) => {
    await relabel(tx, 'Case')
    expect(await label(tx)).toBe('Case')
    expect(await read(label)).toBe('Ticket')
  })
  expect(await read(label)).toBe('Case')
})

test('a change that is taken back was never remembered', async () => {
  const { read, write } = (await openHouse()).site.store
  const failing = write(async (tx) => {
    await relabel(tx, 'Case')
    await label(tx)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await read(label)).toBe('Ticket')
})

test('an old snapshot leaves nothing behind in memory', async () => {
  const { read, write } = (await openHouse()).site.store
  await read(async (reader) => {
    await reader.one('select id from people limit 1')
    await write((tx) => relabel(tx, 'Case'))
    expect(await label(reader)).toBe('Ticket')
  })
  expect(await read(label)).toBe('Case')
})
