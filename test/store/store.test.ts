import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrate, migrationStatus } from '../../gateway/store/migrate.ts'
import { count, find, insert, insertNew, list, remove, update } from '../../gateway/store/rows.ts'
import { updateMany } from '../../gateway/store/sql/update-many.ts'
import { openStore, type Reader, type Store, type Tx } from '../../gateway/store/store.ts'
import { people } from '../../gateway/store/tables/people.ts'
import { emptyDatabase } from '../databases.ts'

const kim = { kind: 'user' as const, name: 'Kim', created_at: 1 }

async function openTestStore(): Promise<{ store: Store; folder: string; url: string | undefined }> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-store-'))
  const url = await emptyDatabase()
  const store = openStore({ DATA_DIR: folder, DATABASE_URL: url })
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { store, folder, url }
}

test('migrations run once, also when two processes start together', async () => {
  const { store, folder, url } = await openTestStore()
  const other = openStore({ DATA_DIR: folder, DATABASE_URL: url })
  onTestFinished(() => other.close())
  const ran = await Promise.all([migrate(store), migrate(other)])

  const { done, pending } = await migrationStatus(store)
  expect(pending).toEqual([])
  expect(ran.flat().toSorted()).toEqual(done)
  expect(await migrate(store)).toEqual([])
})

test('what a failed transaction wrote is gone, all of it', async () => {
  const { store } = await openTestStore()
  await migrate(store)
  const failing = store.write(async (tx) => {
    await insert(tx, people, kim)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await store.read((reader) => count(reader, people))).toBe(0)
})

test('a reader cannot write: neither the types nor the database allow it', async () => {
  const { store } = await openTestStore()
  await migrate(store)
  // @ts-expect-error a Reader is no Tx
  const untyped = (reader: Reader) => insert(reader, people, kim)
  await expect(store.read((reader) => untyped(reader))).rejects.toThrow()
  expect(await store.read((reader) => count(reader, people))).toBe(0)
})

test('reading goes on beside a write and sees what was there before', async () => {
  const { store } = await openTestStore()
  await migrate(store)
  await store.write(async (tx) => {
    await insert(tx, people, kim)
    expect(await store.read((reader) => count(reader, people))).toBe(0)
  })
  expect(await store.read((reader) => count(reader, people))).toBe(1)
})

test('many writers at once all get their turn', async () => {
  const { store } = await openTestStore()
  await migrate(store)
  await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      store.write((tx) => insert(tx, people, { ...kim, name: `Kim ${index}` })),
    ),
  )
  expect(await store.read((reader) => count(reader, people))).toBe(60)
})

test('rows are written, found, changed and removed by columns', async () => {
  const { store } = await openTestStore()
  await migrate(store)
  await store.write(async (tx) => {
    const first = await insert(tx, people, kim)
    const second = await insert(tx, people, { ...kim, name: 'Ada', role: 'owner' })
    expect(await find(tx, people, { role: null })).toMatchObject({ id: first.id, name: 'Kim' })
    expect(
      await list(tx, people, { where: { id: [first.id, second.id] }, order: 'name' }),
    ).toMatchObject([{ name: 'Ada' }, { name: 'Kim' }])
    expect(await list(tx, people, { where: { id: [] } })).toEqual([])
    expect(await update(tx, people, { id: first.id }, { name: 'Kim L' })).toMatchObject([
      { name: 'Kim L' },
    ])
    await updateMany(
      tx,
      'people',
      [
        { name: 'id', type: 'bigint' },
        { name: 'name', type: 'text' },
      ],
      [
        [first.id, 'One'],
        [second.id, 'Two'],
      ],
    )
    expect((await list(tx, people, { order: 'id' })).map((row) => row.name)).toEqual(['One', 'Two'])
    await remove(tx, people, { id: second.id })
    expect(await count(tx, people)).toBe(1)
  })
})

test('a change of all rows of a table is refused', async () => {
  const { store } = await openTestStore()
  await migrate(store)
  await expect(
    store.write((tx: Tx) => update(tx, people, {}, { name: 'Everybody' })),
  ).rejects.toThrow('all rows')
})

test('a second row with the same unique key is not written, and says so', async () => {
  const { store } = await openTestStore()
  await migrate(store)
  await store.write(async (tx) => {
    const session = { id: 's', content: '{}', expires_at: 1 }
    const sessions = { name: 'sessions' }
    expect(await insertNew(tx, sessions, session)).not.toBeNull()
    expect(await insertNew(tx, sessions, session)).toBeNull()
  })
})
